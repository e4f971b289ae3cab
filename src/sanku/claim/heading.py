"""The head of an event: phase, regions, time of asking, and the ledger a case may bring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import get_args

from sanku.claim import faults
from sanku.claim.enums import PhaseName
from sanku.claim.facts import Justified, Ledger, Note, Shown
from sanku.claim.faults import BLANK, Fault
from sanku.claim.notes import Notes
from sanku.claim.scalars import TEXT, moment_parser
from sanku.claim.tags import MOST_TEXT
from sanku.core.moment import Moment

PHASES = get_args(PhaseName)
NATION = "000000"
"""The region of an event that names none, or none that can be read."""

_NOT_A_REGION = Fault(
    "", "region", "not a six-digit region code; the nation's rules are used", "不是六位行政区划代码，按全国规则判定"
)
_read_time = moment_parser(time=True).read


def text_at(message: Mapping[str, object], key: str, notes: Notes) -> str:
    """Return the text at a key, ``""`` if there is none or it cannot be read."""
    given = message.get(key)
    if given is None:
        return ""
    text = TEXT.read(given)
    if isinstance(text, str):
        return text
    if isinstance(text, Fault) and text is not BLANK:
        notes.add(text, key, given)
    return ""


def region_at(message: Mapping[str, object], key: str, notes: Notes) -> str:
    """Return the region code at a key; whatever is not six digits is the nation (semantics 10)."""
    code = text_at(message, key, notes)
    if not code:
        return NATION
    if len(code) == len(NATION) and code.isascii() and code.isdigit():
        return code
    notes.add(_NOT_A_REGION, key, code)
    return NATION


def time_at(message: Mapping[str, object], key: str, source: str, notes: Notes) -> Moment | None:
    """Return the moment at a key, ``None`` if there is none or it cannot be read."""
    given = message.get(key)
    if given is None:
        return None
    at = _read_time(given)
    if isinstance(at, Moment):
        return at
    if isinstance(at, Fault) and at is not BLANK:
        notes.add(at, source, given)
    return None


def texts_at(message: Mapping[str, object], key: str) -> tuple[str, ...]:
    """Return the texts of a list at a key; what is no text is left out."""
    given = message.get(key)
    found = given if isinstance(given, list | tuple) else ()
    return tuple(text for text in map(TEXT.read, found) if isinstance(text, str))


def read_notes(given: object) -> tuple[Note, ...]:
    """Return the notes that a door made while it turned another form of message into this one."""
    found = given if isinstance(given, list) else []
    return tuple(
        Note(*(str(note.get(key, ""))[:MOST_TEXT] for key in ("code", "path", "message", "message_zh", "raw")))
        for note in found
        if isinstance(note, Mapping)
    )


def read_ledger(given: object, notes: Notes) -> Ledger | None:
    """Return the ledger of an event, ``None`` if none was supplied (semantics 7)."""
    if given is None:
        return None
    if not isinstance(given, Mapping):
        notes.add(faults.NOT_A_RECORD, "ledger", given)
        return None
    shown = tuple(
        Shown(finding, time_at(item, "at", f"{place}.at", notes))
        for place, item, finding in _entries(given, "shown", notes)
    )
    justified = tuple(
        Justified(
            finding=finding,
            reason=text_at(item, "reason", notes),
            text=text_at(item, "text", notes),
            by=text_at(item, "by", notes),
            at=time_at(item, "at", f"{place}.at", notes),
            digest=text_at(item, "digest", notes) or None,
            code=text_at(item, "code", notes) or None,
            amount=text_at(item, "amount", notes) or None,
        )
        for place, item, finding in _entries(given, "justified", notes)
    )
    return Ledger(shown, justified)


def _entries(ledger: Mapping[str, object], key: str, notes: Notes) -> Iterator[tuple[str, Mapping[str, object], str]]:
    given = ledger.get(key)
    if given is None:
        return
    if not isinstance(given, list | tuple):
        notes.add(faults.NOT_A_LIST, f"ledger.{key}", given)
        return
    for position, item in enumerate(given):
        place = f"ledger.{key}[{position}]"
        finding = (
            TEXT.read(item)
            if isinstance(item, str)
            else TEXT.read(item.get("finding"))
            if isinstance(item, Mapping)
            else None
        )
        if isinstance(finding, str):
            yield place, item if isinstance(item, Mapping) else {}, finding
        else:
            notes.add(faults.NOT_A_RECORD, place, item)
