"""``category(code)``: the code's ancestor at the first level of its system (semantics 29)."""

from __future__ import annotations

from sanku.builtins.kinds import code
from sanku.builtins.nodes import Argument, Builtin, Env, Example
from sanku.core.code import Code, Level, System, parts_of
from sanku.core.types import Type
from sanku.core.unknown import unknown
from sanku.core.value import Known, Value


def _result(arguments: tuple[Argument, ...]) -> Type | str:
    return arguments[0].type


def _body(env: Env, arguments: tuple[Known, ...]) -> Value:
    given = arguments[0]
    if not isinstance(given, Code) or given.system not in env.systems:
        return unknown("category", "unmapped")
    text = parts_of(given.text)[0]
    first = min(env.systems[given.system].boundaries(text), default=len(text))
    return Code(given.system, text[:first])


_ICD = Env({"icd10": System("icd10", (Level("[A-Z].*", (3, 5, 7, 11)),)), "free": System("free")})

BUILTIN = Builtin(
    name="category",
    parameters=(code("code"),),
    result=_result,
    body=_body,
    title="the category of a code: its ancestor at the first level (the first part of a combined code)",
    title_zh="编码所属的类目（第一层上级编码）",
    said_zh="{0}所属类目",
    said_en="the category of {0}",
    examples=(
        Example((Code("icd10", "I10.X00"),), Code("icd10", "I10"), _ICD),
        Example((Code("icd10", "I10"),), Code("icd10", "I10"), _ICD),
        Example((Code("icd10", "A01.000X005+J17.0*"),), Code("icd10", "A01"), _ICD),
        Example((Code("free", "ABC"),), Code("free", "ABC"), _ICD),
        Example((Code("icd10", "I10"),), unknown("category", "unmapped")),
        Example((None,), None, _ICD),
    ),
)
