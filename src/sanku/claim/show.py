"""Values as people read them, in Chinese or English: messages, evidence, near misses.

Plain text; each output escapes for itself (semantics 49).
"""

from __future__ import annotations

from sanku.core.code import Code
from sanku.core.moment import Moment
from sanku.core.quantity import Quantity, show_quantity
from sanku.core.types import EnumType, ListType, Type, WindowType
from sanku.core.unknown import Unknown
from sanku.core.value import CodeList, Period, Value

MOST = 100
"""Longest text of one placeholder (semantics 49)."""

_NOT_SUPPLIED = {"zh": "未提供", "en": "not supplied"}
_NOT_COMPUTED = {"zh": "无法计算", "en": "cannot be computed"}
_NONE = {"zh": "无", "en": "none"}
_BOOL = {"zh": ("否", "是"), "en": ("no", "yes")}
_COMMA = {"zh": "、", "en": ", "}
_PERIODS_ZH = {
    "hour": "小时", "day": "日", "week": "周", "month": "月", "quarter": "季度", "year": "年",
    "benefit_year": "待遇年度", "encounter": "次就诊", "episode": "疾病过程",
}  # fmt: skip


def not_computed(language: str) -> str:
    """Return how an amount that could not be computed is shown (semantics 39)."""
    return _NOT_COMPUTED[language]


def join(texts: list[str], language: str) -> str:
    """Return texts as an enumeration of the language."""
    return _COMMA[language].join(texts)


def show_value(value: Value, type_: Type | None, language: str) -> str:
    """Return a value as text of at most 100 characters.

    Args:
        value: Any run-time value; unknown and none have words of their own.
        type_: Its static type: enum members are shown by their Chinese label, codes and text as they are.
        language: ``zh`` or ``en``.
    """
    return _show(value, type_, language)[:MOST]


def _show(value: Value, type_: Type | None, language: str) -> str:
    match value:
        case Unknown():
            return _NOT_SUPPLIED[language]
        case None:
            return _NONE[language]
        case bool():
            return _BOOL[language][value]
        case Quantity():
            return show_quantity(value, language)
        case Moment():
            return str(value).replace("T", " ")
        case Code():
            return value.text
        case CodeList():
            return join([*(code.text for code in value.codes), *value.sets], language)
        case Period():
            return f"{_show(value.start, None, language)}..{_show(value.end, None, language)}"
        case tuple():
            item = type_.item if isinstance(type_, ListType) else None
            return join([_show(part, item, language) for part in value], language)  # type: ignore[arg-type]  # tuples hold values
        case str():
            return _word(value, type_, language)


def _word(value: str, type_: Type | None, language: str) -> str:
    if language == "zh" and isinstance(type_, EnumType) and value in type_.members and type_.labels:
        return type_.labels[type_.members.index(value)]
    if language == "zh" and isinstance(type_, WindowType):
        return _PERIODS_ZH.get(value, value)
    return value.replace("_", " ") if isinstance(type_, EnumType) else value


def show_key(values: tuple[Value, ...]) -> str:
    """Return the values of a key as the row part of a gathered instance: spelling parts joined by ``|``."""
    return "|".join(_show(value, None, "en") for value in values)
