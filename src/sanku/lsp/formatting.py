"""A text to the edits that bring it into its canonical form, or to why it has none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from sanku.catalog.fact_text import format_facts
from sanku.diagnostics.message import Diagnostic
from sanku.lsp.desk import YAML
from sanku.syntax.format import format_rules

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_MOST_COMPARED = 2_000
"""Lines that are compared one by one; a longer stretch that differs is replaced as a whole."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Lines from ``first`` to before ``last``, both from 0, become ``text``."""

    first: int
    last: int
    text: str


def formatted(path: str, text: str) -> tuple[Edit, ...] | Diagnostic | None:
    """Return the edits, or the first thing that is wrong with the text; ``None`` for a file that has no such form."""
    if path.endswith(".kb"):
        shown, found = format_rules(text, path)
    elif path.endswith(YAML):
        shown, found = format_facts(text.encode(), path)
    else:
        return None
    return found[0] if shown is None else tuple(_edits(lines_of(text), lines_of(shown)))


def lines_of(text: str) -> list[str]:
    """Return the lines of a text as an editor counts them, with their ends."""
    return _LINE.findall(text)


def _edits(before: Sequence[str], after: Sequence[str]) -> Iterator[Edit]:
    shorter = min(len(before), len(after))
    start = next((place for place in range(shorter) if before[place] != after[place]), shorter)
    end = next((place for place in range(shorter - start) if before[-1 - place] != after[-1 - place]), shorter - start)
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    if not old and not new:
        return
    if len(old) + len(new) > _MOST_COMPARED:
        yield Edit(start, start + len(old), "".join(new))
        return
    for kind, first, last, other, until in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Edit(start + first, start + last, "".join(new[other:until]))
