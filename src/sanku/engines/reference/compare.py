"""Values compared: ``= != < <= > >=`` (semantics 21, 24, 25, 29, 30, 31, 51).

Takes evaluated operands; what a missing answer is put down to is for the caller to say.
"""

from __future__ import annotations

from sanku.core.code import Code
from sanku.core.moment import Moment, on_day
from sanku.core.moment import compare as compare_moments
from sanku.core.quantity import Quantity
from sanku.core.text import fold
from sanku.core.truth import Truth
from sanku.core.types import DateType, EnumType, Type
from sanku.core.unknown import Unknown, merge
from sanku.core.value import Known, Value
from sanku.engines.reference.ranges import Range, Undecided, compare_ranges, same_dimension

UNEQUAL = 1


def compare(op: str, left: Value | Range, right: Value | Range, left_type: Type, right_type: Type) -> Truth | Undecided:
    """Return the truth of ``left op right``, or why it cannot be told."""
    # Semantics 51: a comparison with none is false, whatever the other side is.
    if left is None or right is None:
        return False
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return merge(left, right)
    if isinstance(left, Range) or isinstance(right, Range):
        if isinstance(left, Range | Quantity) and isinstance(right, Range | Quantity):
            return compare_ranges(op, left, right)
        return Undecided("unit")
    order = ordering(left, right, left_type, right_type)
    return order if isinstance(order, Undecided) else _holds(op, order)


def _holds(op: str, order: int) -> bool:
    match op:
        case "=":
            return order == 0
        case "!=":
            return order != 0
        case "<":
            return order < 0
        case "<=":
            return order <= 0
        case ">":
            return order > 0
        case ">=":
            return order >= 0
        case _:
            raise AssertionError(op)


def ordering(left: Known, right: Known, left_type: Type, right_type: Type) -> int | Undecided:
    """Return a number below, at or above zero; for values without an order, zero if they are equal."""
    match left, right:
        case Quantity(), Quantity():
            if not same_dimension(left.dimension, right.dimension):
                return Undecided("unit")  # semantics 24
            return (left.base > right.base) - (left.base < right.base)
        case Moment(), Moment():
            return _moments(left, right, left_type, right_type)
        case Code(), Code():
            # Codes have no order; another system's code is not equal (semantics 31).
            return 0 if left == right else UNEQUAL
        case str(), str():
            return _words(left, right, left_type, right_type)
        case _:
            return 0 if left == right else UNEQUAL


def _moments(left: Moment, right: Moment, left_type: Type, right_type: Type) -> int | Undecided:
    if _is_date(left_type) != _is_date(right_type):
        # A date beside a datetime asks about civil dates only (engine contract 2.7).
        left, right = on_day(left.day), on_day(right.day)
    order = compare_moments(left, right)
    return Undecided("precision") if order is None else order  # semantics 21


def _is_date(type_: Type) -> bool:
    return isinstance(type_, DateType) and not type_.time


def _words(left: str, right: str, left_type: Type, right_type: Type) -> int:
    for type_ in (left_type, right_type):
        if isinstance(type_, EnumType) and type_.ordered and left in type_.members and right in type_.members:
            return type_.members.index(left) - type_.members.index(right)  # by rank, semantics 30
    return 0 if fold(left) == fold(right) else UNEQUAL  # semantics 31


def equal(left: Value, right: Value, left_type: Type, right_type: Type) -> bool:
    """Tell whether two values are known to be the same, none being the same as none."""
    if left is None or right is None:
        return left is right
    return compare("=", left, right, left_type, right_type) is True
