"""Dates and times with their precision, and periods (semantics 20, 21, 22, 58).

No time zone inside: zoned input is converted to UTC+8 at the door. Nothing here reads a clock.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from enum import IntEnum

import msgspec


class Precision(IntEnum):
    """How finely a moment is known."""

    DAY = 0
    MINUTE = 1
    SECOND = 2


class Moment(msgspec.Struct, frozen=True):
    """A date, or a date with a time of day; missing parts are zero.

    ``==`` compares spelling; ordering goes through ``compare``, which may be undecided.
    """

    at: datetime
    precision: Precision

    @property
    def day(self) -> date:
        """The civil date."""
        return self.at.date()

    def __str__(self) -> str:
        match self.precision:
            case Precision.DAY:
                return self.at.strftime("%Y-%m-%d")
            case Precision.MINUTE:
                return self.at.strftime("%Y-%m-%dT%H:%M")
            case Precision.SECOND:
                return self.at.strftime("%Y-%m-%dT%H:%M:%S")


def on_day(day: date) -> Moment:
    """Return a moment of day precision."""
    return Moment(datetime(day.year, day.month, day.day), Precision.DAY)  # noqa: DTZ001 - no time zone inside


def truncated(at: datetime, precision: Precision) -> datetime:
    """Return ``at`` without the parts finer than ``precision``."""
    match precision:
        case Precision.DAY:
            return at.replace(hour=0, minute=0, second=0)
        case Precision.MINUTE:
            return at.replace(second=0)
        case Precision.SECOND:
            return at


def compare(left: Moment, right: Moment) -> int | None:
    """Return -1, 0, 1, or ``None`` when the coarser precision cannot tell (semantics 21).

    Two moments of day precision on the same day are equal (0): both say the same date. Two values of different
    precision that agree to the coarser one are undecided.
    """
    precision = min(left.precision, right.precision)
    one, two = truncated(left.at, precision), truncated(right.at, precision)
    if one != two:
        return -1 if one < two else 1
    return 0 if left.precision == right.precision else None


def order_key(moment: Moment) -> datetime:
    """Return the key of the total member order (at, id): a missing time of day counts as midnight."""
    return moment.at


def add_months(day: date, months: int) -> date:
    """Return ``day`` moved by calendar months, clamped to the month's end (semantics 20)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return date.max if months > 0 else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def period_start(day: date, period: str, benefit_start: tuple[int, int] = (1, 1)) -> date:
    """Return the first day of the day, week (Monday), month, quarter, year or benefit_year that holds ``day``."""
    match period:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "quarter":
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case "year":
            return day.replace(month=1, day=1)
        case "benefit_year":
            month, first = benefit_start
            start = date(day.year, month, min(first, monthrange(day.year, month)[1]))
            return start if start <= day else add_months(start, -12)
        case _:
            message = f"no such period: {period}"
            raise ValueError(message)


def completed_months(start: date, end: date) -> int:
    """Return the completed months from ``start`` to ``end``; negative if ``end`` is earlier."""
    if end < start:
        return -completed_months(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def completed_years(start: date, end: date) -> int:
    """Return the completed years from ``start`` to ``end``; the anniversary itself counts.

    A birthday on 29 February falls on the last day of February in other years. A negative result means that ``end``
    is before ``start``.
    """
    months = completed_months(start, end)
    return months // 12 if months >= 0 else -((-months) // 12)
