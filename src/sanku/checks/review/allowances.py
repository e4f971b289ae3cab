"""Lines of rule and fact files to what their authors allow there, and what is wrong with how they said it.

``# allow CODE: reason`` (``# 允许 CODE：原因``) above a rule, a clause, a key or a row allows it for what stands there;
at the end of a line, for that line. Above the ``rows:`` of a table it holds for the file of rows too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from sanku.core.span import Span
from sanku.core.text import nearest
from sanku.diagnostics.blocks import block_end, comment_start, indent_of, next_spoken, whole_lines
from sanku.diagnostics.message import Diagnostic, Edit, Fix, Severity

_ALLOW = re.compile(r"#\s*(?:allow|允许)\s+(?P<codes>[a-z-]+(?:\s*[,，、]\s*[a-z-]+)*)(?P<rest>.*)$")
_REASON = re.compile(r"\s*[:：]\s*(?P<reason>.*)$")
_ROWS = re.compile(r"^\s*rows:\s*(?P<names>.*\.csv.*)$")
_CSV = re.compile(r"[^\s,\[\]\"']+\.csv")


@dataclass(frozen=True, slots=True)
class Allowance:
    """One check that is allowed somewhere.

    Args:
        code: Of the check.
        reason: Why.
        span: Of the comment.
        first: First line of what it is allowed for.
        last: Last line of it; 0 if nothing stands below the comment.
        files: Files of rows that it holds for too.
    """

    code: str
    reason: str
    span: Span
    first: int
    last: int
    files: tuple[str, ...] = ()

    def covers(self, found: Diagnostic) -> bool:
        """Return whether it allows a diagnostic."""
        if found.code != self.code:
            return False
        here = found.span.file == self.span.file and self.first <= found.span.line <= self.last
        return here or found.span.file in self.files


def read_allowances(
    file: str, lines: Sequence[str], allowable: Collection[str], fixed: Collection[str]
) -> tuple[tuple[Allowance, ...], tuple[Diagnostic, ...]]:
    """Return the allowances of a file, and what is wrong with them.

    Args:
        file: Its path.
        lines: Its lines.
        allowable: Codes that can be allowed.
        fixed: Codes that are known but cannot be.
    """
    found: list[Allowance] = []
    problems: list[Diagnostic] = []
    for number, line in enumerate(lines, 1):
        if "allow" not in line and "允许" not in line:
            continue
        start = comment_start(line)
        said = None if start is None else _ALLOW.match(line, start)
        if start is None or said is None:
            continue
        span = Span(file, number, start + 1, number, len(line.rstrip()) + 1)
        reason = _REASON.match(said["rest"])
        codes = re.split(r"\s*[,，、]\s*", said["codes"])
        if not _is_meant(codes, reason is not None, {*allowable, *fixed}):
            continue
        first, last = _place(lines, number, start)
        for code in codes:
            if code not in allowable:
                problems.append(_unknown(code, _part(span, line, code), allowable, fixed))
            elif reason is None or not reason["reason"].strip():
                problems.append(_bare(code, span))
            else:
                files = tuple(_row_files(file, lines[first - 1 : last])) if last else ()
                found.append(Allowance(code, reason["reason"].strip(), span, first, last, files))
    return tuple(found), tuple(problems)


def idle(allowance: Allowance, lines: Sequence[str]) -> Diagnostic:
    """Return the diagnostic of an allowance that allows nothing."""
    span = allowance.span
    alone = not lines[span.line - 1][: span.column - 1].strip()
    before = lines[span.line - 1][: span.column - 1].rstrip()
    gone = whole_lines(span.file, span.line, span.line) if alone else _from(span, len(before) + 1)
    only = "," not in lines[span.line - 1][span.column - 1 :].partition(":")[0]
    return Diagnostic(
        code="idle-allow",
        message=f"`{allowance.code}` has nothing to allow here",
        span=span,
        severity=Severity.WARNING,
        help="delete the comment, or put it right above what it allows",
        fixes=(Fix("delete the allowance", (Edit(gone, ""),), safe=True),) if only else (),
    )


def _part(span: Span, line: str, code: str) -> Span:
    """Return the span of a code in the comment at ``span``."""
    start = line.index(code, span.column - 1)
    return Span(span.file, span.line, start + 1, span.line, start + 1 + len(code))


def _from(span: Span, column: int) -> Span:
    return Span(span.file, span.line, column, span.line, span.end_column)


def _is_meant(codes: Iterable[str], has_reason: bool, known: Collection[str]) -> bool:  # noqa: FBT001 - what was read
    """Tell an allowance from prose that starts with the word: its words are codes, or it has a colon and nearly is."""
    return any(code in known or (has_reason and ("-" in code or nearest(code, known))) for code in codes)


def _place(lines: Sequence[str], number: int, start: int) -> tuple[int, int]:
    """Return the first and last line that a comment on line ``number`` speaks of."""
    if lines[number - 1][:start].strip():
        return number, number
    below = next_spoken(lines, number)
    if below is None or indent_of(lines[below - 1]) < start:
        return number, 0
    return below, block_end(lines, below)


def _row_files(file: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        if rows := _ROWS.match(line):
            for name in _CSV.findall(rows["names"]):
                yield str(PurePosixPath(file).parent / name)


def _bare(code: str, span: Span) -> Diagnostic:
    return Diagnostic(
        code="bare-allow",
        message=f"`{code}` is allowed without a reason",
        span=span,
        help=f"say why: `# allow {code}: the label itself gives no upper age`",
    )


def _unknown(code: str, span: Span, allowable: Collection[str], fixed: Collection[str]) -> Diagnostic:
    if code in fixed:
        message, advice = f"`{code}` cannot be allowed: a base is not read with it", "mend what it reports"
    else:
        near = nearest(code, allowable)
        message = f"no check is called `{code}`"
        advice = f"did you mean `{near}`?" if near else "the name stands in brackets behind `error` or `warning`"
    return Diagnostic("unknown-allow", message, span, help=advice)
