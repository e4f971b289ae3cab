"""A diagnostic and the lines of its file to the fix that takes out what it points at."""

from __future__ import annotations

from collections.abc import Sequence

from sanku.diagnostics.blocks import block_end, is_silent, whole_lines
from sanku.diagnostics.message import Diagnostic, Edit, Fix
from sanku.syntax.keywords import CHINESE


def without_item(found: Diagnostic, lines: Sequence[str]) -> Fix | None:
    """Return the fix that deletes the rule or definition at a diagnostic; not safe if a comment right above is left."""
    first = found.span.line
    if not 0 < first <= len(lines):
        return None
    last = block_end(lines, first)
    above = lines[first - 2].strip() if first > 1 else ""
    while not above and last < len(lines) and not lines[last].strip():
        last += 1
    while last == len(lines) and first > 1 and not lines[first - 2].strip():
        first -= 1
    gone = whole_lines(found.span.file, first, last)
    return Fix("delete it", (Edit(gone, ""),), safe=not above.startswith("#"))


def without_clause(word: str, found: Diagnostic, lines: Sequence[str]) -> Fix | None:
    """Return the fix that deletes the clause of a word in the rule at a diagnostic; ``None`` if it has not just one."""
    place = clause_at(word, found, lines)
    if place is None:
        return None
    last = block_end(lines, place)
    commented = (
        any("#" in lines[number - 1] for number in range(place, last + 1)) or lines[place - 2].lstrip()[:1] == "#"
    )
    gone = whole_lines(found.span.file, place, last)
    return Fix(f"delete `{word}`", (Edit(gone, ""),), safe=not commented)


def clause_at(word: str, found: Diagnostic, lines: Sequence[str]) -> int | None:
    """Return the line on which the clause of a word starts in the rule at a diagnostic, if there is just one."""
    first = found.span.line
    if not 0 < first <= len(lines):
        return None
    words = (word, *CHINESE.get(word, ()))
    within = range(first + 1, block_end(lines, first) + 1)
    here = [
        number
        for number in within
        if not is_silent(lines[number - 1]) and lines[number - 1].split(maxsplit=1)[0] in words
    ]
    return here[0] if len(here) == 1 else None
