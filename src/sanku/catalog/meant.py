"""What an author meant by a text that is not written as it must be: the text to type, or none."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from sanku.core.number import parse_number
from sanku.core.unit import find_unit

_ENDLESS = frozenset(("长期", "永久", "至今", "长期有效", "不限", "无", "now", "today", "forever", "none", "null", "-"))
_DATE = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?(?:[T ].*)?", re.ASCII)
_COMPACT = re.compile(r"([12][0-9]{3})([0-9]{2})([0-9]{2})", re.ASCII)
_SERIAL_START = date(1899, 12, 30)
"""The day that a spreadsheet counts from."""

_SERIALS = range(20_000, 80_000)
_AMOUNT = re.compile(r"[<>=≤≥~约¥￥$]*\s*([+-]?[0-9][0-9,]*(?:\.[0-9]+)?)\s*([^\s0-9.,]*)")
_UNIT_FIRST = re.compile(r"([^\W\d_]+)\s*([0-9]+(?:\.[0-9]+)?)")
_IN_WORDS = re.compile(r"([一二两三四五六七八九十])\s*([^\W\d_]*)")
_BETWEEN_CODES = re.compile(r"[\s、，,;；/]+")


def date_help(text: str) -> str:
    """Return what to type for a text that is no date."""
    if text.casefold() in _ENDLESS:
        return "leave it out: what has no last day holds on"
    meant = _meant_date(unicodedata.normalize("NFKC", text))
    return f"write `{meant}`" if meant else "write it as `2024-01-31`"


def _meant_date(text: str) -> date | None:
    written = _DATE.fullmatch(text) or _COMPACT.fullmatch(text)
    if written is None:
        is_serial = text.isdecimal() and text.isascii() and len(text) == 5 and int(text) in _SERIALS
        return _SERIAL_START + timedelta(days=int(text)) if is_serial else None
    try:
        return date(int(written[1]), int(written[2]), int(written[3]))
    except ValueError:
        return None


def number_help(text: str) -> str:
    """Return what to type for a text that is no number, with its unit if it has one."""
    plain = unicodedata.normalize("NFKC", text).strip()
    number, unit = "", ""
    if written := _AMOUNT.fullmatch(plain):
        number, unit = written[1].replace(",", ""), written[2]
    elif written := _UNIT_FIRST.fullmatch(plain):
        number, unit = written[2], written[1]
    elif written := _IN_WORDS.fullmatch(plain):
        value = 2 if written[1] == "两" else unicodedata.numeric(written[1])
        number, unit = str(int(value)), written[2]
    if not number or parse_number(number) is None or (unit and find_unit(unit) is None):
        return "write digits and one point, without thousands separators"
    return f"write `{number} {unit}`" if unit else f"write `{number}`"


def code_help(text: str) -> str:
    """Return what to type for a text that is no code: a list of codes, or the code without what stands in it."""
    parts = [part for part in _BETWEEN_CODES.split(text) if part]
    if not all(part.isascii() and len(part) > 1 for part in parts) or len(parts) < 2:
        return ""
    if len({len(part) for part in parts}) == 1:
        return f"write a list: `[{', '.join(parts)}]`, in CSV `{';'.join(parts)}`"
    return f"write `{''.join(parts)}`, or a list: `[{', '.join(parts)}]`"
