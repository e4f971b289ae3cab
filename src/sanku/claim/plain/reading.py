"""A message to a ``PlainEvent``, if nothing in it has to be interpreted; the complete reader reads all others.

Plain: every key known and sent once, numbers and dates as they should be written, codes of their systems, an id for
the event, the patient, the encounter and each line, no id twice, no refund, no earlier encounter that is not earlier.
The facts of a plain message carry no note but what a door wrote, so judging may begin without building them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite
from typing import Any

import msgspec
from msgspec import UNSET

from sanku.claim.decision import LineVerdict
from sanku.claim.extents import claimed_extents, extent_of
from sanku.claim.facts import Collection, Extent, Facts, Note
from sanku.claim.heading import NATION, read_notes
from sanku.claim.notes import Notes
from sanku.claim.plain.checking import Check, Memos, are_clean, check_of
from sanku.claim.plain.memos import BAD, FLOATS, Memo, amounts, money_texts
from sanku.claim.plain.wire import Keys, Wire, seen_keys, wire_of
from sanku.claim.read import Sender
from sanku.claim.schema import Schema
from sanku.core.types import DateType

_LONG = re.compile(rb"\.[0-9]{7}")
_EXACT = msgspec.json.Decoder(float_hook=Decimal)
_ENCODER = msgspec.json.Encoder(decimal_format="number")
_MOST_CLAIMS = 4096


class Claims:
    """What is claimed of collections (semantics 1), and what follows from it for those sent and those not sent.

    ``whole``: every collection that is supplied whole, sent or not; ``whole_with_lines``: if lines were sent.
    ``absent``: every collection as it is if it is not sent.
    """

    __slots__ = ("absent", "extents", "whole", "whole_with_lines")

    def __init__(self, claimed: Mapping[str, Extent], names: Iterable[str]) -> None:
        self.absent = {name: Collection(name, (), extent_of(name, claimed, present=False)) for name in names}
        self.extents: Memo[tuple[str, bool], Extent] = Memo(
            lambda asked: extent_of(asked[0], claimed, present=asked[1])
        )
        self.whole = frozenset(
            name for name in names if all(_is_whole(self.extents[name, present]) for present in (True, False))
        )
        self.whole_with_lines = self.whole | ({"lines"} if _is_whole(self.extents["lines", True]) else set())


def _is_whole(extent: Extent) -> bool:
    return extent.state == "complete" and extent.start is None and extent.scope == "all" and extent.kinds is None


class PlainEvent(msgspec.Struct, gc=False):
    """A plain message, decoded.

    Args:
        sent: The message as it came: JSON, or the mapping that it was.
        it: Its struct; attributes are JSON keys.
        id: Id of the event.
        lines: The structs of its lines, in input order.
        insured, care: Its regions.
        claims: What is claimed of collections.
        notes: What a door noted.
        money, amounts: Sent amounts of money as text, and as what they are.
        verdicts: In a session, what untouched lines come to, by their ids.
    """

    sent: bytes | Mapping[str, object]
    it: Any
    id: str
    lines: Any
    insured: str
    care: str
    claims: Claims
    notes: tuple[Note, ...]
    money: Memo[Any, Any]
    amounts: Memo[Any, Any]
    verdicts: dict[str, LineVerdict] | None = None

    def message(self) -> Mapping[str, object]:
        """Return the message for the complete reader."""
        if isinstance(self.sent, Mapping):
            return self.sent
        found: Mapping[str, object] = _EXACT.decode(self.sent)
        return found

    def is_sent(self, collection: str) -> bool:
        """Tell whether a collection was sent."""
        it = self.it
        if collection.startswith("history."):
            it, collection = it.history, collection[8:]
        return collection == "encounter" or (it is not UNSET and getattr(it, collection, UNSET) is not UNSET)

    def extent(self, collection: str) -> Extent:
        """Return what was supplied of a collection of this encounter or of the history."""
        if collection == "encounter":
            return Extent("complete")
        return self.claims.extents[collection, self.is_sent(collection)]


@dataclass(slots=True, eq=False)
class _Held:
    """The structs in use with what checks them: exchanged whole when a message shows further keys."""

    wire: Wire
    check: Check


class PlainReader:
    """Reads plain messages of one knowledge base. Threads may share it; they may at most learn something twice."""

    __slots__ = ("_claims", "_days", "_held", "_known", "_schema", "_sender", "amounts", "memos", "money")

    def __init__(self, schema: Schema, memos: Memos, keys: Keys, sender: Callable[[str], Sender | None]) -> None:
        self._schema = schema
        self._sender = sender
        self.memos = memos
        self.amounts: Memo[Any, Any] = amounts(memos.parser(schema.records["line"].fields["amount"].type))
        self.money: Memo[Any, Any] = money_texts(self.amounts)
        self._days: Memo[Any, Any] = memos.day_of(DateType(time=True))
        self._claims: dict[object, Claims | None] = {}
        self._known = tuple(schema.collections)
        self._held = self._made(keys)

    def _made(self, keys: Keys) -> _Held:
        wire = wire_of(self._schema, keys)
        check, _ = check_of(self._schema, wire, self.memos, self.amounts)
        return _Held(wire, check)

    def json(self, data: bytes) -> PlainEvent | None:
        """Read a message from JSON; ``None`` where the complete reader has to.

        Numbers are decoded as floats that only name the text that wrote them. That is exact up to fifteen digits: more
        than six decimals, or nine digits before the point, are left to the complete reader. Of a key that stands twice
        in one object the last one counts.
        """
        return self._plain(data, data)

    def mapping(self, message: Mapping[str, object]) -> PlainEvent | None:
        """Read a message from plain data; ``None`` where the complete reader has to."""
        try:
            data = _ENCODER.encode(message)
        except (msgspec.MsgspecError, TypeError, ValueError, RecursionError):
            return None
        # JSON has no word for a number that is none, and writes null.
        if b"null" in data and not _is_finite(message):
            return None
        return self._plain(message, data)

    def line(self, given: Mapping[str, object]) -> Any | None:  # noqa: ANN401 - a struct made at run time
        """Read one more line of a message; ``None`` where the complete reader has to."""
        message = {"phase": "order", "lines": [given]}
        held = self._held
        try:
            data = _ENCODER.encode(message)
            if b"null" in data and not _is_finite(given):
                return None
            it = held.wire.decoder.decode(data)
        except (msgspec.MsgspecError, TypeError, ValueError, RecursionError):
            return None
        line = it.lines[0]
        told = held.check(it)
        if told is BAD or (told is FLOATS and _LONG.search(data) is not None):
            return None
        return line if _is_id(line.id) else None

    def learn(self, message: Mapping[str, object]) -> None:
        """Take note of the keys of a message that was not plain: they may be all that stood in the way."""
        keys = seen_keys(self._schema, message)
        if not keys <= self._held.wire.keys:
            self._held = self._made(keys | self._held.wire.keys)

    def _plain(self, sent: bytes | Mapping[str, object], data: bytes) -> PlainEvent | None:
        held = self._held
        try:
            it = held.wire.decoder.decode(data)
            told = held.check(it)
            if told is BAD or (told is FLOATS and _LONG.search(data) is not None) or not self._has_ids(it):
                return None
            claims = self._claimed(it.supplied, self._sender(it.facility.id or ""))
        except (msgspec.MsgspecError, RecursionError, ArithmeticError, TypeError):
            # `NaN` in quotes is a decimal to the decoder, and neither compares nor hashes.
            return None
        insured, care = it.insured_region or NATION, it.care_region or NATION
        if claims is None or not _is_region(insured) or not _is_region(care):
            return None
        notes = read_notes(it.notes) if it.notes else ()
        return PlainEvent(sent, it, it.id, it.lines or (), insured, care, claims, notes, self.money, self.amounts)

    def _has_ids(self, it: Any) -> bool:  # noqa: ANN401 - as above
        """Tell whether everything has an id of its own where it must have one."""
        patient, encounter = it.patient, it.encounter
        if not (_is_id(it.id) and _is_id(patient.id) and _is_id(encounter.id)):
            return False
        if it.asked_at and self._days[it.asked_at] is BAD:
            return False
        lines = it.lines
        if lines:
            ids = {line.id for line in lines}
            if UNSET in ids or len(ids) != len(lines) or not (are_clean(ids) or _are_ids(ids)):
                return False
            if not self._has_keys(lines):
                return False
        return it.history is UNSET or self._has_past(it)

    def _has_keys(self, lines: Any) -> bool:  # noqa: ANN401 - as above
        """Tell whether the subject keys of the lines are their own (semantics 5)."""
        orders = {line.order_id for line in lines}
        if orders == {UNSET}:
            return True
        keys = [line.order_id.strip() if line.order_id else line.id for line in lines]
        return "" not in keys and len(set(keys)) == len(keys)

    def _has_past(self, it: Any) -> bool:  # noqa: ANN401 - as above
        """Tell whether the history holds nothing but earlier encounters (semantics 2)."""
        encounters = it.history.encounters
        if not encounters:
            return True
        current = self._days[it.encounter.admitted_at]
        if current.__class__ is not int:
            return False
        for one in encounters:
            day = self._days[one.admitted_at]
            if one.id == it.encounter.id or (day.__class__ is int and day >= current):
                return False
        return True

    def _claimed(self, supplied: Any, profile: Sender | None) -> Claims | None:  # noqa: ANN401 - as above
        """Return what is claimed of collections, ``None`` where something of it cannot be read."""
        said = tuple(supplied.items()) if supplied else ()
        key = (said, id(profile))
        if key not in self._claims:
            notes = Notes()
            raw = None if not supplied else msgspec.to_builtins(supplied)
            claims = claimed_extents(_listed(raw), {} if profile is None else profile.supplies, self._known, notes)
            if len(self._claims) >= _MOST_CLAIMS:
                self._claims.clear()
            self._claims[key] = None if notes.all() else Claims(claims, self._known)
        return self._claims[key]


def _is_finite(value: object) -> bool:
    """Tell whether no number inside is infinite or none."""
    match value:
        case float():
            return isfinite(value)
        case Mapping():
            return all(map(_is_finite, value.values()))
        case list() | tuple():
            return all(map(_is_finite, value))
        case _:
            return True


def _listed(supplied: dict[str, dict[str, object]] | None) -> dict[str, dict[str, object]] | None:
    """Return claims as JSON would have given them: kinds in a list."""
    if supplied is None:
        return None
    return {
        name: {key: list(value) if isinstance(value, tuple) else value for key, value in claim.items()}
        for name, claim in supplied.items()
    }


def _are_ids(ids: set[str]) -> bool:
    return {*map(str.strip, ids)} == ids and "" not in ids


def _is_id(text: object) -> bool:
    return isinstance(text, str) and text != "" and text.strip() == text


def _is_region(code: str) -> bool:
    return len(code) == len(NATION) and code.isascii() and code.isdigit()


Prepared = PlainEvent | Facts
"""An event that was read: as a plain message, or where something had to be interpreted, into facts."""

__all__ = ["Claims", "PlainEvent", "PlainReader", "Prepared"]
