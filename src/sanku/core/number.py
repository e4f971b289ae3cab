"""Exact numbers: text to rational and back; rounding half away from zero.

No binary floating point: a ``float`` never enters. Integral values are ``int``, all others ``Fraction``.
"""

from __future__ import annotations

import re
from fractions import Fraction

Rational = int | Fraction

# Semantics 49: at most 18 digits and 6 decimals, no exponent. Quantities of the national message fit easily.
_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(?:\.[0-9]{1,6})?", re.ASCII)


def exact(value: Rational) -> Rational:
    """Return ``value`` as ``int`` if it is integral, else as ``Fraction``."""
    if isinstance(value, int):
        return value
    return value.numerator if value.denominator == 1 else value


def parse_number(text: str) -> Rational | None:
    """Return the number that ``text`` writes, or ``None`` if it writes none.

    Accepts an optional sign, at most 18 digits and 6 decimals; no exponent, no blanks, no thousands separator.
    """
    if not _NUMBER.fullmatch(text):
        return None
    return exact(Fraction(text))


def round_half_away(value: Rational, places: int) -> Rational:
    """Round to ``places`` decimals, a half away from zero, by integer division (semantics 23)."""
    scale: int = 10**places
    quotient = _rounded(value, scale)
    return quotient // scale if quotient % scale == 0 else Fraction(quotient, scale)


def _rounded(value: Rational, scale: int) -> int:
    """Return ``value * scale`` as an integer, a half away from zero."""
    quotient, rest = divmod(abs(value.numerator) * scale, value.denominator)
    if 2 * rest >= value.denominator:
        quotient += 1
    return quotient if value >= 0 else -quotient


def show_number(value: Rational, places: int = 6) -> str:
    """Return the shortest decimal text, at most ``places`` decimals (then rounded half away)."""
    rounded = Fraction(round_half_away(value, places))
    sign = "-" if rounded < 0 else ""
    whole, rest = divmod(abs(rounded.numerator) * 10**places // rounded.denominator, 10**places)
    decimals = f"{rest:0{places}d}".rstrip("0") if places else ""
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"


def show_money(value: Rational) -> str:
    """Return money with exactly two decimals: ``1153.00``."""
    numerator, denominator = value.as_integer_ratio()
    fen = numerator * 100 // denominator if 100 % denominator == 0 else _rounded(value, 100)
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole}.{rest:02d}"
