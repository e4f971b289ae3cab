"""``day(t)``: the civil date of a time."""

from __future__ import annotations

from datetime import date, datetime

from sanku.builtins.kinds import always, moment
from sanku.builtins.nodes import Builtin, Env, Example
from sanku.core.moment import Moment, Precision, on_day
from sanku.core.types import DateType
from sanku.core.unknown import unknown
from sanku.core.value import Known, Value


def _body(_: Env, arguments: tuple[Known, ...]) -> Value:
    at = arguments[0]
    return on_day(at.day) if isinstance(at, Moment) else unknown("day", "unit")


BUILTIN = Builtin(
    name="day",
    parameters=(moment("t"),),
    result=always(DateType()),
    body=_body,
    title="the civil date of `t`",
    title_zh="时间所在的日期",
    said_zh="{0}所在日期",
    said_en="the day of {0}",
    examples=(
        Example(
            (Moment(datetime(2025, 6, 14, 23, 59, 59), Precision.SECOND),),  # noqa: DTZ001 - no time zone inside
            on_day(date(2025, 6, 14)),
        ),
        Example((on_day(date(2025, 6, 14)),), on_day(date(2025, 6, 14))),
        Example((None,), None),
    ),
)
