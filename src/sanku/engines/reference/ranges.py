"""Ranges: values known only to lie between two ends (semantics 11, 25).

Counts and sums over partly known members, and laboratory values reported as ``<0.5``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from sanku.core.quantity import Quantity
from sanku.core.truth import Truth
from sanku.core.unit import Dimension, Unit
from sanku.core.unknown import Missing, Unknown

ANY_UNIT = Unit("", (("*", 1),), 1)
"""The unit of an empty sum whose unit would have come with the data: it compares with any dimension."""

NOTHING = Quantity(0, ANY_UNIT)


@dataclass(frozen=True, slots=True)
class Range:
    """A set of values with two ends.

    Args:
        low: Lower end; ``None`` = minus infinity.
        high: Upper end; ``None`` = infinity.
        missing: Why it is not one value.
        path: Source of the aggregate; ``""`` for a censored value.
        said: A censored value's operator, as reported.
        open_ends: Whether the finite end of a censored value is itself left out (``<``, ``>``).
    """

    low: Quantity | None
    high: Quantity | None
    missing: frozenset[Missing]
    path: str = ""
    said: str = ""
    open_ends: bool = field(default=False)


@dataclass(frozen=True, slots=True)
class Undecided:
    """No answer for a reason other than an unknown operand: ``unit`` or ``precision``."""

    cause: Literal["unit", "precision"]


def span_of(low: Quantity, high: Quantity | None, missing: frozenset[Missing], path: str) -> Quantity | Range:
    """Return one quantity if both ends are equal, else the range."""
    if high is not None and low.base == high.base:
        return low
    return Range(low, high, missing, path)


def censored(operator: str, value: Quantity, missing: Missing) -> Range:
    """Return the values that ``<0.5``, ``>=1000``, … admit (semantics 25)."""
    causes = frozenset((missing,))
    left_out = operator in ("<", ">")
    if operator in ("<", "<="):
        return Range(None, value, causes, said=operator, open_ends=left_out)
    return Range(value, None, causes, said=operator, open_ends=left_out)


def collapsed(value: Range) -> Unknown:
    """Return what a range is anywhere but under a comparison: unknown (semantics 11)."""
    if not value.path:
        return Unknown(value.missing)
    return Unknown(value.missing | {Missing(value.path, "aggregate")})


def same_dimension(left: Dimension, right: Dimension) -> bool:
    """Tell whether two amounts compare; an empty sum of no unit compares with any."""
    return left == right or ANY_UNIT.dimension in (left, right)


def compare_ranges(op: str, left: Quantity | Range, right: Quantity | Range) -> Truth | Undecided:
    """Return true or false when it is so for every pair of values, else unknown with the ranges' causes."""
    one, two = _ends(left), _ends(right)
    ends = [end for end in (one.low, one.high, two.low, two.high) if end is not None]
    if not all(same_dimension(ends[0].dimension, end.dimension) for end in ends):
        return Undecided("unit")
    decided = _decide(op, one, two)
    return Unknown(one.missing | two.missing) if decided is None else decided


def _ends(value: Quantity | Range) -> Range:
    return value if isinstance(value, Range) else Range(value, value, frozenset())


def _decide(op: str, one: Range, two: Range) -> bool | None:
    match op:
        case "<":
            return _either(_all_below(one, two), _all_at_most(two, one))
        case "<=":
            return _either(_all_at_most(one, two), _all_below(two, one))
        case ">":
            return _either(_all_below(two, one), _all_at_most(one, two))
        case ">=":
            return _either(_all_at_most(two, one), _all_below(one, two))
        case "=":
            return _either(_one_value(one, two), _all_below(one, two) or _all_below(two, one))
        case "!=":
            return _either(_all_below(one, two) or _all_below(two, one), _one_value(one, two))
        case _:
            raise AssertionError(op)


def _either(certainly: bool, certainly_not: bool) -> bool | None:  # noqa: FBT001 - two truths, named by their places
    return True if certainly else False if certainly_not else None


def _all_below(one: Range, two: Range) -> bool:
    """Whether every value of ``one`` is less than every value of ``two``."""
    if one.high is None or two.low is None:
        return False
    if one.open_ends or two.open_ends:
        return one.high.base <= two.low.base
    return one.high.base < two.low.base


def _all_at_most(one: Range, two: Range) -> bool:
    return one.high is not None and two.low is not None and one.high.base <= two.low.base


def _one_value(one: Range, two: Range) -> bool:
    ends = (one.low, one.high, two.low, two.high)
    return all(end is not None and ends[0] is not None and end.base == ends[0].base for end in ends)
