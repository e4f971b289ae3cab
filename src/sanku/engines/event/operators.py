"""Known values to what an operator says of them: a truth, or the cause why it cannot say.

Both paths of the engine use these, so that they cannot differ in an operator; unknown and none never arrive here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction

from sanku.claim.facts import Member, settled_order
from sanku.core.moment import Moment, Precision, add_months, compare, period_start, truncated
from sanku.core.number import Rational
from sanku.core.quantity import Quantity, add, divide, multiply
from sanku.core.text import fold
from sanku.core.types import DateType, EnumType, Type
from sanku.core.unit import DAY, MONTH, YEAR
from sanku.core.value import Known
from sanku.engines.event.ranges import ANY, Range, compare_ranges

Outcome = bool | str
"""True, false, or the cause (``unit``, ``precision``) why the operator itself cannot tell."""

_CLOCK = ("hour", "minute")


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two sides compare, as their static types say.

    Args:
        operator: ``=``, ``!=``, ``<``, ``<=``, ``>`` or ``>=``.
        ranks: Rank of each member of an ordered enum.
        is_enum: Whether texts are enum members, equal only by spelling.
        by_day: Whether a date meets a time, so that civil dates are compared.
    """

    operator: str
    ranks: Mapping[str, int] = field(default_factory=dict)
    is_enum: bool = False
    by_day: bool = False


def comparison(operator: str, left: Type, right: Type) -> Comparison:
    """Return how values of the two types compare."""
    enum = left if isinstance(left, EnumType) else right if isinstance(right, EnumType) else None
    ranks = {member: rank for rank, member in enumerate(enum.members)} if enum is not None else {}
    dates = isinstance(left, DateType) and isinstance(right, DateType) and left.time != right.time
    return Comparison(operator, ranks, enum is not None, dates)


def compare_known(how: Comparison, left: Known | Range, right: Known | Range) -> Outcome | None:
    """Return the comparison of two known sides; ``None`` if the values of a range do not agree."""
    if left.__class__ is Quantity and right.__class__ is Quantity and left.unit is right.unit:
        # One unit, as nearly always: the values themselves compare, without ends of ranges around them.
        return _by_order(how.operator, (left.value > right.value) - (left.value < right.value))
    if isinstance(left, Quantity | Range) and isinstance(right, Quantity | Range):
        return compare_ranges(how.operator, left, right)
    if isinstance(left, Moment) and isinstance(right, Moment):
        return _compare_moments(how, left, right)
    if isinstance(left, str) and isinstance(right, str):
        if how.operator not in ("=", "!="):
            return _by_order(how.operator, how.ranks[left] - how.ranks[right])
        same = left == right if how.is_enum else fold(left) == fold(right)
        return same == (how.operator == "=")
    return (left == right) == (how.operator == "=")


def _compare_moments(how: Comparison, left: Moment, right: Moment) -> Outcome:
    if how.by_day:
        return _by_order(how.operator, (left.day - right.day).days)
    order = compare(left, right)
    return "precision" if order is None else _by_order(how.operator, order)


def _by_order(operator: str, order: int) -> bool:
    match operator:
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
        case _:
            return order >= 0


def same_value(left: Known, right: Known) -> bool:
    """Tell whether two known values are one value for ``distinct``, ``in`` a list, and group keys."""
    return canonical(left) == canonical(right)


def canonical(value: Known | None) -> object:
    """Return what stands for all spellings of a value: amounts by their base, texts folded."""
    match value:
        case bool():
            return ("bool", value)
        case Quantity():
            return (value.dimension, value.base)
        case str():
            return fold(value)
        case _:
            return value


# -- windows -------------------------------------------------------------------------------------------------------


def within(item: Moment, length: Quantity, relation: str, anchor: Moment, *, strictly: bool = False) -> Outcome:
    """Tell whether ``item`` lies at most ``length`` before, after or around ``anchor`` (semantics 20)."""
    first, second = (anchor, item) if relation == "after" else (item, anchor)
    near = _near(first, second, length, both=relation == "of")
    if not strictly or near is False:
        return near
    order = compare(first, second)
    if order is not None and order >= 0:
        return False
    return "precision" if order is None else near


def _near(first: Moment, second: Moment, length: Quantity, *, both: bool) -> Outcome:
    """Tell whether ``second`` follows ``first`` by 0 to ``length``; ``both``: in either order."""
    if length.dimension in (MONTH.dimension, YEAR.dimension):
        months = length.value * 12 if length.dimension == YEAR.dimension else length.value
        if not isinstance(months, int):
            return "unit"
        early, late = (second.day, first.day) if both and second.day < first.day else (first.day, second.day)
        return early <= late <= add_months(early, months)
    if length.dimension != DAY.dimension:
        return "unit"
    if length.unit.name not in _CLOCK:
        return _in_reach((second.day - first.day).days, length.base, both=both)
    seconds = length.base * 86400
    ends = {_in_reach(gap, seconds, both=both) for gap in _gaps(first, second, seconds)}
    return ends.pop() if len(ends) == 1 else "precision"


def _in_reach(gap: Rational, most: Rational, *, both: bool) -> bool:
    return (-most <= gap <= most) if both else 0 <= gap <= most


def _gaps(first: Moment, second: Moment, most: Rational) -> tuple[Rational, ...]:
    """Return seconds from first to second that decide a window: both ends, and what changes sides between them.

    A side without a time of day may be any time of its day; otherwise the coarser precision counts.
    """
    precision = min(first.precision, second.precision)
    if precision is not Precision.DAY:
        gap = truncated(second.at, precision) - truncated(first.at, precision)
        return (gap // timedelta(seconds=1),)
    low = (_earliest(second) - _latest(first)) // timedelta(seconds=1)
    high = (_latest(second) - _earliest(first)) // timedelta(seconds=1)
    turning = (-most - 1, -most, -1, 0, 1, most, most + 1)
    return (low, *(gap for gap in turning if low < gap < high), high)


def _earliest(moment: Moment) -> datetime:
    return moment.at


def _latest(moment: Moment) -> datetime:
    return moment.at + timedelta(seconds=86399) if moment.precision is Precision.DAY else moment.at


def same_period(left: Moment, right: Moment, period: str | Quantity, benefit_start: tuple[int, int]) -> Outcome:
    """Tell whether two times lie in one period, or at most a duration apart (semantics 22, 59)."""
    if isinstance(period, Quantity):
        return within(left, period, "of", right)
    if period == "hour":
        if left.day != right.day:
            return False
        if Precision.DAY in (left.precision, right.precision):
            return "precision"
        return left.at.hour == right.at.hour
    return period_start(left.day, period, benefit_start) == period_start(right.day, period, benefit_start)


def begins_before(start: Moment, end: Moment) -> bool:
    """Tell whether a period that starts at ``start`` begins before another's end; a date counts to its day's end."""
    if end.precision is Precision.DAY:
        return start.at < end.at + timedelta(days=1)
    return start.at < end.at


def up_to(item: Member, limit: Member) -> bool | None:
    """Tell whether a member stands at or before another in the running order; ``None`` if a date is missing."""
    if item is limit or item.judged != limit.judged:
        return item is limit or not item.judged
    if not isinstance(item.at, Moment) or not isinstance(limit.at, Moment):
        return None
    return settled_order(item) <= settled_order(limit)


# -- arithmetic ----------------------------------------------------------------------------------------------------


def shifted(moment: Moment, length: Quantity, sign: int) -> Moment | str:
    """Return a time moved by a length; only a time of day can move by hours."""
    if length.dimension in (MONTH.dimension, YEAR.dimension):
        months = length.value * 12 if length.dimension == YEAR.dimension else length.value
        if not isinstance(months, int):
            return "unit"
        day = add_months(moment.day, sign * months)
        return Moment(datetime.combine(day, moment.at.time()), moment.precision)
    if length.dimension != DAY.dimension:
        return "unit"
    seconds = Fraction(length.base) * 86400 * sign
    if moment.precision is Precision.DAY and seconds % 86400:
        return "precision"
    try:
        return Moment(moment.at + timedelta(seconds=int(seconds)), moment.precision)
    except OverflowError:
        return "unit"


def calculate(operator: str, left: Known, right: Known) -> Known | str:
    """Return ``left operator right`` for two known values, or the cause why there is no result (semantics 23)."""
    if isinstance(left, Moment) and isinstance(right, Quantity):
        return shifted(left, right, -1 if operator == "-" else 1)
    if isinstance(left, Quantity) and isinstance(right, Moment):
        return shifted(right, left, 1)
    if not isinstance(left, Quantity) or not isinstance(right, Quantity):
        return "unit"
    match operator:
        case "+" | "-":
            return _added(left, right, -1 if operator == "-" else 1)
        case "*":
            return left if left.unit is ANY else right if right.unit is ANY else multiply(left, right)
        case _:
            if right.value == 0:
                return "zero divisor"
            return left if left.unit is ANY else divide(left, right) or "zero divisor"


def _added(left: Quantity, right: Quantity, sign: int) -> Quantity | str:
    if right.unit is ANY:
        return left
    if left.unit is ANY:
        return Quantity(sign * right.value, right.unit)
    return add(left, right, sign) or "unit"
