"""``age_months(born, at)``: completed months (semantics 23); for infants."""

from __future__ import annotations

from datetime import date

from sanku.builtins.kinds import counted_in, moment
from sanku.builtins.nodes import Builtin, Env, Example
from sanku.core.moment import Moment, completed_months, on_day
from sanku.core.quantity import Quantity
from sanku.core.unit import MONTH
from sanku.core.unknown import unknown
from sanku.core.value import Known, Value


def _body(_: Env, arguments: tuple[Known, ...]) -> Value:
    born, at = arguments
    if not isinstance(born, Moment) or not isinstance(at, Moment):
        return unknown("age_months", "unit")
    if at.day < born.day:
        return unknown("age_months", "unreadable")
    return Quantity(completed_months(born.day, at.day), MONTH)


BUILTIN = Builtin(
    name="age_months",
    parameters=(moment("born"), moment("at")),
    result=counted_in(MONTH, nonnegative=True),
    body=_body,
    title="completed months of age on the day of `at`; unknown before birth",
    title_zh="足月龄；出生前为未知",
    said_zh="按{1}计的足月龄",
    said_en="the age in months at {1}",
    examples=(
        Example((on_day(date(2024, 1, 31)), on_day(date(2024, 2, 29))), Quantity(1, MONTH)),
        Example((on_day(date(2024, 1, 31)), on_day(date(2024, 2, 28))), Quantity(0, MONTH)),
        Example((on_day(date(2024, 3, 1)), on_day(date(2024, 2, 29))), unknown("age_months", "unreadable")),
        Example((None, on_day(date(2025, 1, 1))), None),
        Example((unknown("patient.born", "absent"), None), unknown("patient.born", "absent")),
    ),
)
