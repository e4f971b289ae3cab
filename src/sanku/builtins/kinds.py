"""Parameters that several builtins share, and the result types they give."""

from __future__ import annotations

from collections.abc import Callable

from sanku.builtins.nodes import Argument, Parameter
from sanku.core.moment import Moment, compare
from sanku.core.quantity import Quantity
from sanku.core.types import CodeType, DateType, QuantityType, Type
from sanku.core.unit import Unit, dimension_name
from sanku.core.unknown import unknown
from sanku.core.value import Known, Value

Result = Callable[[tuple[Argument, ...]], Type | str]


def moment(name: str) -> Parameter:
    """Return a parameter that takes a date, with or without a time of day."""
    return Parameter(name, lambda given: isinstance(given, DateType), "a date")


def quantity(name: str) -> Parameter:
    """Return a parameter that takes any number or quantity."""
    return Parameter(name, lambda given: isinstance(given, QuantityType), "a number or a quantity")


def code(name: str) -> Parameter:
    """Return a parameter that takes a code of any system."""
    return Parameter(name, lambda given: isinstance(given, CodeType), "a code")


def always(result: Type) -> Result:
    """Return a result function for builtins whose result type does not depend on the arguments."""
    return lambda _: result


def counted_in(unit: Unit, *, decimals: int | None = 0, nonnegative: bool = False) -> Result:
    """Return a result function for numbers of ``unit``."""
    return always(QuantityType(unit.dimension, unit.name, decimals, nonnegative))


def either(name: str) -> Parameter:
    """Return a parameter that takes a quantity or a date: what has a least and a greatest."""
    return Parameter(name, lambda given: isinstance(given, QuantityType | DateType), "a quantity or a date")


def extreme_type(arguments: tuple[Argument, ...]) -> Type | str:
    """Return the common type of values of which one is taken."""
    first = arguments[0].type
    others = [argument.type for argument in arguments[1:]]
    if isinstance(first, DateType):
        if not all(isinstance(other, DateType) for other in others):
            return "dates and quantities have no common order"
        return DateType(time=any(isinstance(given, DateType) and given.time for given in (first, *others)))
    if not isinstance(first, QuantityType):
        return "only quantities and dates have a least and a greatest"
    result = first
    for other in others:
        if not isinstance(other, QuantityType):
            return "dates and quantities have no common order"
        if other.dimension is not None and result.dimension is not None and other.dimension != result.dimension:
            return f"`{dimension_name(result.dimension)}` and `{dimension_name(other.dimension)}` have no common order"
        result = _widened(result, other)
    return result


def _widened(one: QuantityType, two: QuantityType) -> QuantityType:
    known = one if one.dimension is not None else two
    decimals = None if one.decimals is None or two.decimals is None else max(one.decimals, two.decimals)
    return QuantityType(known.dimension, known.unit, decimals, one.nonnegative and two.nonnegative)


def extreme(name: str, arguments: tuple[Known, ...], sign: int) -> Value:
    """Return the argument that is least (``sign`` -1) or greatest (1); the first of equals.

    Unknown for values without a common order: different dimensions, or times too coarse to tell.
    """
    best = arguments[0]
    for other in arguments[1:]:
        order = _order(other, best)
        if isinstance(order, str):
            return unknown(name, order)
        if order * sign > 0:
            best = other
    return best


def _order(one: Known, two: Known) -> int | str:
    if isinstance(one, Moment) and isinstance(two, Moment):
        order = compare(one, two)
        return "precision" if order is None else order
    if isinstance(one, Quantity) and isinstance(two, Quantity) and one.dimension == two.dimension:
        return (one.base > two.base) - (one.base < two.base)
    return "unit"
