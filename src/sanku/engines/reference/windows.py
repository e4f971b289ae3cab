"""Windows: ``within``, ``on same``, ``overlaps``, ``up to`` (semantics 17, 20, 21, 22, 58, 59).

Takes evaluated operands; gives a truth, or why it cannot be told.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction

from sanku.claim.facts import Member, settled_order
from sanku.core.moment import Moment, Precision, add_months, compare, period_start, truncated
from sanku.core.quantity import Quantity
from sanku.core.truth import Truth, conjunction
from sanku.core.unit import DAY
from sanku.core.unknown import Unknown, merge, unknown
from sanku.core.value import Period
from sanku.engines.reference.arithmetic import is_clock_length, whole_months
from sanku.engines.reference.further import is_further
from sanku.engines.reference.ranges import Undecided

_WHOLE_DAY = timedelta(hours=23, minutes=59, seconds=59)
_SECONDS_A_DAY = 86400


def within(item: Moment, length: Quantity, relation: str, anchor: Moment) -> bool | Undecided:
    """Tell whether ``item within length before|after|of anchor`` (semantics 20)."""
    if is_clock_length(length):
        return _within_instants(item, length, relation, anchor)
    match relation:
        case "before":
            return _within_days(item, anchor, length)
        case "after":
            return _within_days(anchor, item, length)
        case "of":
            earlier, later = (item, anchor) if item.day <= anchor.day else (anchor, item)
            return _within_days(earlier, later, length)
        case _:
            raise AssertionError(relation)


def _within_days(earlier: Moment, later: Moment, length: Quantity) -> bool | Undecided:
    """Tell whether ``earlier`` is not after ``later`` and at most ``length`` before it, as civil dates."""
    months = whole_months(length)
    if months is not None:
        # Months are added to the earlier date, clamped to the month's end.
        return months >= 0 and earlier.day <= later.day <= add_months(earlier.day, months)
    if length.dimension != DAY.dimension:
        return Undecided("unit")
    # The start day is not counted and the last day is: a difference of civil dates.
    return 0 <= (later.day - earlier.day).days <= length.base


def _within_instants(item: Moment, length: Quantity, relation: str, anchor: Moment) -> bool | Undecided:
    """Compare instants; a bare date is decided only if every time of its day agrees."""
    most = Fraction(length.base) * _SECONDS_A_DAY
    precision = min(item.precision, anchor.precision)
    if precision != Precision.DAY:
        # The coarser precision counts for both: 10:00 and 10:30:20 are thirty minutes apart.
        item, anchor = (
            Moment(truncated(item.at, precision), precision),
            Moment(truncated(anchor.at, precision), precision),
        )
    # How long before the anchor the item lies: least and greatest over the possible times of day.
    least, greatest = _seconds(anchor.at - _last_instant(item)), _seconds(_last_instant(anchor) - item.at)
    low, high = {"before": (Fraction(0), most), "after": (-most, Fraction(0)), "of": (-most, most)}[relation]
    if low <= least and greatest <= high:
        return True
    if greatest < low or high < least or low > high:
        return False
    return Undecided("precision")


def _last_instant(moment: Moment) -> datetime:
    return moment.at + _WHOLE_DAY if moment.precision == Precision.DAY else moment.at


def _seconds(gap: timedelta) -> int:
    return gap // timedelta(seconds=1)


def strictly(item: Moment, relation: str, anchor: Moment) -> bool | Undecided:
    """Tell whether ``item`` is truly before (after) ``anchor``, as instants (semantics 20)."""
    order = compare(item, anchor)
    if order is None:
        return Undecided("precision")
    return order < 0 if relation == "before" else order > 0


def same_period(left: Moment, period: str, right: Moment, benefit_start: tuple[int, int]) -> bool | Undecided:
    """Tell whether two moments lie in the same hour, day, week, … (semantics 22)."""
    if period != "hour":
        return period_start(left.day, period, benefit_start) == period_start(right.day, period, benefit_start)
    if left.day != right.day:
        return False
    if Precision.DAY in (left.precision, right.precision):
        return Undecided("precision")
    return left.at.hour == right.at.hour


def overlaps(left: Period, right: Period) -> Truth:
    """Tell whether two periods, half-open in time, have an instant in common (semantics 58)."""
    return conjunction((_starts_before(left.start, right.end), _starts_before(right.start, left.end)))


def _starts_before(start: Moment | Unknown, end: Moment | Unknown | None) -> Truth:
    if end is None:
        return True  # it still runs
    if isinstance(start, Unknown) or isinstance(end, Unknown):
        return merge(start, end)
    return start.at < _end_instant(end)


def _end_instant(end: Moment) -> datetime:
    # A date without a time counts to the end of its day.
    if end.precision == Precision.DAY and end.day < date.max:
        return end.at + timedelta(days=1)
    return end.at


def up_to(item: Member, limit: Member) -> Truth:
    """Tell whether ``item`` stands at or before ``limit`` in the settled order (semantics 17)."""
    if item is limit:
        return True
    if item.judged != limit.judged and not is_further(item) and not is_further(limit):
        return limit.judged
    doubts = [doubt for member in (item, limit) if (doubt := undated(member)) is not None]
    return merge(*doubts) if doubts else settled_order(item) <= settled_order(limit)


def undated(member: Member) -> Unknown | None:
    """Return why a member has no place in time, or ``None`` if it has one."""
    match member.at:
        case Moment():
            return None
        case Unknown():
            return member.at
        case _:
            return unknown(f"{member.collection}.at", "undated", member.id)
