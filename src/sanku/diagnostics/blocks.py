"""Lines of a rule or fact file to the stretches that belong together, and to the comments in them. Nothing is parsed.

In both kinds of file what belongs to a line stands below it, further in; that is all that is used here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sanku.core.span import Span

Lines = Callable[[str], Sequence[str]]
"""Path of a file, as diagnostics name it, to its lines; of a file that cannot be read, none."""

_OPENING = {'"': '"', "'": "'", "“": "”", "「": "」"}


def indent_of(line: str) -> int:
    """Return how many blanks a line starts with."""
    return len(line) - len(line.lstrip())


def is_silent(line: str) -> bool:
    """Return whether a line says nothing: it is blank, or a comment alone."""
    return line.lstrip()[:1] in ("", "#")


def block_end(lines: Sequence[str], first: int) -> int:
    """Return the last line of the block that starts with line ``first``; lines count from 1."""
    last, margin = first, indent_of(lines[first - 1])
    for number in range(first + 1, len(lines) + 1):
        line = lines[number - 1]
        if is_silent(line):
            continue
        if indent_of(line) <= margin:
            break
        last = number
    return last


def next_spoken(lines: Sequence[str], after: int) -> int | None:
    """Return the number of the first line after line ``after`` that says something."""
    return next((number for number in range(after + 1, len(lines) + 1) if not is_silent(lines[number - 1])), None)


def comment_start(line: str) -> int | None:
    """Return the position of the mark that starts the comment of a line, ``None`` if it has none."""
    closing = ""
    for at, letter in enumerate(line):
        before = line[at - 1] if at else " "
        if closing:
            closing = "" if letter == closing and before != "\\" else closing
        elif letter == "#" and before.isspace():
            return at
        elif letter in _OPENING and not before.isalnum():
            closing = _OPENING[letter]
    return None


def whole_lines(file: str, first: int, last: int) -> Span:
    """Return the span of whole lines, their breaks included; lines count from 1."""
    return Span(file, first, 1, last + 1, 1)
