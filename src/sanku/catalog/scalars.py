"""Quantities, dates, windows, periods and enumeration members: text to canonical text, and canonical text to value."""

from __future__ import annotations

import re
from datetime import date, datetime

from sanku.catalog.cell_problem import CellProblem
from sanku.catalog.meant import date_help, number_help
from sanku.core.moment import Moment, Precision, on_day
from sanku.core.number import parse_number, show_number
from sanku.core.quantity import Quantity
from sanku.core.text import nearest
from sanku.core.types import PERIODS, EnumType, QuantityType
from sanku.core.unit import ONE, Unit, dimension_name, find_unit, unit_names
from sanku.core.value import Period

_QUANTITY = re.compile(r"([+-]?[0-9][0-9.]*)\s*([^\s0-9.,，].*)?", re.ASCII | re.DOTALL)
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?)?", re.ASCII)
WINDOWS = (*PERIODS, "episode")
"""Names that a window column may hold: periods, and the supplied course of a disease."""

_LENGTHS = frozenset(("minute", "hour", "day", "week", "month", "year"))


def read_quantity(type_: QuantityType, text: str) -> str | CellProblem:
    """Return ``number unit``, or why ``text`` is no quantity of the type."""
    parsed = _number_and_unit(text)
    if isinstance(parsed, CellProblem):
        return parsed
    value, unit = parsed
    if unit is None:
        unit = find_unit(type_.unit) or ONE
    if type_.dimension is not None and unit.dimension != type_.dimension:
        wanted = type_.unit or dimension_name(type_.dimension)
        return CellProblem(
            "unit-mismatch",
            f"`{text}` is in `{unit.name or 'number'}`, not in `{wanted}`",
            f"write a number of `{wanted}`",
        )
    decimals = len(value.partition(".")[2])
    if type_.decimals is not None and decimals > type_.decimals:
        return CellProblem(
            "too-many-decimals", f"`{text}` has {decimals} decimals, at most {type_.decimals} fit", "round it"
        )
    return f"{value} {unit.name}" if unit.name else value


def read_span(text: str) -> str | CellProblem:
    """Return ``number unit`` of a length of time, or why ``text`` is none."""
    parsed = _number_and_unit(text)
    if isinstance(parsed, CellProblem):
        return parsed
    value, unit = parsed
    if unit is None or unit.name not in _LENGTHS:
        return CellProblem("bad-span", f"`{text}` is no length of time", "write `7 days`, `6 hours` or `3 months`")
    return f"{value} {unit.name}"


def read_window(text: str) -> str | CellProblem:
    """Return a period name or ``number unit``, or why ``text`` is no window (semantics 59)."""
    if text in WINDOWS:
        return text
    found = read_span(text)
    if isinstance(found, str):
        return found
    near = nearest(text, WINDOWS)
    return CellProblem(
        "bad-window",
        f"`{text}` is no window",
        f"did you mean `{near}`?" if near else "write `day`, `encounter` or `6 hours`",
    )


def quantity_value(text: str) -> Quantity:
    """Return the quantity of a canonical text."""
    value, _, name = text.partition(" ")
    return Quantity(parse_number(value) or 0, find_unit(name) or ONE)


def window_value(text: str) -> str | Quantity:
    """Return the period name or the length of a canonical text."""
    return text if text in WINDOWS else quantity_value(text)


def _number_and_unit(text: str) -> tuple[str, Unit | None] | CellProblem:
    written = _QUANTITY.fullmatch(text)
    value = None if written is None else parse_number(written[1])
    if written is None or value is None:
        return CellProblem("bad-number", f"`{text}` is no number", number_help(text))
    name = written[2] or ""
    unit = find_unit(name) if name else None
    if name and unit is None:
        near = nearest(name, unit_names())
        return CellProblem(
            "unknown-unit",
            f"there is no unit `{name}`",
            f"did you mean `{near}`?" if near else "write a number with a unit of UCUM: `7 days`, `30 g/L`",
        )
    return show_number(value), unit


def read_enum(type_: EnumType, text: str) -> str | CellProblem:
    """Return the member that ``text`` names, in English or Chinese."""
    if text in type_.members:
        return text
    if text in type_.labels:
        return type_.members[type_.labels.index(text)]
    near = nearest(text, (*type_.members, *type_.labels))
    listed = ", ".join(f"`{member}`" for member in type_.members[:12])
    help_text = f"did you mean `{near}`?" if near else f"write one of {listed}"
    return CellProblem("not-a-member", f"`{text}` is no member of `{type_.name}`", help_text)


def parse_date(text: str) -> date | None:
    """Return the civil date that ``text`` writes as ``YYYY-MM-DD``."""
    written = _DATE.fullmatch(text)
    try:
        return None if written is None else date(int(written[1]), int(written[2]), int(written[3]))
    except ValueError:
        return None


def read_date(text: str, *, time: bool) -> str | CellProblem:
    """Return ``YYYY-MM-DD`` or ``YYYY-MM-DDTHH:MM[:SS]``, or why ``text`` is none."""
    moment = _moment(text)
    if moment is None:
        return CellProblem(
            "bad-date", f"`{text}` is no date", date_help(text) + (" or `2024-01-31T08:30`" if time else "")
        )
    if not time and moment.precision is not Precision.DAY:
        return CellProblem("bad-date", f"`{text}` has a time of day", date_help(text))
    return str(moment)


def date_value(text: str) -> Moment:
    """Return the moment of a canonical text."""
    return _moment(text) or on_day(date.min)


def _moment(text: str) -> Moment | None:
    written = _TIME.fullmatch(text)
    day = None if written is None else parse_date(written[1])
    if written is None or day is None:
        return None
    if written[2] is None:
        return on_day(day)
    hour, minute, second = int(written[2]), int(written[3]), int(written[4] or "0")
    if hour > 23 or minute > 59 or second > 59:
        return None
    at = datetime(day.year, day.month, day.day, hour, minute, second)  # noqa: DTZ001 - no time zone inside
    return Moment(at, Precision.MINUTE if written[4] is None else Precision.SECOND)


def read_period(text: str) -> str | CellProblem:
    """Return ``FROM..TO`` (no ``TO`` while it runs), or why ``text`` is no period."""
    start, dots, end = (part.strip() for part in text.partition(".."))
    first, last = _moment(start), _moment(end) if end else None
    if not dots or first is None or (end and last is None):
        return CellProblem("bad-period", f"`{text}` is no period", "write it as `2024-01-01..2024-06-30`")
    return f"{first}..{last or ''}"


def period_value(text: str) -> Period:
    """Return the period of a canonical text."""
    start, _, end = text.partition("..")
    return Period(date_value(start), date_value(end) if end else None)
