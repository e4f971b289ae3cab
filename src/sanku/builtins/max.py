"""``max(a, b, …)``: the greatest of two or more values (semantics 42)."""

from __future__ import annotations

from datetime import date

from sanku.builtins.kinds import either, extreme, extreme_type
from sanku.builtins.nodes import Builtin, Env, Example
from sanku.core.moment import on_day
from sanku.core.quantity import money, number
from sanku.core.unknown import unknown
from sanku.core.value import Known, Value


def _body(_: Env, arguments: tuple[Known, ...]) -> Value:
    return extreme("max", arguments, 1)


BUILTIN = Builtin(
    name="max",
    parameters=(either("a"), either("b")),
    result=extreme_type,
    body=_body,
    title="the greatest of the values; none if one of them is none",
    title_zh="各值中最大者",
    said_zh="（{all}中的最大者）",
    said_en="(the greatest of {all})",
    variadic=True,
    examples=(
        Example((money(3), money(1), money(2)), money(3)),
        Example((on_day(date(2025, 1, 2)), on_day(date(2025, 1, 1))), on_day(date(2025, 1, 2))),
        Example((money(3), number(1)), unknown("max", "unit")),
        Example((money(3), None), None),
        Example((unknown("lines.price", "absent", "1"), money(1)), unknown("lines.price", "absent", "1")),
    ),
)
