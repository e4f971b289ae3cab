"""Exact arithmetic on quantities, and dates moved by lengths (semantics 20, 23).

Takes evaluated operands; gives a value, or why there is none.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Literal

from sanku.core.moment import Moment, Precision, add_months
from sanku.core.number import exact
from sanku.core.quantity import Quantity, add, divide, multiply
from sanku.core.unit import MONTH, YEAR
from sanku.core.unknown import Unknown, merge
from sanku.core.value import Value
from sanku.engines.reference.ranges import ANY_UNIT, NOTHING, Undecided

Trouble = Undecided | Literal["zero divisor"]

_DAY = (("day", 1),)
_CLOCK = ("hour", "minute")


def calculate(op: str, left: Value, right: Value) -> Value | Trouble:
    """Return ``left op right``; unknown wins over none, and none over a value."""
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return merge(left, right)
    if left is None or right is None:
        return None
    match left, right:
        case Quantity(), Quantity():
            return _on_quantities(op, left, right)
        case Moment(), Quantity():
            return moved(left, right, 1 if op == "+" else -1)
        case Quantity(), Moment():
            return moved(right, left, 1)
        case _:
            return Undecided("unit")


def negative(value: Value) -> Value | Trouble:
    """Return ``-value``."""
    match value:
        case None | Unknown():
            return value
        case Quantity():
            return Quantity(-value.value, value.unit)
        case _:
            return Undecided("unit")


def _on_quantities(op: str, left: Quantity, right: Quantity) -> Value | Trouble:
    match op:
        case "+" | "-":
            return _sum(left, right, 1 if op == "+" else -1)
        case "*":
            return NOTHING if ANY_UNIT in (left.unit, right.unit) else multiply(left, right)
        case "/":
            if right.value == 0:
                return "zero divisor"
            return NOTHING if left.unit == ANY_UNIT else divide(left, right)
        case _:
            raise AssertionError(op)


def _sum(left: Quantity, right: Quantity, sign: int) -> Value | Trouble:
    # An empty sum of no unit takes the other side's.
    if left.unit == ANY_UNIT:
        return Quantity(sign * right.value, right.unit)
    if right.unit == ANY_UNIT:
        return left
    result = add(left, right, sign)
    return Undecided("unit") if result is None else result


def moved(moment: Moment, length: Quantity, sign: int) -> Moment | Undecided:
    """Return a moment moved by days, hours, months or years; a date stays a date."""
    months = whole_months(length)
    if months is not None:
        day = add_months(moment.day, sign * months)
        return Moment(datetime.combine(day, moment.at.time()), moment.precision)
    if length.dimension != _DAY:
        return Undecided("unit")
    seconds = Fraction(length.base) * 86400 * sign
    if moment.precision == Precision.DAY and seconds % 86400 != 0:
        return Undecided("precision")
    try:
        return Moment(moment.at + timedelta(seconds=int(seconds)), moment.precision)
    except OverflowError:
        return Undecided("unit")  # there is no such date


def whole_months(length: Quantity) -> int | None:
    """Return a length of calendar months or years in months; ``None`` for any other length."""
    if length.dimension == YEAR.dimension:
        months = exact(length.base * 12)
    elif length.dimension == MONTH.dimension:
        months = exact(length.base)
    else:
        return None
    return months if isinstance(months, int) else None


def is_clock_length(length: Quantity) -> bool:
    """Tell whether a length counts instants (hours, minutes) and not civil days."""
    return length.unit.name in _CLOCK
