"""A message in our own form to ``Facts``: typed members, collections with their extent, refunds netted.

Only an unreadable body, phase or patient, or too many members, refuse an event; everything else becomes unknown, with a
note that names its place in the message (semantics 38).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from sanku.claim import faults
from sanku.claim.codes import KnownCode
from sanku.claim.event import ClaimEvent, History
from sanku.claim.extents import ABSENT, claimed_extents
from sanku.claim.facts import Collection, Facts
from sanku.claim.gather import EventReading, Later, Layout
from sanku.claim.heading import PHASES, read_ledger, read_notes, region_at, text_at, texts_at, time_at
from sanku.claim.identity import NO_EVENT_ID, digest
from sanku.claim.members import unknown_field
from sanku.claim.notes import Notes, shown
from sanku.claim.schema import Schema
from sanku.claim.slots import Parsers, slot_tables
from sanku.core.code import System

MOST_MEMBERS = 20_000
MOST_HISTORY = 50_000
"""Most members of one collection of the encounter and of the history (semantics 46)."""

_HEAD = tuple(ClaimEvent.model_fields)
_HISTORY = tuple(History.model_fields)


class Sender(Protocol):
    """What the reader needs to know of whoever sent an event."""

    @property
    def midnight_is_time(self) -> bool:
        """Whether 00:00:00 is a time of day, and not the lack of one (semantics 21)."""
        ...

    @property
    def supplies(self) -> Mapping[str, str]:
        """Collection to what is supplied of it: ``complete facility 2024-01-01``."""
        ...


@dataclass(frozen=True, slots=True)
class EventRefused:
    """Why an event was not read at all.

    Args:
        code: ``unreadable-event``, ``unreadable-phase``, ``unreadable-patient``, ``too-many-members``.
        path: Place inside the message.
        message: English sentence.
        message_zh: Chinese sentence.
        raw: What was sent, at most 200 characters.
    """

    code: str
    path: str
    message: str
    message_zh: str
    raw: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """How events are read. Built once for a knowledge base, used for every event.

    Args:
        layout: Where each JSON key goes.
        collections: Names of all collections.
    """

    layout: Layout
    collections: tuple[str, ...]

    def read(
        self,
        message: Mapping[str, object],
        supplies: Mapping[str, str],
        absent: Mapping[str, Collection] | None = None,
    ) -> Facts | EventRefused:
        """Read one message. Pure: the same message gives the same facts, the history of a plain one when asked for.

        Args:
            message: The message.
            supplies: What its sender supplies.
            absent: Of a plain message, every collection as it is if it is not sent.
        """
        refusal = _refusal(message)
        if refusal is not None:
            return refusal
        notes = Notes()
        identity = text_at(message, "id", notes)
        if not identity:
            identity = digest(message)
            notes.add(NO_EVENT_ID, "id", None)
        history = self._history(message, notes)
        self._note_unknown_keys(message, history, notes)
        claims = claimed_extents(message.get("supplied"), supplies, self.collections, notes)
        later = Later(self.layout.absent if absent is None else absent)
        reading = EventReading(self.layout, notes, claims, identity, later)
        if absent is None:
            reading.gather(message, history)
            reading.set_absent()
        else:
            reading.gather_plain(message, history, later)
        return Facts(
            id=identity,
            phase=str(message["phase"]).strip(),
            asked_at=time_at(message, "asked_at", "asked_at", notes),
            insured_region=region_at(message, "insured_region", notes),
            care_region=region_at(message, "care_region", notes),
            patient=reading.singles["patient"],
            coverage=reading.singles["coverage"],
            facility=reading.singles["facility"],
            encounter=reading.singles["encounter"],
            collections=reading.collections,
            ledger=read_ledger(message.get("ledger"), notes),
            assumed_own_pay=reading.assumed_own_pay(),
            trigger=text_at(message, "trigger", notes),
            rule_ids=texts_at(message, "rule_ids"),
            notes=(*read_notes(message.get("notes")), *notes.all()),
        )

    def _history(self, message: Mapping[str, object], notes: Notes) -> Mapping[str, object]:
        given = message.get("history")
        if isinstance(given, Mapping):
            return given
        if given is not None:
            notes.add(faults.NOT_A_RECORD, "history", given)
        return {}

    def _note_unknown_keys(self, message: Mapping[str, object], history: Mapping[str, object], notes: Notes) -> None:
        for prefix, holder, known in (("", message, _HEAD), ("history.", history, _HISTORY)):
            for key in [key for key in holder if key not in known]:
                fault = unknown_field(str(key)[:40], known)
                notes.once(fault, f"{prefix}{str(key)[:40]}", holder[key], f"{prefix}{key}")


def read_event(
    data: Mapping[str, object] | ClaimEvent,
    schema: Schema,
    systems: Mapping[str, System],
    known_code: KnownCode | None = None,
    profile: Sender | None = None,
    absent: Mapping[str, Collection] | None = None,
) -> Facts | EventRefused:
    """Read one event in our own form.

    Args:
        data: The event as JSON gives it (numbers as int, Decimal or text), or the model.
        schema: The schema, with the fields that the knowledge base adds.
        systems: The code systems of the knowledge base; not changed afterwards.
        known_code: Whether a loaded catalogue lists (system, code).
        profile: Who sent it.
        absent: Of a message in which nothing has to be interpreted (``claim.plain``) every collection as it is if it is
            not sent; such a message must not change afterwards.
    """
    midnight = profile is None or profile.midnight_is_time
    reader = _reader(_Same(schema), _Same(systems), known_code, midnight)
    message: object = data.model_dump(exclude_unset=True, by_alias=True) if isinstance(data, ClaimEvent) else data
    if not isinstance(message, Mapping):
        return EventRefused(
            "unreadable-event", "", "the event is not a JSON object", "报文不是JSON对象", shown(message)
        )
    return reader.read(message, profile.supplies if profile is not None else {}, absent)


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """Something that is the same only as itself: the key of the cache of readers."""

    it: object

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.it is self.it

    def __hash__(self) -> int:
        return id(self.it)


@lru_cache(maxsize=16)
def _reader(schema: _Same, systems: _Same, known_code: KnownCode | None, midnight_is_time: bool) -> Reader:  # noqa: FBT001 - a key
    assert isinstance(schema.it, Schema)
    assert isinstance(systems.it, Mapping)
    collections = schema.it.collections
    apart = {"lines", "entries", "encounters", "encounter"}
    layout = Layout(
        slot_tables(schema.it, Parsers(systems.it, known_code, midnight_is_time)),
        _keys(schema.it, "current", apart),
        _keys(schema.it, "history", apart),
        {name: Collection(name, (), ABSENT) for name, spec in collections.items() if spec.kind != "record"},
    )
    return Reader(layout, tuple(collections))


def _keys(schema: Schema, kind: str, apart: set[str]) -> dict[str, str]:
    found = {name.rpartition(".")[2]: spec.record for name, spec in schema.collections.items() if spec.kind == kind}
    return {key: record for key, record in found.items() if key not in apart}


def _refusal(message: Mapping[str, object]) -> EventRefused | None:
    phase = message.get("phase")
    if not isinstance(phase, str) or phase.strip() not in PHASES:
        known = ", ".join(PHASES)
        return EventRefused(
            "unreadable-phase", "phase", f"the phase must be one of {known}", f"环节须为{known}之一", shown(phase)
        )
    patient = message.get("patient", {})
    if not isinstance(patient, Mapping):
        return EventRefused(
            "unreadable-patient", "patient", "the patient is not an object", "参保人信息不是对象", shown(patient)
        )
    history = message.get("history")
    for prefix, holder, most in (("", message, MOST_MEMBERS), ("history.", history, MOST_HISTORY)):
        for key, given in holder.items() if isinstance(holder, Mapping) else ():
            if isinstance(given, list) and len(given) > most:
                return EventRefused(
                    "too-many-members",
                    f"{prefix}{key}",
                    f"`{prefix}{key}` has {len(given)} members; the most is {most}",
                    f"{prefix}{key}有{len(given)}条，最多{most}条",
                )
    return None


__all__ = ["MOST_HISTORY", "MOST_MEMBERS", "EventRefused", "Reader", "Sender", "read_event"]
