"""Text folding and the nearest known name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_LONGEST = 64
_SHORT = 2


def fold(text: str) -> str:
    """Return text as ``=`` and ``mentions`` compare it: NFKC, trimmed, case-folded (semantics 31)."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the first of the known names nearest to ``name`` (``all_nearest``), or ``None`` if none is near."""
    return next(iter(all_nearest(name, known)), None)


def all_nearest(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the known names nearest to ``name``: one, several that are equally near, or none.

    Near is at most one slip in three characters: a letter more, less, other, or exchanged with its neighbour; capitals
    are no slip. Of a name of two characters one must be right, and no other name as near.
    """
    wanted = fold(name)
    if not 0 < len(wanted) <= _LONGEST:
        return ()
    least, near = _LONGEST, list[str]()
    for other in sorted(set(known)):
        folded = fold(other)
        if not folded or abs(len(folded) - len(wanted)) > len(wanted) // 3 + 1:
            continue
        apart = _slips(wanted, folded)
        allowed = max(1, min(len(wanted), len(folded)) // 3)
        if apart <= allowed and apart < max(len(wanted), len(folded)) and apart <= least:
            near = [*(near if apart == least else ()), other]
            least = apart
    is_guess = len(near) > 1 and len(wanted) <= _SHORT
    return () if is_guess else tuple(near)


def slips(one: str, other: str) -> int:
    """Return how many letters more, less, other, or exchanged with their neighbour lie between two texts."""
    return _slips(one, other)


@lru_cache(maxsize=4096)
def _slips(one: str, other: str) -> int:
    """Return the distance of two texts, an exchange of neighbours counting once (optimal string alignment)."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, against in enumerate(other, 1):
            cost = min(above[column] + 1, current[column - 1] + 1, above[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        before, above = above, current
    return above[-1]
