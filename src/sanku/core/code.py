"""Codes, code systems with their level boundaries, and code sets (semantics 13, 29, 31)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import msgspec


class Level(msgspec.Struct, frozen=True):
    """Level boundaries (lengths) of the codes that match ``pattern`` (a regular expression, matched in full)."""

    pattern: str
    at: tuple[int, ...]


class System(msgspec.Struct, frozen=True):
    """A code system: where its hierarchy has its levels, and which texts are codes of it.

    Args:
        name: ``icd10``, ``nhsa_drug``, …
        levels: First match decides; a system without hierarchy has none.
        pattern: What an assignable code looks like when no catalogue is loaded; ``""`` accepts any text of at most 64.
        aliases: Author's name to code.
        catalogue: Table whose rows list the assignable codes; ``""`` if none is loaded.
    """

    name: str
    levels: tuple[Level, ...] = ()
    pattern: str = ""
    aliases: dict[str, str] = {}
    catalogue: str = ""

    def boundaries(self, text: str) -> tuple[int, ...]:
        """Return the level lengths that apply to ``text``, its own length excluded."""
        for level in self.levels:
            if re.fullmatch(level.pattern, text):
                return tuple(length for length in level.at if length < len(text))
        return ()

    def is_boundary(self, text: str) -> bool:
        """Tell whether a source may name ``text``: it ends on a level, or the system has no levels for it."""
        for level in self.levels:
            if re.fullmatch(level.pattern, text):
                return len(text) in level.at
        return True

    def ancestors(self, text: str) -> Iterator[str]:
        """Yield ``text`` and then each prefix at a boundary, longest first."""
        yield text
        for length in sorted(self.boundaries(text), reverse=True):
            yield text[:length]


class Code(msgspec.Struct, frozen=True, order=True):
    """A code: (system, normalised text). Equal iff both are equal."""

    system: str
    text: str


def normalise_code(text: str) -> str:
    """Return ``text`` as codes are compared: NFKC, trimmed, upper case."""
    return unicodedata.normalize("NFKC", text).strip().upper()


def parts_of(text: str) -> tuple[str, ...]:
    """Return the parts of a combined code ``c1+c2*`` (dagger and asterisk); a plain code is its own part."""
    return tuple(part.rstrip("*").rstrip("+") for part in text.split("+") if part) if "+" in text else (text,)
