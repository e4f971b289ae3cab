"""What a person types, to what a slot holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sanku.core.number import parse_number
from sanku.core.text import nearest
from sanku.core.types import BoolType, DateType, EnumType, QuantityType
from sanku.testing.cases import Data
from sanku.testing.dialogue.questions import Question

_YES = {"y": "true", "yes": "true", "true": "true", "是": "true", "有": "true"}
_NO = {"n": "false", "no": "false", "false": "false", "否": "false", "没有": "false"}
_NONE = ("none", "null", "无")


@dataclass(frozen=True, slots=True)
class Answer:
    """A value for a slot, or a number of members."""

    value: Data


@dataclass(frozen=True, slots=True)
class Misread:
    """An answer that cannot be one, and what could be."""

    message: str


def read_answer(question: Question, text: str) -> Answer | Misread:
    """Return what an answer means for a question."""
    said = text.strip()
    if question.slot is None:
        return Answer(said) if said.isdecimal() and int(said) <= _MOST else Misread(_COUNT)
    if said in _NONE:
        return Answer(None)
    kind = question.field.type if question.field is not None else None
    match kind:
        case BoolType():
            found = _YES.get(said.lower()) or _NO.get(said.lower())
            return Answer(found) if found else Misread("写 y 或 n（是、否） / y or n")
        case EnumType(members=members, labels=labels):
            return _member(said, members, labels)
        case DateType():
            return _day(said)
        case QuantityType():
            number, _, unit = said.partition(" ")
            if parse_number(number) is None:
                return Misread("写一个数，可带单位 / a number, with its unit if it has one: 8, 30 g/L")
            return Answer({"value": number, "unit": unit} if unit else number)
        case _:
            return Answer(said)


_MOST = 9
"""Members that a person may be asked to describe one by one."""
_COUNT = f"写一个 0 到 {_MOST} 的整数 / a whole number from 0 to {_MOST}"


def _member(said: str, members: tuple[str, ...], labels: tuple[str, ...]) -> Answer | Misread:
    if said in members:
        return Answer(said)
    if said in labels:
        return Answer(members[labels.index(said)])
    near = nearest(said, (*members, *labels))
    return Misread(f"没有“{said}” / there is no `{said}`" + (f": {near}?" if near else ": ?"))


def _day(said: str) -> Answer | Misread:
    try:
        date.fromisoformat(said[:10])
    except ValueError:
        return Misread("写日期 / a date: 2025-06-14, 2025-06-14T08:30")
    return Answer(said)


def help_of(question: Question) -> str:
    """Return what may be answered."""
    if question.slot is None:
        return _COUNT
    kind = question.field.type if question.field is not None else None
    match kind:
        case BoolType():
            return "y 是 / n 否 (yes, no)"
        case EnumType(members=members, labels=labels):
            names = zip(members, labels, strict=True) if labels else ((member, "") for member in members)
            return "，".join(f"{member} {label}".strip() for member, label in names)
        case DateType():
            return "日期 / a date: 2025-06-14"
        case QuantityType(unit=unit):
            return f"一个数 / a number ({unit})" if unit else "一个数，可带单位 / a number: 8, 30 g/L"
        case _:
            return "文本或编码 / text or a code"
