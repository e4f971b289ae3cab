"""What types can meet: beside a comparison, inside a set, in a window; and what they are called."""

from __future__ import annotations

from sanku.core.types import (
    BoolType,
    CodesType,
    CodeType,
    DateType,
    EnumType,
    ListType,
    MemberType,
    PeriodType,
    QuantityType,
    RefType,
    RowsType,
    RowType,
    SpanType,
    TextType,
    Type,
    WindowType,
)  # fmt: skip
from sanku.core.unit import DAY, MONTH, YEAR, dimension_name

NUMBER = QuantityType((), "", 0, nonnegative=True)
"""The type of a count."""

LENGTHS = (DAY.dimension, MONTH.dimension, YEAR.dimension)
"""Dimensions of lengths of time."""

EQUALITY = ("=", "!=")


def type_name(given: Type) -> str:
    """Return what a type is called in a diagnostic."""
    match given:
        case BoolType():
            return "a condition"
        case QuantityType(dimension=None):
            return "a quantity"
        case QuantityType(dimension=dimension, unit=unit):
            return "a number" if not dimension else f"in `{unit or dimension_name(dimension)}`"
        case SpanType():
            return "a length of time"
        case WindowType():
            return "a window"
        case DateType(time=time):
            return "a time" if time else "a date"
        case PeriodType():
            return "a period"
        case TextType():
            return "a text"
        case CodeType(systems=systems):
            return f"a code of {_systems(systems)}"
        case CodesType(systems=systems):
            return f"a set of codes of {_systems(systems)}"
        case EnumType(name=name):
            return f"one of `{name}`"
        case ListType(item=item):
            return f"a list: each item is {type_name(item)}"
        case RefType(collection=collection):
            return f"a reference to `{collection}`"
        case MemberType(collection=collection):
            return f"a member of `{collection}`"
        case RowType(table=table):
            return f"a row of `{table}`"
        case RowsType(table=table):
            return f"rows of `{table}`"


def _systems(systems: tuple[str, ...]) -> str:
    return " or ".join(f"`{system}`" for system in systems)


def is_length(given: Type) -> bool:
    """Tell whether a value of the type can be the length of a window."""
    return isinstance(given, SpanType) or (
        isinstance(given, QuantityType) and (given.dimension is None or given.dimension in LENGTHS)
    )


def is_ordered(given: Type) -> bool:
    """Tell whether values of the type have an order."""
    return isinstance(given, QuantityType | DateType) or (isinstance(given, EnumType) and given.ordered)


def is_value(given: Type) -> bool:
    """Tell whether the type is one of values, not of members, rows or code sets that only stand in certain places."""
    return not isinstance(given, MemberType | RowType | RowsType)


def meet(one: Type, two: Type) -> bool:
    """Tell whether values of the types can be equal."""
    match one, two:
        case QuantityType(), QuantityType():
            return one.dimension is None or two.dimension is None or one.dimension == two.dimension
        case DateType(), DateType():
            return True
        case TextType() | RefType(), TextType() | RefType():
            return True
        case CodeType(), CodeType():
            return not set(one.systems).isdisjoint(two.systems)
        case EnumType(), EnumType():
            return one.members == two.members
        case BoolType(), BoolType():
            return True
        case WindowType(), WindowType():
            return True
        case _:
            return False


def common_type(one: Type, two: Type) -> Type | None:
    """Return the type of a value that is of one of two types, or ``None`` if they do not meet."""
    if not meet(one, two):
        return one if one == two else None
    match one, two:
        case QuantityType(), QuantityType():
            known = one if one.dimension is not None else two
            dimension = None if None in (one.dimension, two.dimension) else known.dimension
            decimals = None if one.decimals is None or two.decimals is None else max(one.decimals, two.decimals)
            unit = known.unit if dimension is not None else ""
            return QuantityType(dimension, unit, decimals, one.nonnegative and two.nonnegative)
        case DateType(), DateType():
            return DateType(time=one.time or two.time)
        case CodeType(), CodeType():
            return CodeType(tuple(sorted({*one.systems, *two.systems})))
        case RefType(), TextType():
            return two
        case _:
            return one


def holds(container: Type, item: Type) -> bool:
    """Tell whether ``item in container`` has a meaning: a code set, a list, or a code (those below it)."""
    match container, item:
        case CodesType() | CodeType(), CodeType():
            return not set(container.systems).isdisjoint(item.systems)
        case ListType(), _:
            return meet(container.item, item)
        case _:
            return False
