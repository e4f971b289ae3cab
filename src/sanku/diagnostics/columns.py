"""How wide text is on a terminal, and how to show it there safely.

Han characters and full-width punctuation take two columns; control and bidi characters are shown as a replacement.
"""

from __future__ import annotations

import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def safe(text: str) -> str:
    """Return text that can do nothing to a terminal: a tab is a blank, a hidden character its replacement."""
    return "".join(_safe_character(character) for character in text)


def width(text: str) -> int:
    """Return how many columns a text takes that ``safe`` has returned."""
    return sum(_width_of(character) for character in text)


def _safe_character(character: str) -> str:
    if character == "\t":
        return " "
    hidden = unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return REPLACEMENT if hidden else character


def _width_of(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
