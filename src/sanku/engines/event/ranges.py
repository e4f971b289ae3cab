"""Partly known numbers: a range of values, and what a comparison with it can say (semantics 11, 25).

A comparison is decided when it comes out the same for every value of the range.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from sanku.core.number import Rational, exact
from sanku.core.quantity import Quantity
from sanku.core.unit import ONE, Unit
from sanku.core.unknown import Unknown
from sanku.core.value import Value

NO_CAUSE = Unknown(frozenset())
"""The unknown of the fast path, which keeps no causes."""

ANY = Unit("", (("*", 1),), 1)
"""Unit of the sum of nothing, where the unit would have come with the values: it goes with every dimension."""


@dataclass(frozen=True, slots=True)
class Range:
    """Every number from ``low`` to ``high``, in base units of ``unit``; ``None`` is no end.

    Args:
        missing: What would have to be known for the range to become one value.
        elsewhere: What is missing besides, where a range cannot stand: away from a comparison.
        is_aggregate: Whether it is a count or a sum, not a result with an operator.
        open_low: Whether ``low`` itself is left out; ``open_high`` likewise.
    """

    low: Rational | None
    high: Rational | None
    unit: Unit = ONE
    missing: Unknown = NO_CAUSE
    elsewhere: Unknown = NO_CAUSE
    open_low: bool = False
    open_high: bool = False
    is_aggregate: bool = True

    def lowest(self) -> Quantity | None:
        """Return the lower end in the range's unit."""
        return None if self.low is None else in_unit(self.low, self.unit)

    def highest(self) -> Quantity | None:
        """Return the upper end in the range's unit."""
        return None if self.high is None else in_unit(self.high, self.unit)


def in_unit(base: Rational, unit: Unit) -> Quantity:
    """Return an amount of base units in ``unit``."""
    return Quantity(base if unit.factor == 1 else exact(Fraction(base) / Fraction(unit.factor)), unit)


Operand = Value | Range


@dataclass(frozen=True, slots=True)
class _Ends:
    low: Rational | None
    high: Rational | None
    open_low: bool
    open_high: bool


def compare_ranges(operator: str, left: Quantity | Range, right: Quantity | Range) -> bool | str | None:
    """Return what every pair of values says; ``None`` if they differ, ``unit`` if there is no common order."""
    if not same_dimension(left.unit, right.unit):
        return "unit"
    one, two = _ends(left), _ends(right)
    match operator:
        case "<":
            return _less(one, two)
        case ">=":
            return negated(_less(one, two))
        case ">":
            return _less(two, one)
        case "<=":
            return negated(_less(two, one))
        case "=":
            return _equal(one, two)
        case _:
            return negated(_equal(one, two))


def same_dimension(left: Unit, right: Unit) -> bool:
    """Tell whether amounts in the two units can be compared and added."""
    return left is right or left.dimension == right.dimension or left is ANY or right is ANY


def _ends(operand: Quantity | Range) -> _Ends:
    if isinstance(operand, Range):
        return _Ends(operand.low, operand.high, operand.open_low, operand.open_high)
    return _Ends(operand.base, operand.base, open_low=False, open_high=False)


def _less(one: _Ends, two: _Ends) -> bool | None:
    touching = one.open_high or two.open_low
    if one.high is not None and two.low is not None and (one.high < two.low or (one.high == two.low and touching)):
        return True
    if one.low is not None and two.high is not None and one.low >= two.high:
        return False
    return None


def _equal(one: _Ends, two: _Ends) -> bool | None:
    if _less(one, two) or _less(two, one):
        return False
    if one.low is not None and one.low == one.high == two.low == two.high:
        return True
    return None


def negated(truth: bool | None, /) -> bool | None:  # noqa: FBT001 - a truth value is what it negates
    """Return the negation of a truth value; undecided stays undecided."""
    return None if truth is None else not truth


def censored(value: Quantity, operator: str, missing: Unknown) -> Range | Quantity:
    """Return what a result with an operator stands for: ``< 0.5`` is every number below (semantics 25)."""
    match operator:
        case "<":
            return Range(None, value.base, value.unit, missing, open_high=True, is_aggregate=False)
        case "<=":
            return Range(None, value.base, value.unit, missing, is_aggregate=False)
        case ">":
            return Range(value.base, None, value.unit, missing, open_low=True, is_aggregate=False)
        case ">=":
            return Range(value.base, None, value.unit, missing, is_aggregate=False)
        case _:
            return value
