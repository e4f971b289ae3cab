"""A text and edits to the text after them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sanku.diagnostics.message import Diagnostic, Edit, Fix


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return a text after edits that share no place; an edit of whole lines ends before the first column of the next.

    Args:
        text: The text of a file, a byte order mark included or not.
        edits: Edits of that file.
    """
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    mark = int(text.startswith("\ufeff"))

    def place(line: int, column: int) -> int:
        if line > len(lines):
            return len(text)
        return min(starts[line - 1] + column - 1 + (mark if line == 1 else 0), starts[line])

    ordered = sorted(edits, key=lambda edit: (edit.span.line, edit.span.column), reverse=True)
    for edit in ordered:
        start = place(edit.span.line, edit.span.column)
        end = place(edit.span.end_line, edit.span.end_column)
        text = f"{text[:start]}{edit.text}{text[end:]}"
    return text


def safe_fixes(diagnostics: Iterable[Diagnostic]) -> Iterator[tuple[Diagnostic, Fix]]:
    """Yield the safe fixes that can be made together: the first of each diagnostic, if no earlier one is in its way."""
    taken: list[Edit] = []
    for one in diagnostics:
        for fix in one.fixes:
            if fix.safe and not any(_meet(edit, other) for edit in fix.edits for other in taken):
                taken.extend(fix.edits)
                yield one, fix
                break


def by_file(fixes: Iterable[Fix]) -> dict[str, Sequence[Edit]]:
    """Return the edits of some fixes by the file they are in."""
    found: dict[str, list[Edit]] = {}
    for fix in fixes:
        for edit in fix.edits:
            found.setdefault(edit.span.file, []).append(edit)
    return dict(found)


def _meet(one: Edit, two: Edit) -> bool:
    if one.span.file != two.span.file:
        return False
    start = max((one.span.line, one.span.column), (two.span.line, two.span.column))
    end = min((one.span.end_line, one.span.end_column), (two.span.end_line, two.span.end_column))
    return start < end or one.span == two.span
