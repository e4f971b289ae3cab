"""A code of a message to a code of a system, or the fault that it is none (semantics 13, 29, 31)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache

from sanku.claim import faults
from sanku.claim.faults import BLANK, Fault
from sanku.claim.scalars import Parser, plain_text
from sanku.claim.tags import MOST_CODE
from sanku.core.code import Code, System, normalise_code
from sanku.core.types import CodeType
from sanku.core.value import Value

KnownCode = Callable[[str, str], bool | None]
"""Whether the loaded catalogue of a system lists a code; ``None`` if the system has no catalogue."""

_MOST_RAW = 4 * MOST_CODE
"""Longer texts are not even normalised: a code may be padded, not buried."""

_FIRST_LETTER = {
    "nhsa_drug": "[XZ].*", "nhsa_herb": "T.*", "nhsa_service": "[0-9].*", "nhsa_consumable": "C.*",
}  # fmt: skip
"""How the national codes begin. It tells the systems of a union apart where ``kb.yaml`` gives no pattern."""


def code_parser(kind: CodeType, systems: Mapping[str, System], known_code: KnownCode | None) -> Parser:
    """Return the reader of codes of ``kind``.

    A code belongs to the first system of the type that it passes: the catalogue's listing where one is loaded, else the
    system's pattern. A system that ``kb.yaml`` does not declare takes any text.
    """
    union = len(kind.systems) > 1
    tests = tuple((name, _test(name, systems.get(name), known_code, union=union)) for name in kind.systems)

    @lru_cache(maxsize=65536)
    def text(given: str) -> Code | Fault:
        if len(given) > _MOST_RAW:
            return faults.TOO_LONG
        bare = normalise_code(given)
        if not bare:
            return BLANK
        if len(bare) > MOST_CODE:
            return faults.TOO_LONG
        for name, passes in tests:
            if passes(bare):
                return Code(name, bare)
        return faults.not_a_code(bare, kind.systems)

    def other(given: object) -> Value | Fault:
        written = plain_text(given)
        return faults.NOT_TEXT if written is None else text(written)

    return Parser(text, other)


def _test(name: str, system: System | None, known_code: KnownCode | None, *, union: bool) -> Callable[[str], bool]:
    pattern = system.pattern if system is not None else ""
    compiled = re.compile(pattern or (_FIRST_LETTER.get(name, "") if union else "") or ".*", re.DOTALL)

    def passes(text: str) -> bool:
        listed = known_code(name, text) if known_code is not None else None
        return compiled.fullmatch(text) is not None if listed is None else listed

    return passes


def listing(known: Mapping[str, AbstractSet[str]]) -> KnownCode:
    """Return what tells whether the catalogue of a system lists a code; ``None`` if it has no catalogue."""

    def knows(system: str, code: str) -> bool | None:
        codes = known.get(system)
        return None if codes is None else code in codes

    return knows
