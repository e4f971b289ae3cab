"""Single characters: which may stand in a name, which mean another one, which are hidden.

NFKC is applied to each character by itself, so that every folded character knows the column it came from.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Semantics 44: beyond NFKC, these mean an ASCII operator.
_MEANT = {"≠": "!=", "≤": "<=", "≥": ">=", "。": "."}

# What authors paste or type by mistake: refused, because NFKC does not make them equal, with the text to type.
_TYPED_INSTEAD = {
    "≦": "<=", "≧": ">=", "⩽": "<=", "⩾": ">=", "×": "*", "÷": "/", "−": "-", "–": "-", "—": "-", "、": ",",
    "‘": '"', "’": '"', "“": '"', "”": '"', "「": '"', "」": '"', "'": '"', "【": "(", "】": ")", "〔": "(",
    "〕": ")", "《": '"', "》": '"', "～": "..", "~": "..", "∧": "and", "∨": "or", "¬": "not", "∈": "in", "&": "and",
    "|": "or", "!": "not", "！": "not",
}  # fmt: skip

_LOOKS_LIKE = dict(
    zip("аВЕеКкМНОоРрСсТуХхѕіјАυνοαΑΒΕΖΗΙΚΜΝΟΡΤΥΧıⅼ", "aBEeKkMHOoPpCcTyXxsijAuvoaABEZHIKMNOPTYXil", strict=True)
)

_HAN = ((0x3005, 0x3005), (0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x323AF))


@lru_cache(maxsize=4096)
def fold_character(character: str) -> str:
    """Return what a character outside strings and comments means: NFKC, and the operators of semantics 44."""
    return _MEANT.get(character) or unicodedata.normalize("NFKC", character)


def is_han(character: str) -> bool:
    """Return whether a character is a Han character."""
    point = ord(character)
    return any(low <= point <= high for low, high in _HAN)


def is_name_character(character: str) -> bool:
    """Return whether a character may stand in a name: ASCII letter, digit, underscore, Han."""
    return (character.isascii() and (character.isalnum() or character == "_")) or is_han(character)


def is_hidden(character: str) -> bool:
    """Return whether a character is a control, format (bidi, zero width), separator or half character."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def meant_instead(character: str) -> str:
    """Return what the author of ``character`` should type, or ``""`` if that is not known."""
    return _TYPED_INSTEAD.get(character, "")


def plain_spelling(word: str) -> str:
    """Return ``word`` with look-alike letters and foreign digits made ASCII, or ``""`` if some have no such form."""
    plain = "".join(_plain_character(character) for character in word)
    return plain if len(plain) == len(word) else ""


def _plain_character(character: str) -> str:
    if is_name_character(character):
        return character
    digit = unicodedata.decimal(character, None)
    return str(digit) if digit is not None else _LOOKS_LIKE.get(character, "")


def describe_character(character: str) -> str:
    """Return a character with its Unicode name, safe to print: ``U+200B zero width space``."""
    name = unicodedata.name(character, "").lower() or ("control character" if is_hidden(character) else "character")
    return f"U+{ord(character):04X} {name}"
