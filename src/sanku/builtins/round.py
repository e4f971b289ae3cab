"""``round(x, n)``: the only way from a fraction to money (semantics 23)."""

from __future__ import annotations

from fractions import Fraction

from sanku.builtins.kinds import quantity
from sanku.builtins.nodes import Argument, Builtin, Env, Example, Parameter
from sanku.core.number import round_half_away
from sanku.core.quantity import Quantity, money, number
from sanku.core.types import QuantityType, Type
from sanku.core.unknown import unknown
from sanku.core.value import Known, Value

_MOST_PLACES = 6


def _places(value: object) -> int | None:
    if isinstance(value, Quantity) and not value.dimension and isinstance(value.base, int):
        return value.base if 0 <= value.base <= _MOST_PLACES else None
    return None


def _result(arguments: tuple[Argument, ...]) -> Type | str:
    rounded, places = arguments[0].type, _places(arguments[1].constant)
    if places is None:
        return f"the places of `round` are written as a number from 0 to {_MOST_PLACES}"
    assert isinstance(rounded, QuantityType)
    return QuantityType(rounded.dimension, rounded.unit, places, rounded.nonnegative)


def _body(_: Env, arguments: tuple[Known, ...]) -> Value:
    value, places = arguments[0], _places(arguments[1])
    if not isinstance(value, Quantity) or places is None:
        return unknown("round", "unit")
    plain = value if value.dimension else number(value.base)
    return Quantity(round_half_away(plain.value, places), plain.unit)


BUILTIN = Builtin(
    name="round",
    parameters=(quantity("x"), Parameter("n", lambda given: isinstance(given, QuantityType), "a number of places")),
    result=_result,
    body=_body,
    title="`x` with `n` decimals, a half away from zero, from the exact fraction",
    title_zh="四舍五入到 n 位小数，按精确分数计算",
    said_zh="{0}（四舍五入到{1}位小数）",
    said_en="{0} (rounded to {1} decimals)",
    examples=(
        Example((money(Fraction(1153, 8)), number(2)), money(Fraction(14413, 100))),
        Example((money(Fraction(-5, 1000)), number(2)), money(Fraction(-1, 100))),
        Example((number(Fraction(5, 2)), number(0)), number(3)),
        Example((None, number(2)), None),
        Example((unknown("lines.amount", "absent", "1"), number(2)), unknown("lines.amount", "absent", "1")),
        Example((number(1), number(7)), unknown("round", "unit")),
    ),
)
