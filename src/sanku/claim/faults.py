"""What can be wrong with a value of an event: the cause for the decision, and the words for the data note."""

from __future__ import annotations

import msgspec


class Fault(msgspec.Struct, frozen=True):
    """Why a value could not be read.

    Args:
        cause: Cause of the unknown: ``unreadable``, ``unmapped``, ``unit``, ``refund``; ``""`` for a note only.
        code: Code of the data note; ``""`` if there is none.
        english: The note's sentence.
        chinese: The same in Chinese.
    """

    cause: str
    code: str = ""
    english: str = ""
    chinese: str = ""


BLANK = Fault("absent")
"""Nothing was sent: the field stays absent, and there is no note."""


def unreadable(english: str, chinese: str) -> Fault:
    """Return the fault of a value that is not what its field holds."""
    return Fault("unreadable", "unreadable", english, chinese)


NOT_A_NUMBER = unreadable("not a number", "不是数字")
TOO_MANY_DIGITS = unreadable("more than 18 digits or 6 decimals", "超过18位整数或6位小数")
NOT_MONEY = unreadable("money has at most two decimals", "金额最多两位小数")
NOT_A_UNIT_PRICE = unreadable("a unit price has at most six decimals", "单价最多六位小数")
BELOW_ZERO = unreadable("must not be below zero", "不能为负数")
NOT_A_DATE = unreadable("not a date: write `2025-06-14`", "不是有效日期，应写作2025-06-14")
NOT_A_TIME = unreadable(
    "not a date or time: write `2025-06-14T14:25:52`", "不是有效日期时间，应写作2025-06-14T14:25:52"
)
NOT_A_FLAG = unreadable("neither true nor false", "不是true或false")
NOT_TEXT = unreadable("not a text", "不是文本")
TOO_LONG = Fault("unreadable", "too-long", "longer than the field allows", "超出字段长度")
NOT_A_LIST = unreadable("not a list", "不是列表")
NOT_A_RECORD = unreadable("not an object", "不是对象")
NOT_NONE = unreadable("null, but this field always has a value", "该字段不能为null")
NOT_SENT = unreadable("this field is derived and cannot be sent", "该字段由系统推导，不能传入")


def not_a_unit(name: str) -> Fault:
    """Return the fault of a unit that the table does not have."""
    return Fault("unit", "unit", f"`{name[:40]}` is not a known unit", f"「{name[:40]}」不是已知单位")


def other_unit(name: str, expected: str) -> Fault:
    """Return the fault of a unit of another dimension."""
    return Fault(
        "unit", "unit", f"`{name}` cannot be converted to `{expected}`", f"单位「{name}」无法换算为「{expected}」"
    )


def not_a_code(text: str, systems: tuple[str, ...]) -> Fault:
    """Return the fault of a text that no code system of the field knows (semantics 13)."""
    names = ", ".join(systems)
    return Fault("unmapped", "unmapped", f"`{text}` is not a code of {names}", f"「{text}」不是{names}的编码")


def not_a_member(text: str, near: str | None, members: tuple[str, ...]) -> Fault:
    """Return the fault of a text that a closed list does not have."""
    known = f"did you mean `{near}`?" if near else f"known: {', '.join(members)}"
    return unreadable(f"`{text[:40]}` is not one of the values; {known}", f"「{text[:40]}」不在取值范围内")
