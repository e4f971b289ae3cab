"""The unit table: names (Chinese and English), dimensions, exact factors.

A dimension is a vector of named bases with integer exponents; a package unit (盒, 支) is a base of its own.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

import msgspec

from sanku.core.number import Rational, exact

Dimension = tuple[tuple[str, int], ...]
"""Sorted pairs of base name and non-zero exponent; ``()`` is a plain number."""


class Unit(msgspec.Struct, frozen=True):
    """A unit: its canonical name, its dimension, and how many base units one of it is."""

    name: str
    dimension: Dimension
    factor: Rational


ONE = Unit("", (), 1)

# name: (dimension, factor). Base units: day, g, litre, mol, IU, CNY, cell; every other name is its own base.
_DAY, _GRAM, _LITRE, _MOL = (("day", 1),), (("g", 1),), (("litre", 1),), (("mol", 1),)
_TABLE: dict[str, tuple[Dimension, Fraction]] = {
    "%": ((), Fraction(1, 100)),
    "次": ((), Fraction(1)),
    "day": (_DAY, Fraction(1)),
    "week": (_DAY, Fraction(7)),
    "hour": (_DAY, Fraction(1, 24)),
    "minute": (_DAY, Fraction(1, 1440)),
    "month": ((("month", 1),), Fraction(1)),
    "year": ((("year", 1),), Fraction(1)),
    "CNY": ((("CNY", 1),), Fraction(1)),
    "kg": (_GRAM, Fraction(1000)),
    "g": (_GRAM, Fraction(1)),
    "mg": (_GRAM, Fraction(1, 1000)),
    "ug": (_GRAM, Fraction(1, 1000000)),
    "L": (_LITRE, Fraction(1)),
    "dL": (_LITRE, Fraction(1, 10)),
    "ml": (_LITRE, Fraction(1, 1000)),
    "mol": (_MOL, Fraction(1)),
    "mmol": (_MOL, Fraction(1, 1000)),
    "umol": (_MOL, Fraction(1, 1000000)),
    "IU": ((("IU", 1),), Fraction(1)),
    "10*9": ((("cell", 1),), Fraction(10**9)),
    "10*12": ((("cell", 1),), Fraction(10**12)),
}
_PACKAGES = (
    "盒",
    "支",
    "片",
    "瓶",
    "袋",
    "粒",
    "包",
    "贴",
    "丸",
    "套",
    "个",
    "项",
    "部位",
    "床日",
    "人",
    "例",
    "台",
    "根",
    "条",
    "张",
    "块",
    "枚",
)
_TABLE.update({name: (((name, 1),), Fraction(1)) for name in _PACKAGES})

ALIASES: dict[str, str] = {
    "days": "day", "天": "day", "日": "day", "weeks": "week", "周": "week", "hours": "hour", "小时": "hour",
    "minutes": "minute", "分钟": "minute", "months": "month", "个月": "month", "月": "month",
    "years": "year", "岁": "year", "年": "year", "元": "CNY", "mL": "ml", "毫升": "ml", "克": "g", "毫克": "mg",
    "微克": "ug", "μg": "ug", "µg": "ug", "千克": "kg", "公斤": "kg", "升": "L", "l": "L", "国际单位": "IU", "iu": "IU",
}  # fmt: skip


@lru_cache(maxsize=4096)
def find_unit(name: str) -> Unit | None:
    """Return the unit called ``name`` (``g/L``, ``天``, ``盒``), or ``None`` if the table has none.

    A quotient ``a/b`` is built from its parts. The canonical name is the English singular where there is one.
    """
    if name == "":
        return ONE
    over = name.split("/")
    if len(over) == 2:
        top, bottom = find_unit(over[0]), find_unit(over[1])
        if top is None or bottom is None or not over[1]:
            return None
        return Unit(f"{top.name}/{bottom.name}", _product(top.dimension, bottom.dimension, -1), _quotient(top, bottom))
    canonical = ALIASES.get(name, name)
    entry = _TABLE.get(canonical)
    return None if entry is None else Unit(canonical, entry[0], exact(entry[1]))


def unit_names() -> tuple[str, ...]:
    """Return every simple name that an author may write, aliases included, longest first."""
    return tuple(sorted((*_TABLE, *ALIASES), key=lambda name: (-len(name), name)))


def multiply_units(left: Unit, right: Unit, power: int) -> Unit:
    """Return the unit of a product (``power`` 1) or a quotient (``power`` -1)."""
    dimension = _product(left.dimension, right.dimension, power)
    factor = exact(Fraction(left.factor) * Fraction(right.factor) ** power)
    if not dimension:
        return Unit("", (), factor) if factor != 1 else ONE
    if right.dimension == () and right.factor == 1:
        return left
    if left.dimension == () and left.factor == 1 and power == 1:
        return right
    name = f"{left.name}*{right.name}" if power == 1 else f"{left.name}/{right.name}"
    return Unit(name, dimension, factor)


def _quotient(top: Unit, bottom: Unit) -> Rational:
    return exact(Fraction(top.factor) / Fraction(bottom.factor))


def _product(left: Dimension, right: Dimension, power: int) -> Dimension:
    exponents = dict(left)
    for base, exponent in right:
        exponents[base] = exponents.get(base, 0) + power * exponent
    return tuple(sorted((base, exponent) for base, exponent in exponents.items() if exponent))


def dimension_name(dimension: Dimension) -> str:
    """Return a dimension as an author would read it: ``g/litre``, ``number``."""
    up = "*".join(base if power == 1 else f"{base}^{power}" for base, power in dimension if power > 0)
    down = "*".join(base if power == -1 else f"{base}^{-power}" for base, power in dimension if power < 0)
    if not up and not down:
        return "number"
    return f"{up or '1'}/{down}" if down else up


CNY = find_unit("CNY") or ONE
DAY = find_unit("day") or ONE
YEAR = find_unit("year") or ONE
MONTH = find_unit("month") or ONE
