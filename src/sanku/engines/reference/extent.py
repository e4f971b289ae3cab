"""Was enough of a collection supplied? (semantics 1)

A source's window against the extent of each part of its collection; what is not covered is unknown.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from sanku.claim.facts import Collection, Extent, Facts
from sanku.core.moment import Moment, add_months, period_start
from sanku.core.quantity import Quantity
from sanku.core.unit import DAY
from sanku.core.unknown import Unknown, merge, unknown
from sanku.engines.reference.arithmetic import is_clock_length, whole_months
from sanku.engines.reference.lookups import benefit_start
from sanku.engines.reference.scope import Evaluate, Raw, Scope
from sanku.semantics.nodes import Bound, Window


def further_members(collection: str, window: Window, scope: Scope, evaluate: Evaluate) -> Unknown | None:
    """Return the unknown that members outside the extent stand for, or ``None`` if the window is covered.

    Each part (``record.X`` has two) adds its own path: ``absent`` if nothing was supplied, else ``coverage``.
    """
    bounds = [day for bound in window.bounds if (day := _lower_bound(bound, scope, evaluate)) is not None]
    open_parts = [
        unknown(part.name, "absent" if part.extent.state == "absent" else "coverage")
        for part in scope.facts.parts(collection)
        if not _covers(part, window, bounds, scope.facts)
    ]
    return merge(*open_parts) if open_parts else None


def _covers(part: Collection, window: Window, bounds: list[date], facts: Facts) -> bool:
    if part.name.startswith("history."):
        return window.own_encounter or (
            part.extent.state == "complete"
            and _reaches_back(part.extent, bounds)
            and (part.extent.scope == "all" or window.own_facility)
            and _has_kinds(part.extent, window)
        )
    admitted = facts.encounter.get("admitted_at")
    days = [*bounds, admitted.day] if isinstance(admitted, Moment) else bounds
    return part.extent.state == "complete" and _reaches_back(part.extent, days)


def _reaches_back(extent: Extent, bounds: list[date]) -> bool:
    return extent.start is None or any(day >= extent.start for day in bounds)


def _has_kinds(extent: Extent, window: Window) -> bool:
    return extent.kinds is None or (window.kinds is not None and window.kinds <= extent.kinds)


def _lower_bound(bound: Bound, scope: Scope, evaluate: Evaluate) -> date | None:
    """Return the first civil date that a conjunct leaves possible; ``None`` if its parts are unknown or none."""
    anchor = evaluate(bound.anchor, scope)
    if not isinstance(anchor, Moment):
        return None
    if bound.period is not None:
        period = bound.period if isinstance(bound.period, str) else evaluate(bound.period, scope)
        return _period_bound(anchor, period, scope)
    if bound.length is None:
        return anchor.day
    length = evaluate(bound.length, scope)
    return _moved_back(anchor, length) if isinstance(length, Quantity) else None


def _period_bound(anchor: Moment, period: Raw, scope: Scope) -> date | None:
    match period:
        case "encounter" | "episode":
            return None
        case "hour":
            return anchor.day
        case str():
            return period_start(anchor.day, period, benefit_start(scope))
        case Quantity():
            return _moved_back(anchor, period)
        case _:
            return None


def _moved_back(anchor: Moment, length: Quantity) -> date | None:
    months = whole_months(length)
    if months is not None:
        return add_months(anchor.day, -months)
    if length.dimension != DAY.dimension:
        return None
    # A bare date may be midnight: hours are counted back from the start of its day.
    return _earlier(anchor, ceil(Fraction(length.base) * (86400 if is_clock_length(length) else 1)), length)


def _earlier(anchor: Moment, count: int, length: Quantity) -> date:
    try:
        gap = timedelta(seconds=count) if is_clock_length(length) else timedelta(days=count)
        return (anchor.at - gap).date()
    except OverflowError:
        return date.min  # before any date there is
