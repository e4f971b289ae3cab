"""The canonical order of clauses: words of clauses to their places."""

from __future__ import annotations

from collections.abc import Sequence

from sanku.syntax.keywords import CLAUSES
from sanku.syntax.nodes import Clause, Control
from sanku.syntax.shape import WORDS

_BLOCK = ("for", "match", "gather", "let")
"""Clauses that keep their written order, since each sees the names of those before it."""


def order(words: Sequence[str]) -> list[int]:
    """Return the places of clauses in canonical order; ``dated by`` follows the last ``for``.

    Args:
        words: The first word of each clause, in English, as written.
    """
    last_for = max((at for at, word in enumerate(words) if word == "for"), default=-1)

    def rank(at: int) -> tuple[int, float]:
        word = words[at]
        block = CLAUSES.index("for")
        if word == "dated":
            return block, last_for + 0.5
        return (block if word in _BLOCK else CLAUSES.index(word), at)

    return sorted(range(len(words)), key=rank)


def in_order(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """Return clauses in canonical order."""
    return tuple(clauses[at] for at in order([_word(clause) for clause in clauses]))


def _word(clause: Clause) -> str:
    return clause.phase if isinstance(clause, Control) else WORDS[type(clause)].split()[0]
