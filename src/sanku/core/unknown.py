"""Unknown: the third truth value and its causes; none is Python's ``None`` (semantics 11, 14, 37, 51)."""

from __future__ import annotations

import msgspec


class Missing(msgspec.Struct, frozen=True, order=True):
    """One reason why a value is unknown.

    Args:
        path: The fact, with collection names and no ids: ``patient.sex``, ``lines.days``, ``history.lines``.
        cause: absent, unreadable, unmapped, unit, zero divisor, coverage, precision, refund, undated, parameter,
            budget, fault, aggregate.
        member: Id of the member it belongs to; ``""`` for a single record or a whole collection.
    """

    path: str
    cause: str
    member: str = ""


class Unknown(msgspec.Struct, frozen=True):
    """A value that is not known, with the union of the causes (semantics 37)."""

    missing: frozenset[Missing]


def unknown(path: str, cause: str, member: str = "") -> Unknown:
    """Return an unknown with one cause."""
    return Unknown(frozenset((Missing(path, cause, member),)))


def merge(*values: object) -> Unknown:
    """Return the unknown whose causes are those of every unknown among ``values``."""
    return Unknown(frozenset().union(*(value.missing for value in values if isinstance(value, Unknown))))
