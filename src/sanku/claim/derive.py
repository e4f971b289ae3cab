"""Fields that the reader fills in: periods, dates under their common name, what a line takes from its encounter."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from functools import lru_cache
from math import ceil

from sanku.claim.facts import Member
from sanku.claim.members import Draft
from sanku.core.moment import Moment, Precision
from sanku.core.quantity import Quantity
from sanku.core.unit import CNY, multiply_units
from sanku.core.unknown import Unknown, unknown
from sanku.core.value import Period, Value

_COPIED = {
    "observation": (("collected_at", "at"),), "prescription": (("issued_at", "at"),),
    "execution": (("started_at", "at"),), "order": (("level", "nursing_level"), ("nursing_level", "level")),
}  # fmt: skip
_PRICES = ("price", "list_price", "purchase_price")


def copy_fields(record: str, draft: Draft) -> None:
    """Fill the field that stands for another one, such as an observation's ``at``, unless it was sent."""
    for source, name in _COPIED.get(record, ()):
        if name not in draft.fields and source in draft.fields:
            draft.fields[name] = draft.fields[source]


def add_period(fields: dict[str, Value], collection: str, identity: str) -> None:
    """Fill the period of an encounter, open at the end while it runs."""
    if "admitted_at" not in fields and "discharged_at" not in fields:
        return
    start = fields.get("admitted_at", unknown(f"{collection}.admitted_at", "absent", identity))
    end = fields.get("discharged_at", unknown(f"{collection}.discharged_at", "absent", identity))
    if isinstance(start, Moment | Unknown) and (end is None or isinstance(end, Moment | Unknown)):
        fields["period"] = Period(start, end)


def add_line_fields(draft: Draft, collection: str, encounter: Member | None, *, current: bool) -> None:
    """Fill what a line takes from its encounter, its period of use, and the unit of its prices.

    Args:
        draft: The line.
        collection: ``lines`` or ``history.lines``.
        encounter: The encounter it belongs to, if it was sent.
        current: Whether that is the current one: its lines count as paid until a finding says otherwise (semantics 60).
    """
    fields = draft.fields
    if encounter is not None:
        fields.setdefault("encounter_kind", encounter.get("kind"))
        if current:
            fields.setdefault("encounter", encounter.id)
    if current:
        fields.setdefault("fund_paid", True)
    if "at" in fields:
        _add_use(fields, collection, draft.id)
    quantity = fields.get("quantity")
    if isinstance(quantity, Quantity) and quantity.unit.dimension:
        for name in _PRICES:
            price = fields.get(name)
            if isinstance(price, Quantity) and price.unit == CNY:
                fields[name] = Quantity(price.value, multiply_units(CNY, quantity.unit, -1))


def _add_use(fields: dict[str, Value], collection: str, identity: str) -> None:
    start = fields["at"]
    if isinstance(start, Moment | Unknown):
        fields["use"] = Period(start, _end_of_use(fields, start, collection, identity))


def _end_of_use(
    fields: dict[str, Value], start: Moment | Unknown, collection: str, identity: str
) -> Moment | Unknown | None:
    """Return when a line's use ends: at its stop, none while it runs; else after its days; else nobody knows."""
    if "stopped_at" in fields:
        stop = fields["stopped_at"]
        if stop is None or isinstance(stop, Moment | Unknown):
            return stop
    days = fields.get("days")
    if isinstance(days, Quantity) and isinstance(start, Moment):
        return _last_day(start, days)
    return days if isinstance(days, Unknown) else unknown(f"{collection}.stopped_at", "absent", identity)


@lru_cache(maxsize=4096)
def _last_day(start: Moment, days: Quantity) -> Moment | Unknown:
    """Return the last day of a supply that begins on ``start``: an end that is a date counts to the end of its day."""
    whole = max(ceil(Fraction(days.base)), 1)
    try:
        return Moment(start.at.replace(hour=0, minute=0, second=0) + timedelta(days=whole - 1), Precision.DAY)
    except OverflowError:
        return unknown("lines.days", "unreadable")
