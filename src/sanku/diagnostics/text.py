"""Diagnostics to text for people: the message, the source line with a caret, the second places, the help."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from sanku.core.span import Span
from sanku.diagnostics.columns import safe, width
from sanku.diagnostics.message import Diagnostic, Label, Severity

ReadLine = Callable[[str, int], str | None]
"""From a file and a line number to that line; ``None`` if it cannot be read."""

_RED, _YELLOW, _BLUE, _BOLD, _PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[34m", "\x1b[1m", "\x1b[0m"
_LONGEST = 160


def render_text(diagnostics: Iterable[Diagnostic], read_line: ReadLine, *, colour: bool = False) -> str:
    """Return diagnostics as text, a blank line between two; ``""`` if there are none.

    Args:
        diagnostics: In the order to show them.
        read_line: Gives a line of a source.
        colour: Whether to colour it for a terminal.
    """
    return "\n".join(_render(diagnostic, read_line, colour=colour) for diagnostic in diagnostics)


def line_reader(texts: Mapping[str, str]) -> ReadLine:
    """Return a reader of lines over texts that are in memory, by file name."""
    lines: dict[str, list[str]] = {}

    def read_line(file: str, line: int) -> str | None:
        if file not in texts:
            return None
        if file not in lines:
            lines[file] = texts[file].replace("\r\n", "\n").replace("\r", "\n").split("\n")
        found = lines[file]
        return found[line - 1] if 1 <= line <= len(found) else None

    return read_line


def _render(diagnostic: Diagnostic, read_line: ReadLine, *, colour: bool) -> str:
    paint = _painter(colour=colour)
    hue = _RED if diagnostic.severity is Severity.ERROR else _YELLOW
    head = paint(f"{diagnostic.severity.value}[{diagnostic.code}]", _BOLD + hue)
    rows = [f"{head}: {paint(safe(diagnostic.message), _BOLD)}"]
    span = diagnostic.span
    gutter = " " * len(str(span.line)) if span.line else " "
    if span.line:
        rows.append(f"{gutter}{paint('-->', _BLUE)} {safe(str(span))}")
        line = read_line(span.file, span.line)
        if line is not None:
            rows.extend(_excerpt(line.rstrip("\r\n"), span, gutter, paint, hue))
    elif span.file:
        rows.append(f"{gutter}{paint('-->', _BLUE)} {safe(span.file)}")
    equals = paint("=", _BLUE)
    rows.extend(f"{gutter} {equals} see {_place(label)}" for label in diagnostic.labels)
    if diagnostic.help:
        rows.append(f"{gutter} {equals} help: {safe(diagnostic.help)}")
    return "\n".join(rows) + "\n"


def _place(label: Label) -> str:
    return safe(f"{label.span}: {label.message}" if label.span.line else f"{label.span.file}: {label.message}")


def _excerpt(line: str, span: Span, gutter: str, paint: Callable[[str, str], str], hue: str) -> list[str]:
    start = min(span.column - 1, len(line))
    end = len(line) if span.end_line > span.line else min(span.end_column - 1, len(line))
    # A very long line is shown around the place only.
    first = max(0, start - _LONGEST // 2) if len(line) > _LONGEST else 0
    last = min(len(line), first + _LONGEST)
    before = "…" if first else ""
    after = "…" if last < len(line) else ""
    shown = before + safe(line[first:last]) + after
    blanks = width(before + safe(line[first:start]))
    carets = max(1, width(safe(line[start : min(end, last)])))
    bar = paint("|", _BLUE)
    number = paint(str(span.line), _BLUE)
    return [
        f"{gutter} {bar}",
        f"{number} {bar} {shown}".rstrip(),
        f"{gutter} {bar} {' ' * blanks}{paint('^' * carets, hue)}",
    ]


def _painter(*, colour: bool) -> Callable[[str, str], str]:
    def paint(text: str, style: str) -> str:
        return f"{style}{text}{_PLAIN}" if colour else text

    return paint
