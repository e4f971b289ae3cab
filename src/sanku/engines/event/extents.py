"""How far back a window reaches: the day that a bound on members' dates leaves (semantics 1)."""

from __future__ import annotations

from datetime import date, timedelta

from sanku.core.moment import Moment, add_months, period_start
from sanku.core.quantity import Quantity
from sanku.core.unit import DAY, MONTH, YEAR
from sanku.core.value import Value


def lower_bound(
    anchor: Value,
    length: Value,
    period: Value,
    benefit_start: tuple[int, int],
    *,
    has_length: bool,
    has_period: bool,
) -> date | None:
    """Return the earliest day that a bound leaves, ``None`` if a part of it is unknown or none."""
    if not isinstance(anchor, Moment):
        return None
    if has_length:
        return _moved_back(anchor, length)
    if not has_period:
        return anchor.day
    if isinstance(period, str):
        return _period_start(anchor.day, period, benefit_start)
    return _moved_back(anchor, period)


def _period_start(day: date, period: str, benefit_start: tuple[int, int]) -> date | None:
    match period:
        case "encounter" | "episode":
            return None
        case "hour":
            return day
        case _:
            return period_start(day, period, benefit_start)


def _moved_back(anchor: Moment, length: Value) -> date | None:
    if not isinstance(length, Quantity):
        return None
    if length.dimension in (MONTH.dimension, YEAR.dimension):
        months = length.value * 12 if length.dimension == YEAR.dimension else length.value
        return add_months(anchor.day, -months) if isinstance(months, int) else None
    if length.dimension != DAY.dimension:
        return None
    whole_days = -(-length.base // 1) if length.unit.name not in ("hour", "minute") else None
    try:
        if whole_days is not None:
            return anchor.day - timedelta(days=int(whole_days))
        return (anchor.at - timedelta(seconds=int(length.base * 86400))).date()
    except OverflowError:
        return date.min
