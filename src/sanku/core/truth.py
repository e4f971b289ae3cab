"""Kleene's three-valued logic over ``True``, ``False`` and ``Unknown`` (semantics 3, 36, 37)."""

from __future__ import annotations

from collections.abc import Iterable

from sanku.core.unknown import Unknown, merge

Truth = bool | Unknown


def negate(value: Truth) -> Truth:
    """Return the negation; unknown stays unknown with its causes."""
    return value if isinstance(value, Unknown) else not value


def conjunction(values: Iterable[Truth]) -> Truth:
    """Return false if any is false, else the unknown of all unknown operands, else true."""
    found = list(values)
    if any(value is False for value in found):
        return False
    unknowns = [value for value in found if isinstance(value, Unknown)]
    return merge(*unknowns) if unknowns else True


def disjunction(values: Iterable[Truth]) -> Truth:
    """Return true if any is true, else the unknown of all unknown operands, else false."""
    found = list(values)
    if any(value is True for value in found):
        return True
    unknowns = [value for value in found if isinstance(value, Unknown)]
    return merge(*unknowns) if unknowns else False
