"""One value of a message to one value of the language: numbers, quantities, moments, closed lists, text, flags.

A parser takes anything that JSON can hold and returns a value or a ``Fault``; none raises.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from sanku.claim import faults
from sanku.claim.enums import SCHEME_CODES
from sanku.claim.faults import BLANK, Fault
from sanku.claim.tags import MOST_TEXT
from sanku.core.moment import Moment, Precision
from sanku.core.number import Rational
from sanku.core.quantity import Quantity
from sanku.core.text import nearest
from sanku.core.types import EnumType, QuantityType
from sanku.core.unit import ONE, Unit, find_unit
from sanku.core.value import Value

_CACHED = 16384
_DIGITS = 18
MOST_INT = 10**_DIGITS
_MONEY_DECIMALS = 2
_NUMBER = re.compile(r"([+-]?[0-9]{1,18})(?:\.([0-9]{1,6})0*)?", re.ASCII)
_ANY_DIGITS = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?", re.ASCII)
_MEASURED = re.compile(r"([+-]?[0-9]+(?:\.[0-9]+)?)(?:\s+(\S.{0,39})|([^\s0-9.,+-].{0,39}))", re.ASCII)
_WHEN = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_CHINA = timezone(timedelta(hours=8))
_DATE_LENGTH, _MINUTE_LENGTH = 10, 16


@dataclass(frozen=True, slots=True)
class Parser:
    """How one kind of value is read: ``text`` from a JSON string (the hot path), ``other`` from anything else."""

    text: Callable[[str], Value | Fault]
    other: Callable[[object], Value | Fault]

    def read(self, given: object) -> Value | Fault:
        """Read anything."""
        return self.text(given) if isinstance(given, str) else self.other(given)


def _as_text(text: Callable[[str], Value | Fault], wrong: Fault) -> Parser:
    """Return a parser that reads a JSON number as the text that writes it."""

    def other(given: object) -> Value | Fault:
        written = plain_text(given)
        return wrong if written is None else text(written)

    return Parser(text, other)


@lru_cache(maxsize=_CACHED)
def number_of(text: str) -> Rational | None:
    """Return the number that ``text`` writes exactly; zeros past the sixth decimal are allowed."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    whole, decimals = found[1], (found[2] or "").rstrip("0")
    return Fraction(int(whole + decimals), 10 ** len(decimals)) if decimals else int(whole)


def plain_text(given: object) -> str | None:
    """Return a JSON number as the text that writes it without an exponent; ``None`` if it is no such number."""
    if isinstance(given, bool):
        return None
    if isinstance(given, int):
        return str(given) if -MOST_INT < given < MOST_INT else None
    if isinstance(given, float):
        # The shortest text that reads back as the same float: what the sender wrote.
        return plain_text(Decimal(repr(given)))
    if isinstance(given, Decimal) and given.is_finite() and abs(given.adjusted()) <= _DIGITS:
        return format(given, "f")
    return None


def quantity_parser(kind: QuantityType, *, signed: bool = False) -> Parser:
    """Return the reader of quantities of ``kind``: a number, ``33 g/L``, or ``{value, unit}``.

    Args:
        kind: The field's type; a bare number is in its unit.
        signed: Whether values below zero are read although the type excludes them, as refunds are before netting.
    """
    unit = find_unit(kind.unit) or ONE

    def measured(value: Rational, given: Unit) -> Quantity | Fault:
        if kind.nonnegative and not signed and value < 0:
            return faults.BELOW_ZERO
        if kind.dimension is not None and given.dimension != kind.dimension:
            return faults.other_unit(given.name, unit.name)
        if kind.decimals is not None and (value * 10**kind.decimals).denominator != 1:
            return faults.NOT_MONEY if kind.decimals == _MONEY_DECIMALS else faults.NOT_A_UNIT_PRICE
        return Quantity(value, given)

    def named(value: Rational | None, name: str) -> Quantity | Fault:
        if value is None:
            return faults.NOT_A_NUMBER
        given = find_unit(name.strip()) if name.strip() else unit
        return faults.not_a_unit(name) if given is None else measured(value, given)

    @lru_cache(maxsize=_CACHED)
    def text(given: str) -> Quantity | Fault:
        bare = given.strip()
        if not bare:
            return BLANK
        value = number_of(bare)
        if value is not None:
            return measured(value, unit)
        parts = _MEASURED.fullmatch(bare)
        if parts is None:
            return faults.TOO_MANY_DIGITS if _ANY_DIGITS.fullmatch(bare) else faults.NOT_A_NUMBER
        return named(number_of(parts[1]), parts[2] or parts[3])

    @lru_cache(maxsize=_CACHED)
    def pair(amount: str | None, name: str) -> Quantity | Fault:
        return named(number_of(amount) if amount else None, name)

    def other(given: object) -> Value | Fault:
        if isinstance(given, Mapping):
            value, name = given.get("value"), given.get("unit")
            amount = value.strip() if isinstance(value, str) else plain_text(value)
            return pair(amount, name if isinstance(name, str) else "")
        written = plain_text(given)
        if written is not None:
            return text(written)
        is_number = isinstance(given, int | Decimal) and not isinstance(given, bool)
        return faults.TOO_MANY_DIGITS if is_number else faults.NOT_A_NUMBER

    return Parser(text, other)


def moment_parser(*, time: bool, midnight_is_time: bool = True) -> Parser:
    """Return the reader of dates, or of dates with a time of day; zoned input becomes UTC+8 (semantics 21)."""
    wrong = faults.NOT_A_TIME if time else faults.NOT_A_DATE

    @lru_cache(maxsize=_CACHED)
    def text(given: str) -> Moment | Fault:
        bare = given.strip()
        if not bare:
            return BLANK
        at = _instant(bare)
        if at is None:
            return wrong
        midnight = at.hour == at.minute == at.second == 0
        if not time or len(bare) == _DATE_LENGTH or (midnight and not midnight_is_time):
            return Moment(at.replace(hour=0, minute=0, second=0), Precision.DAY)
        return Moment(at, Precision.SECOND if bare[_MINUTE_LENGTH : _MINUTE_LENGTH + 1] == ":" else Precision.MINUTE)

    def other(given: object) -> Value | Fault:
        return text(given.isoformat()) if isinstance(given, date) else wrong

    return Parser(text, other)


def _instant(text: str) -> datetime | None:
    """Return the date and time that ``text`` writes, in UTC+8 and without a zone, to the second."""
    if not _WHEN.fullmatch(text):
        return None
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is not None:
            at = at.astimezone(_CHINA).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return at.replace(microsecond=0)


def enum_parser(kind: EnumType) -> Parser:
    """Return the reader of a closed list: members, their Chinese labels, and for schemes the national codes."""
    known = dict(zip(kind.labels, kind.members, strict=False))
    known |= SCHEME_CODES if kind.name == "scheme" else {}
    known |= {member: member for member in kind.members}

    @lru_cache(maxsize=1024)
    def text(given: str) -> str | Fault:
        bare = given.strip()
        if not bare:
            return BLANK
        member = known.get(bare) or known.get(bare.lower())
        return member or faults.not_a_member(bare, nearest(bare[:40], kind.members), kind.members)

    return _as_text(text, faults.NOT_TEXT)


@lru_cache(maxsize=_CACHED)
def _text(given: str) -> str | Fault:
    bare = given.strip()
    if not bare:
        return BLANK
    return bare if len(bare) <= MOST_TEXT else faults.TOO_LONG


TEXT = _as_text(_text, faults.NOT_TEXT)
"""The reader of texts; a number is the text that writes it."""

_FLAGS = {"true": True, "false": False, "1": True, "0": False, "是": True, "否": False}


@lru_cache(maxsize=64)
def _flag(given: str) -> bool | Fault:
    bare = given.strip()
    return _FLAGS.get(bare.lower(), faults.NOT_A_FLAG) if bare else BLANK


def _other_flag(given: object) -> bool | Fault:
    if isinstance(given, bool):
        return given
    written = plain_text(given)
    return faults.NOT_A_FLAG if written is None else _flag(written)


FLAG = Parser(_flag, _other_flag)
"""The reader of true and false, also as the texts and digits that senders use."""


def list_parser(item: Parser) -> Parser:
    """Return the reader of a list; one value that is not a list counts as a list of one."""

    def other(given: object) -> Value | Fault:
        found: list[object] = []
        for one in given if isinstance(given, list | tuple) else (given,):
            value = item.read(one)
            if value is BLANK:
                continue
            if isinstance(value, Fault):
                return value
            found.append(value)
        return tuple(found)

    return Parser(other, other)
