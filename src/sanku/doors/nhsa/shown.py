"""The id of a finding as a hospital sees it, ``jr_id``: which decision showed which finding, read back by 3103.

It is text of 47 capital letters and digits, so neither a change of case nor the field's 50 characters harm it.
"""

from __future__ import annotations

import re
from base64 import b32decode, b32encode
from dataclasses import dataclass
from hashlib import blake2b

from sanku.claim.decision import Undetermined

_JR_ID = re.compile(r"JR([A-Z2-7]{45})")
_FINDING, _DECISION = 12, 16
_DETAIL = 25


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding that was shown: its id, and that of the decision that showed it; both in hexadecimal digits."""

    finding: str
    decision: str


def jr_id(finding: str, decision: str) -> str:
    """Return the id of a finding in a message: the same for the same finding of the same decision."""
    return f"JR{_text(bytes.fromhex(finding) + bytes.fromhex(decision))}"


def read_jr_id(given: str) -> Shown | None:
    """Return what an id names, ``None`` if it is none of ours."""
    found = _JR_ID.fullmatch(given.strip().upper())
    if found is None:
        return None
    data = b32decode(f"{found[1]}===")
    return Shown(data[:_FINDING].hex(), data[_FINDING:].hex()) if len(data) == _FINDING + _DECISION else None


def jrd_id(shown: str, line: str, kind: str) -> str:
    """Return the id of a detail: of one line of a finding."""
    digest = blake2b(f"{shown}\0{line}\0{kind}".encode("utf-8", "replace"), digest_size=_DETAIL).digest()
    return f"JRD{_text(digest)}"


def undetermined_id(entry: Undetermined) -> str:
    """Return the id of what could not be decided, in the form of a finding's; one for all that lack the same facts."""
    parts = (entry.rule or "", entry.effect, *(f"{fact.path} {fact.cause}" for fact in entry.missing))
    digest = blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=_FINDING)
    return digest.hexdigest()


def _text(data: bytes) -> str:
    return b32encode(data).decode().rstrip("=")
