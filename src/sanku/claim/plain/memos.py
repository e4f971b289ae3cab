"""Sent values to what they are worth, looked up once and kept: numbers, money, dates, codes.

Each memo is a bounded dictionary that fills itself. ``BAD`` stands for a value that only the complete reader may judge.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from sys import intern
from typing import Any, Final, Literal, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from sanku.claim.faults import BLANK, NOT_A_NUMBER, Fault
from sanku.claim.scalars import Parser
from sanku.core.code import Code
from sanku.core.moment import Moment
from sanku.core.number import Rational, show_money
from sanku.core.quantity import Quantity
from sanku.core.unit import Dimension

BAD: Final = False
"""A value that a plain message must not hold. Falsy on purpose, and no ordinal, text or number ever is."""

FLOATS: Final = "floats"
"""What tells that a message holds floats."""
MOST_WHOLE: Final = 10**9
"""Whole numbers below it can be read with every unit with which one of them can."""

Number = int | Decimal
Based = Number | None | UnsetType

_MOST = 65536
_DIGITS = 18
_LONGEST = 10**9
"""Floats below it, with six decimals at most, have no more than the fifteen digits that name one text each."""
_LARGEST = 10**12
"""Plain numbers are below it, so that a sum of every member an event may have is exact in decimal arithmetic."""


class Measured(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A number with its unit."""

    value: int | float | str
    unit: str = ""


Key = TypeVar("Key")
Worth = TypeVar("Worth")


class Memo(dict[Key, Worth]):
    """A dictionary that works out what it is asked for and keeps it, a bounded number of them."""

    __slots__ = ("_most", "_work_out")

    def __init__(
        self, work_out: Callable[[Key], Worth], given: dict[Key, Worth] | None = None, most: int = _MOST
    ) -> None:
        super().__init__(given or {})
        self._work_out = work_out
        self._most = most

    def __missing__(self, key: Key) -> Worth:
        """Work ``key`` out and keep it."""
        found = self._work_out(key)
        if len(self) < self._most:
            self[key] = found
        return found


def as_decimal(value: Rational) -> Number | UnsetType:
    """Return a rational as an exact integer or decimal; ``UNSET`` if it is neither, or too long for exact sums."""
    if isinstance(value, int):
        return value if abs(value) < 10**_DIGITS else UNSET
    denominator = value.denominator
    twos = (denominator & -denominator).bit_length() - 1
    rest, fives = denominator >> twos, 0
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives)
    scaled = value.numerator * 10**places // denominator
    return UNSET if rest != 1 or abs(scaled) >= 10**_DIGITS else Decimal(scaled).scaleb(-places)


def quantity_of(parser: Parser, given: object) -> Quantity | Fault:
    """Return what a sent number is. A float is only the name of the text that writes it, as in the complete reader."""
    if isinstance(given, float) and not -_LONGEST < given < _LONGEST:
        return NOT_A_NUMBER
    if isinstance(given, Measured):
        if isinstance(quantity_of(parser, given.value), Fault):
            return NOT_A_NUMBER
        value = parser.read({"value": given.value, "unit": given.unit})
    else:
        value = parser.read(given)
    if isinstance(value, Quantity):
        return value if -_LARGEST < value.value < _LARGEST else NOT_A_NUMBER
    return value if value is BLANK and isinstance(value, Fault) else NOT_A_NUMBER


def number_check(parser: Parser) -> Memo[object, object]:
    """Return whether a sent number can be read as it stands; one that was not sent, or is blank, can.

    ``FLOATS``: it can, if it was written with no more digits than a float tells apart.
    """

    def work_out(given: object) -> object:
        if quantity_of(parser, given) is NOT_A_NUMBER:
            return BAD
        value = given.value if isinstance(given, Measured) else given
        return FLOATS if isinstance(value, float) else True

    return Memo(work_out, {UNSET: True, None: True})


def unit_check(parser: Parser) -> Memo[str, bool]:
    """Return whether whole numbers from 0 on can be read with a unit as it was sent."""
    return Memo(
        lambda unit: all(
            quantity_of(parser, Measured(some, unit)) is not NOT_A_NUMBER for some in (0, 1, MOST_WHOLE - 1)
        )
    )


def bases(parser: Parser, dimension: Dimension) -> Memo[object, Based]:
    """Return sent numbers in base units of a dimension; ``UNSET`` where that is not known, or another dimension."""

    def work_out(given: object) -> Based:
        found = quantity_of(parser, given)
        return UNSET if isinstance(found, Fault) or found.dimension != dimension else as_decimal(found.base)

    return Memo(work_out, {UNSET: UNSET, None: None})


def amounts(parser: Parser) -> Memo[object, Quantity | UnsetType | Literal[False] | None]:
    """Return sent amounts of money; ``UNSET`` for a blank one, ``BAD`` for what is none, or below zero."""

    def work_out(given: object) -> Quantity | UnsetType | Literal[False]:
        found = quantity_of(parser, given)
        if isinstance(found, Fault):
            return UNSET if found is BLANK else BAD
        return found if found.value >= 0 else BAD

    return Memo(work_out, {UNSET: UNSET, None: None})


def money_texts(found: Memo[object, Any]) -> Memo[object, str | None]:
    """Return amounts of money as a decision shows them, ``None`` for one that is none or not known."""

    def work_out(given: object) -> str | None:
        amount = found[given]
        return show_money(amount.value) if isinstance(amount, Quantity) else None

    return Memo(work_out)


def days(parser: Parser) -> Memo[object, int | UnsetType | Literal[False] | None]:
    """Return the ordinal of the civil day of a sent date or time; ``UNSET`` for a blank one, ``BAD`` otherwise."""

    def work_out(given: object) -> int | UnsetType | Literal[False]:
        value = parser.read(given)
        if isinstance(value, Moment):
            return value.day.toordinal()
        return UNSET if value is BLANK else BAD

    return Memo(work_out, {UNSET: UNSET, None: None})


def codes(parser: Parser) -> Memo[object, Code | UnsetType | Literal[False] | None]:
    """Return sent codes as codes of a system; of a blank one ``UNSET``, of one that is of no system ``BAD``."""

    def work_out(given: object) -> Code | UnsetType | Literal[False]:
        value = parser.read(given)
        if isinstance(value, Code):
            return value
        return UNSET if value is BLANK else BAD

    return Memo(work_out, {UNSET: UNSET, None: None})


def code_texts(found: Memo[object, Any]) -> Memo[object, str | UnsetType | None]:
    """Return sent codes as their normalised texts."""

    def work_out(given: object) -> str | UnsetType | None:
        code = found[given]
        return intern(code.text) if isinstance(code, Code) else None if code is None else UNSET

    return Memo(work_out, {UNSET: UNSET, None: None})


__all__ = [
    "BAD", "FLOATS", "MOST_WHOLE", "Based", "Measured", "Memo", "Number", "amounts", "as_decimal", "bases",
    "code_texts", "codes", "days", "money_texts", "number_check", "quantity_of", "unit_check",
]  # fmt: skip
