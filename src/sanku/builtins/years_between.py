"""``years_between(start, end)``: completed years (semantics 23)."""

from __future__ import annotations

from datetime import date

from sanku.builtins.kinds import counted_in, moment
from sanku.builtins.nodes import Builtin, Env, Example
from sanku.core.moment import Moment, completed_years, on_day
from sanku.core.quantity import Quantity
from sanku.core.unit import YEAR
from sanku.core.unknown import unknown
from sanku.core.value import Known, Value


def _body(_: Env, arguments: tuple[Known, ...]) -> Value:
    start, end = arguments
    if not isinstance(start, Moment) or not isinstance(end, Moment):
        return unknown("years_between", "unit")
    return Quantity(completed_years(start.day, end.day), YEAR)


BUILTIN = Builtin(
    name="years_between",
    parameters=(moment("start"), moment("end")),
    result=counted_in(YEAR),
    body=_body,
    title="completed years from `start` to `end`; negative if `end` is earlier",
    title_zh="从 start 到 end 的整年数",
    said_zh="{0}至{1}的整年数",
    said_en="the full years from {0} to {1}",
    examples=(
        Example((on_day(date(2020, 5, 10)), on_day(date(2025, 5, 9))), Quantity(4, YEAR)),
        Example((on_day(date(2020, 5, 10)), on_day(date(2025, 5, 10))), Quantity(5, YEAR)),
        Example((on_day(date(2025, 5, 10)), on_day(date(2020, 5, 10))), Quantity(-5, YEAR)),
        Example((None, on_day(date(2025, 1, 1))), None),
    ),
)
