"""The type of a column or parameter, as an author writes it, to ``Type``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from sanku.core.text import nearest
from sanku.core.types import (
    BoolType,
    CodesType,
    CodeType,
    DateType,
    EnumType,
    ListType,
    PeriodType,
    QuantityType,
    SpanType,
    TextType,
    Type,
    WindowType,
)
from sanku.core.unit import CNY, find_unit, unit_names

SEVERITY = EnumType("severity", ("low", "high", "clear"), ("轻度可疑", "高度可疑", "明确违规"), ordered=True)

_SIMPLE: dict[str, Type] = {
    "text": TextType(),
    "bool": BoolType(),
    "money": QuantityType(CNY.dimension, "CNY", 2),
    "unit_price": QuantityType(CNY.dimension, "CNY", 6),
    "number": QuantityType(),
    "quantity": QuantityType(None),
    "date": DateType(),
    "datetime": DateType(time=True),
    "span": SpanType(),
    "window": WindowType(),
    "period": PeriodType(),
    "severity": SEVERITY,
}
_FORMS = ("quantity", "code", "codes", "enum", "list")
_TYPES_HELP = "write `text`, `number`, `money`, `quantity[day]`, `date`, `code[icd10]`, an enumeration such as `sex`, …"
_TYPES_MEANT = {
    **dict.fromkeys(("int", "integer", "float", "double", "decimal", "数字", "整数", "小数"), "write `number`"),
    **dict.fromkeys(("str", "string", "varchar", "char", "文本", "字符串"), "write `text`"),
    **dict.fromkeys(("boolean", "yes/no", "布尔"), "write `bool`"),
    **dict.fromkeys(("amount", "price", "cny", "rmb", "金额", "价格", "元"), "write `money`, or `unit_price`"),
    **dict.fromkeys(("gender", "性别"), "write `sex`"),
    **dict.fromkeys(("age", "年龄", "岁"), "write `quantity[year]`"),
    **dict.fromkeys(("days", "天", "天数"), "write `quantity[day]`"),
    **dict.fromkeys(("time", "timestamp", "时间"), "write `datetime`"),
    **dict.fromkeys(("日期",), "write `date`"),
    **dict.fromkeys(("编码", "代码"), "write `code[nhsa_drug]` with the system of the codes"),
}
_WRITTEN = re.compile(r"([^\[\]\s]+)\s*(?:\[(.*)\])?", re.DOTALL)


class TypeProblem(msgspec.Struct, frozen=True):
    """Why a text is no type."""

    code: str
    message: str
    help: str


def parse_type(text: str, systems: Iterable[str], enums: Mapping[str, EnumType]) -> Type | TypeProblem:
    """Return the type that ``text`` names.

    Args:
        text: ``money``, ``quantity[day]``, ``code[nhsa_drug]``, ``enum[a, b]``, ``list[text]``, ``facility.level``, …
        systems: Declared code systems.
        enums: Enumerations of the event by name.
    """
    written = _WRITTEN.fullmatch(text.strip())
    if written is None:
        return _unknown(text, enums)
    form, inside = written[1], written[2]
    if inside is None:
        return enums.get(form) or _SIMPLE.get(form) or _unknown(form, enums)
    match form:
        case "quantity":
            return _quantity(inside.strip())
        case "code" | "codes":
            return _coded(form, _names(inside), tuple(systems))
        case "enum":
            return _enum(inside)
        case "list":
            item = parse_type(inside, systems, enums)
            if isinstance(item, ListType | CodesType):
                return TypeProblem(
                    "unknown-type", f"`{text}` is a list of lists", "write `list[text]` or `codes[system]`"
                )
            return item if isinstance(item, TypeProblem) else ListType(item)
        case _:
            return _unknown(form, enums)


def simple_types() -> tuple[str, ...]:
    """Return the types that are one word, without the event's enumerations."""
    return tuple(_SIMPLE)


def with_key_codes(type_: Type) -> Type:
    """Return the type of a key column: a code there may be a list or a code set's name."""
    return CodesType(type_.systems) if isinstance(type_, CodeType) else type_


def _names(inside: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in inside.replace("，", ",").split(",") if name.strip())


def _quantity(unit: str) -> Type | TypeProblem:
    found = find_unit(unit) if unit else None
    if found is None:
        near = nearest(unit, unit_names())
        return TypeProblem(
            "unknown-unit",
            f"there is no unit `{unit}`",
            f"did you mean `{near}`?" if near else "write a unit of UCUM: `day`, `mg`, `g/L`",
        )
    return QuantityType(found.dimension, found.name)


def _coded(form: str, named: tuple[str, ...], systems: tuple[str, ...]) -> Type | TypeProblem:
    if not named:
        return TypeProblem("unknown-type", f"`{form}[]` names no code system", f"write `{form}[icd10]`")
    for name in named:
        if name not in systems:
            near = nearest(name, systems)
            help_text = (
                f"did you mean `{near}`?" if near else f"declare it in kb.yaml: `systems: {{{name}: {{levels: []}}}}`"
            )
            return TypeProblem("unknown-code-system", f"there is no code system `{name}`", help_text)
    return CodeType(named) if form == "code" else CodesType(named)


def _enum(inside: str) -> Type | TypeProblem:
    members = _names(inside)
    if not members or len(set(members)) < len(members):
        return TypeProblem("unknown-type", "an enumeration lists different members", "write `enum[a, b, c]`")
    return EnumType(f"enum[{', '.join(members)}]", members)


def _unknown(text: str, enums: Mapping[str, EnumType]) -> TypeProblem:
    near = nearest(text, (*_SIMPLE, *_FORMS, *enums))
    shown = f"{near}[…]" if near in _FORMS and near not in _SIMPLE else near
    return TypeProblem(
        "unknown-type",
        f"there is no type `{text}`",
        f"did you mean `{shown}`?" if near else _TYPES_MEANT.get(text.casefold()) or _TYPES_HELP,
    )
