"""Quantity: an exact number with the unit it was said in (semantics 23, 24)."""

from __future__ import annotations

from fractions import Fraction

import msgspec

from sanku.core.number import Rational, exact, show_money, show_number
from sanku.core.unit import CNY, ONE, Dimension, Unit, multiply_units


class Quantity(msgspec.Struct, frozen=True):
    """A value in a unit. Money is a quantity in CNY; a plain number is a quantity in ``ONE``.

    ``==`` compares the spelling (value and unit); use ``base`` to compare amounts.
    """

    value: Rational
    unit: Unit = ONE

    @property
    def dimension(self) -> Dimension:
        """The dimension of the unit."""
        return self.unit.dimension

    @property
    def base(self) -> Rational:
        """The value in base units of its dimension (days, grams, CNY, …)."""
        return self.value if self.unit.factor == 1 else exact(Fraction(self.value) * Fraction(self.unit.factor))

    def to(self, unit: Unit) -> Quantity | None:
        """Return the same amount in ``unit``, or ``None`` if the dimensions differ."""
        if unit.dimension != self.unit.dimension:
            return None
        return Quantity(exact(Fraction(self.base) / Fraction(unit.factor)), unit)


def number(value: Rational) -> Quantity:
    """Return a plain number as a quantity."""
    return Quantity(exact(value), ONE)


def money(value: Rational) -> Quantity:
    """Return an amount of CNY."""
    return Quantity(exact(value), CNY)


def add(left: Quantity, right: Quantity, sign: int = 1) -> Quantity | None:
    """Return ``left + sign * right`` in the unit of ``left``; ``None`` if the dimensions differ."""
    same = right.to(left.unit)
    return None if same is None else Quantity(exact(left.value + sign * same.value), left.unit)


def multiply(left: Quantity, right: Quantity) -> Quantity:
    """Return the product; the dimensions add."""
    unit = multiply_units(left.unit, right.unit, 1)
    return _in(unit, Fraction(left.base) * Fraction(right.base))


def divide(left: Quantity, right: Quantity) -> Quantity | None:
    """Return the quotient; the dimensions subtract. ``None`` for a zero divisor."""
    if right.value == 0:
        return None
    unit = multiply_units(left.unit, right.unit, -1)
    return _in(unit, Fraction(left.base) / Fraction(right.base))


def _in(unit: Unit, base: Fraction) -> Quantity:
    return number(exact(base)) if not unit.dimension else Quantity(exact(base / Fraction(unit.factor)), unit)


_CHINESE = {"day": "天", "week": "周", "hour": "小时", "minute": "分钟", "month": "个月", "year": "岁", "CNY": "元"}


def show_quantity(quantity: Quantity, language: str = "zh") -> str:
    """Return a quantity as a person reads it: ``7天``, ``7 days``, ``1153.00元``, ``33g/L``."""
    unit = quantity.unit
    if unit.dimension == CNY.dimension:
        text = show_money(quantity.base)
        return f"{text}元" if language == "zh" else f"CNY {text}"
    text = show_number(quantity.value)
    if unit.name == "":
        return text
    if language == "zh":
        return f"{text}{_CHINESE.get(unit.name, unit.name)}"
    plural = "s" if unit.name in _CHINESE and quantity.value != 1 else ""
    return f"{text} {unit.name}{plural}"
