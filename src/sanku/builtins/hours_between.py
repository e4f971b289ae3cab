"""``hours_between(start, end)``: hours as instants; unknown when a side is a date only (semantics 20, 21)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction

from sanku.builtins.kinds import counted_in, moment
from sanku.builtins.nodes import Builtin, Env, Example
from sanku.core.moment import Moment, Precision, on_day, truncated
from sanku.core.number import exact
from sanku.core.quantity import Quantity
from sanku.core.unit import ONE, find_unit
from sanku.core.unknown import unknown
from sanku.core.value import Known, Value

_HOUR = find_unit("hour") or ONE
_SECONDS = 3600


def _body(_: Env, arguments: tuple[Known, ...]) -> Value:
    start, end = arguments
    if not isinstance(start, Moment) or not isinstance(end, Moment):
        return unknown("hours_between", "unit")
    precision = min(start.precision, end.precision)
    if precision == Precision.DAY:
        return unknown("hours_between", "precision")
    seconds = (truncated(end.at, precision) - truncated(start.at, precision)) // timedelta(seconds=1)
    return Quantity(exact(Fraction(seconds, _SECONDS)), _HOUR)


def _at(hour: int, minute: int) -> Moment:
    return Moment(datetime(2025, 6, 14, hour, minute), Precision.MINUTE)  # noqa: DTZ001 - no time zone inside


BUILTIN = Builtin(
    name="hours_between",
    parameters=(moment("start"), moment("end")),
    result=counted_in(_HOUR, decimals=None),
    body=_body,
    title="hours from `start` to `end`, with fractions; unknown if one is a date only",
    title_zh="从 start 到 end 的小时数；任一方只有日期时为未知",
    said_zh="{0}至{1}的小时数",
    said_en="the hours from {0} to {1}",
    examples=(
        Example((_at(8, 0), _at(20, 30)), Quantity(Fraction(25, 2), _HOUR)),
        Example((_at(20, 0), _at(8, 0)), Quantity(-12, _HOUR)),
        Example((on_day(date(2025, 6, 14)), _at(8, 0)), unknown("hours_between", "precision")),
        Example((_at(8, 0), None), None),
    ),
)
