"""``days_between(start, end)``: civil days (semantics 20)."""

from __future__ import annotations

from datetime import date

from sanku.builtins.kinds import counted_in, moment
from sanku.builtins.nodes import Builtin, Env, Example
from sanku.core.moment import Moment, on_day
from sanku.core.quantity import Quantity
from sanku.core.unit import DAY
from sanku.core.unknown import unknown
from sanku.core.value import Known, Value


def _body(_: Env, arguments: tuple[Known, ...]) -> Value:
    start, end = arguments
    if not isinstance(start, Moment) or not isinstance(end, Moment):
        return unknown("days_between", "unit")
    return Quantity((end.day - start.day).days, DAY)


BUILTIN = Builtin(
    name="days_between",
    parameters=(moment("start"), moment("end")),
    result=counted_in(DAY),
    body=_body,
    title="civil days from `start` to `end`: the first day is not counted, the last is; negative if `end` is earlier",
    title_zh="从 start 到 end 的天数，起始日不计",
    said_zh="{0}至{1}的天数",
    said_en="the days from {0} to {1}",
    examples=(
        Example((on_day(date(2025, 6, 10)), on_day(date(2025, 6, 14))), Quantity(4, DAY)),
        Example((on_day(date(2024, 2, 28)), on_day(date(2024, 3, 1))), Quantity(2, DAY)),
        Example((on_day(date(2025, 6, 14)), on_day(date(2025, 6, 14))), Quantity(0, DAY)),
        Example((on_day(date(2025, 6, 14)), on_day(date(2025, 6, 10))), Quantity(-4, DAY)),
        Example((None, on_day(date(2025, 1, 1))), None),
    ),
)
