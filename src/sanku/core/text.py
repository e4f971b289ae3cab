"""Text folding and the nearest known name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches


def fold(text: str) -> str:
    """Return text as ``=`` and ``mentions`` compare it: NFKC, trimmed, case-folded (semantics 31)."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name nearest to ``name``, or ``None`` if none is near."""
    close = get_close_matches(name, sorted(set(known)), n=1, cutoff=0.6)
    return close[0] if close else None
