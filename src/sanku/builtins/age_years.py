"""``age_years(born, at)``: completed years (semantics 23); on the day of service, not of billing."""

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
    born, at = arguments
    if not isinstance(born, Moment) or not isinstance(at, Moment):
        return unknown("age_years", "unit")
    if at.day < born.day:
        return unknown("age_years", "unreadable")
    return Quantity(completed_years(born.day, at.day), YEAR)


BUILTIN = Builtin(
    name="age_years",
    parameters=(moment("born"), moment("at")),
    result=counted_in(YEAR, nonnegative=True),
    body=_body,
    title="completed years of age on the day of `at`; the birthday counts; unknown before birth",
    title_zh="周岁；生日当天即满；出生前为未知",
    said_zh="按{1}计的周岁年龄",
    said_en="the age in years at {1}",
    examples=(
        Example((on_day(date(2000, 3, 1)), on_day(date(2024, 2, 29))), Quantity(23, YEAR)),
        Example((on_day(date(2000, 3, 1)), on_day(date(2024, 3, 1))), Quantity(24, YEAR)),
        Example((on_day(date(2004, 2, 29)), on_day(date(2025, 2, 28))), Quantity(21, YEAR)),
        Example((on_day(date(2024, 3, 1)), on_day(date(2024, 2, 29))), unknown("age_years", "unreadable")),
        Example((None, on_day(date(2025, 1, 1))), None),
        Example((unknown("patient.born", "absent"), None), unknown("patient.born", "absent")),
    ),
)
