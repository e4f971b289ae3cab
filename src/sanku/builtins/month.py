"""``month(t)``: the month of a time, as its first day, so that months can be counted and compared."""

from __future__ import annotations

from datetime import date

from sanku.builtins.kinds import always, moment
from sanku.builtins.nodes import Builtin, Env, Example
from sanku.core.moment import Moment, on_day
from sanku.core.types import DateType
from sanku.core.unknown import unknown
from sanku.core.value import Known, Value


def _body(_: Env, arguments: tuple[Known, ...]) -> Value:
    at = arguments[0]
    return on_day(at.day.replace(day=1)) if isinstance(at, Moment) else unknown("month", "unit")


BUILTIN = Builtin(
    name="month",
    parameters=(moment("t"),),
    result=always(DateType()),
    body=_body,
    title="the first day of the month of `t`",
    title_zh="时间所在月份的第一天",
    said_zh="{0}所在月份",
    said_en="the month of {0}",
    examples=(
        Example((on_day(date(2024, 2, 29)),), on_day(date(2024, 2, 1))),
        Example((on_day(date(2024, 3, 1)),), on_day(date(2024, 3, 1))),
        Example((None,), None),
        Example((unknown("lines.at", "absent", "1"),), unknown("lines.at", "absent", "1")),
    ),
)
