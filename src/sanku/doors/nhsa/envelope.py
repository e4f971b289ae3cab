"""The envelope of an answer of the national interface: the same around findings, feedback and refusals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sanku.claim.scalars import plain_text

Fields = dict[str, object]

TAKEN, FAILED = 0, -1
"""``infcode``: the trade was carried out, whatever it found; it was not."""

_MOST_SENTENCE = 200
_MOST_SERIAL = 10**10
_REGION = re.compile(r"[0-9]{6}")
_STAMP = "%Y%m%d%H%M%S"
_JOINERS = "\u200d\ufe0e\ufe0f"


@dataclass(frozen=True, slots=True)
class Times:
    """When a request came and when it is answered: civil time at the door."""

    arrival: datetime
    answered: datetime


def envelope(
    request: Mapping[str, object],
    times: Times,
    *,
    output: Mapping[str, object] | None = None,
    infcode: int = TAKEN,
    error: str = "",
    warning: str = "",
    record: int = 0,
) -> Fields:
    """Return an answer.

    Args:
        request: What is answered, for the region in the answer's own id; empty if it could not be read.
        times: When it came, and when it is answered.
        output: What the trade gives.
        infcode: Whether the trade was carried out.
        error: Why it was not.
        warning: What the sender should know although it was.
        record: Number of the record in the ledger, the serial of the answer's id; 0 if nothing was recorded.
    """
    given = request.get("mdtrtarea_admvs")
    region = given.strip() if isinstance(given, str) else plain_text(given) or ""
    place = region if _REGION.fullmatch(region) else "000000"
    return {
        "infcode": infcode,
        "inf_refmsgid": f"{place}{times.arrival.strftime(_STAMP)}{record % _MOST_SERIAL:010}",
        "refmsg_time": _milliseconds(times.arrival),
        "respond_time": _milliseconds(times.answered),
        "enctype": "",
        "signtype": "",
        "err_msg": cut(error, _MOST_SENTENCE),
        "warn_msg": cut(warning, _MOST_SENTENCE),
        "cainfo": "",
        "output": dict(output or {}),
    }


def cut(text: str, most: int) -> str:
    """Return at most so many characters of a text, never half of one: an accent stays, or goes, with its letter."""
    if len(text) <= most:
        return text
    end = most - 1
    while end and (unicodedata.combining(text[end]) or text[end] in _JOINERS or text[end - 1] == _JOINERS[0]):
        end -= 1
    return f"{text[:end]}…"


def _milliseconds(at: datetime) -> str:
    return f"{at.strftime(_STAMP)}{at.microsecond // 1000:03}"
