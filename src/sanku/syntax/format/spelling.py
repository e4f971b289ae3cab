"""A leaf to the text that stands for it in Chinese or English."""

from __future__ import annotations

from sanku.core.unit import ALIASES
from sanku.syntax.format.concrete import Concrete
from sanku.syntax.grammar import Leaf
from sanku.syntax.keywords import CHINESE
from sanku.syntax.lexemes import Kind, Lexeme
from sanku.syntax.show import plural_unit, quote

INSIDE = CHINESE["inside"][0]
_UNITS = {
    "day": "天", "week": "周", "hour": "小时", "minute": "分钟", "month": "个月", "year": "年", "CNY": "元",
}  # fmt: skip
"""The Chinese word for a unit whose canonical name is English; symbols such as ``mg`` are the same in both."""


def spell(leaf: Leaf, concrete: Concrete, language: str) -> str:
    """Return the text of a leaf; the leaves of a phrase that Chinese says in one word follow their first with nothing.

    Args:
        leaf: The leaf.
        concrete: The tree it is of.
        language: ``zh`` or ``en``.
    """
    lexeme = leaf.lexeme
    match lexeme.kind:
        case Kind.STRING:
            return quote(lexeme.text)
        case Kind.QUANTITY:
            return _quantity(lexeme, language)
        case Kind.WORD if leaf.type != "NAME":
            return _keyword(leaf, concrete, language)
        case _:
            return lexeme.text


def _keyword(leaf: Leaf, concrete: Concrete, language: str) -> str:
    english = leaf.type.lower()
    if language == "en":
        return "" if english == "inside" else english
    if id(leaf) in concrete.tails:
        return ""
    phrase = concrete.heads.get(id(leaf), (english,))
    return CHINESE[" ".join(phrase)][0]


def _quantity(lexeme: Lexeme, language: str) -> str:
    number, unit = lexeme.text, lexeme.unit
    if language == "en":
        return f"{number}%" if unit == "%" else f"{number} {plural_unit(unit, number)}"
    written = lexeme.written if lexeme.written in ALIASES and not lexeme.written.isascii() else _UNITS.get(unit, unit)
    return f"{number}{written}" if not written.isascii() or unit == "%" else f"{number} {written}"
