"""The records and lists of one event to the members and collections of ``Facts``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from sanku.claim import faults
from sanku.claim.derive import add_period, copy_fields
from sanku.claim.extents import extent_of
from sanku.claim.facts import Collection, Extent, Member
from sanku.claim.faults import Fault
from sanku.claim.identity import NO_ENCOUNTER_ID, NO_PATIENT_ID, unique_ids
from sanku.claim.line_views import line_views
from sanku.claim.members import Draft, Where, expanded, read_members, read_record
from sanku.claim.notes import Notes
from sanku.claim.slots import Slots
from sanku.core.moment import Moment
from sanku.core.quantity import Quantity
from sanku.core.unknown import unknown
from sanku.core.value import Value

_NOT_EARLIER = Fault(
    "",
    "not-history",
    "this encounter does not start before the current one; it is left out",
    "该就诊不早于本次就诊，未计入既往",
)
_NO_RECORD: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Layout:
    """What is the same for every event.

    Args:
        tables: Record to how it is read.
        current: JSON key of each collection of the encounter and the record of its members; lines apart.
        history: The same for the history; encounters and lines apart.
        absent: Every collection by its name, absent.
    """

    tables: Mapping[str, Slots]
    current: Mapping[str, str]
    history: Mapping[str, str]
    absent: Mapping[str, Collection]


class Later(dict[str, Collection]):
    """Collections by name, some of them gathered when they are first asked for."""

    __slots__ = ("_gather",)

    def __init__(self, absent: Mapping[str, Collection]) -> None:
        super().__init__(absent)
        self._gather: dict[str, Callable[[], None]] = {}

    def defer(self, gather: Callable[[], None], *names: str) -> None:
        """Gather collections later: ``gather`` sets all of ``names``."""
        for name in names:
            self.pop(name, None)
            self._gather[name] = gather

    def __missing__(self, name: str) -> Collection:
        """Gather what was deferred."""
        self._gather[name]()
        return self[name]


@dataclass(slots=True)
class EventReading:
    """One event on its way.

    Args:
        layout: What is the same for every event.
        notes: Where notes are added.
        claims: What is claimed of collections.
        event: Id of the event.
        collections: All collections by name.
        singles: Patient, coverage, facility, encounter.
        encounters: All encounters by id.
    """

    layout: Layout
    notes: Notes
    claims: Mapping[str, Extent]
    event: str
    collections: dict[str, Collection] | Later
    singles: dict[str, Member] = field(default_factory=dict)
    encounters: dict[str, Member] = field(default_factory=dict)

    def gather(self, message: Mapping[str, object], history: Mapping[str, object]) -> None:
        """Gather the single records, then the encounters of the history, then all that belongs to an encounter."""
        records = {name: self._object(name, message.get(name)) for name in ("patient", "coverage", "facility")}
        for name, given in records.items():
            self._single(name, given)
        self._encounter(self._object("encounter", message.get("encounter")))
        for name, given in records.items():
            self._nested(name, self.layout.tables[name], given)
        left_out = self._earlier_encounters(history["encounters"]) if "encounters" in history else frozenset()
        for name, record in self.layout.current.items():
            if name in message:
                drafts = self._drafts(name, name, record, message[name])
                self._collect(name, record, drafts)
                if name == "physicians":
                    self._physicians(drafts or [])
        for key, record in self.layout.history.items():
            if key in history:
                name = f"history.{key}"
                self._collect(name, record, _without(self._drafts(name, name, record, history[key]), left_out))
        self._lines(message, history, left_out)

    def gather_plain(self, message: Mapping[str, object], history: Mapping[str, object], later: Later) -> None:
        """Gather a message in which nothing has to be interpreted: its history when it is asked for.

        No refund ties lines of the history to those of the encounter, nothing is left out, and no note is made.
        """
        past: Mapping[str, object] = {"encounters": history["encounters"]} if "encounters" in history else {}
        self.gather(message, past)
        for key, record in self.layout.history.items():
            if key in history:
                later.defer(partial(self._earlier, key, record, history[key]), f"history.{key}")
        if "lines" in history:
            later.defer(partial(self._lines, {}, history, frozenset()), "history.lines", "history.entries")

    def _earlier(self, key: str, record: str, given: object) -> None:
        name = f"history.{key}"
        self._collect(name, record, self._drafts(name, name, record, given))

    def set_absent(self) -> None:
        """Set what was claimed of collections that were not sent."""
        if self.claims:
            for name, absent in self.layout.absent.items():
                if self.collections[name] is absent:
                    self._set(name, (), present=False)

    def assumed_own_pay(self) -> frozenset[str]:
        """Return the ids of the lines that do not say what the patient pays: taken as 0 (semantics 16)."""
        lines = self.collections["lines"].members
        return frozenset(
            [line.id for line in lines if not isinstance(line.fields.get("self_pay", _NOT_SENT), Quantity | None)]
        )

    def _object(self, name: str, given: object) -> Mapping[str, object]:
        if isinstance(given, Mapping):
            return given
        if given is not None:
            self.notes.add(faults.NOT_A_RECORD, name, given)
        return _NO_RECORD

    def _single(self, name: str, given: Mapping[str, object]) -> None:
        slots = self.layout.tables[name]
        fields = read_record(slots, given, Where(name, name), self.notes)
        if name == "patient" and not isinstance(fields.get("id"), str):
            fields["id"] = f"{self.event}:patient"
            self.notes.add(NO_PATIENT_ID, "patient.id", None)
        self.singles[name] = Member(name, "", 0, fields, None)

    def _encounter(self, given: Mapping[str, object]) -> None:
        slots = self.layout.tables["encounter"]
        fields = read_record(slots, given, Where("encounter", "encounter"), self.notes)
        identity = fields.get("id")
        if not isinstance(identity, str):
            identity = fields["id"] = f"{self.event}:encounter"
            self.notes.add(NO_ENCOUNTER_ID, "encounter.id", None)
        for key, value in self.singles["facility"].fields.items():
            fields.setdefault(f"facility.{key}", value)
        add_period(fields, "encounter", identity)
        at = _dated(slots, fields, "encounter", "")
        current = Member("encounter", identity, 0, fields, at, encounter=identity, key=identity)
        self.singles["encounter"] = self.encounters[identity] = current
        self.collections["encounter"] = Collection("encounter", (current,), Extent("complete"))
        self._nested("encounter", slots, given)

    def _nested(self, owner: str, slots: Slots, given: Mapping[str, object]) -> None:
        for key, record in slots.nested.items():
            if key in given:
                name = f"{owner}.{key}"
                self._collect(name, record, self._drafts(name, name, record, given[key]))

    def _physicians(self, drafts: list[Draft]) -> None:
        """Gather what the registry says of each physician, all under one name, with the physician's id beside it."""
        for key, record in self.layout.tables["physician"].nested.items():
            name = f"physician.{key}"
            found: list[Draft] = []
            for draft in drafts:
                source = Where("physicians", "physicians", draft.position).place(key)
                for one in (self._drafts(name, source, record, draft.raw[key]) or []) if key in draft.raw else ():
                    one.id = f"{draft.id}/{one.id}"
                    one.fields["physician"] = draft.id
                    found.append(one)
            sent = any(key in draft.raw for draft in drafts)
            self._collect(name, record, found if sent else None)

    def _earlier_encounters(self, given: object) -> frozenset[str]:
        """Gather the encounters that start before the current one; return the ids of the others (semantics 2)."""
        name, current = "history.encounters", self.singles["encounter"]
        drafts = self._drafts(name, name, "encounter", given)
        earlier = [draft for draft in drafts or () if _is_earlier(draft, current)]
        left_out = [draft for draft in drafts or () if not _is_earlier(draft, current)]
        for draft in left_out:
            self.notes.add(_NOT_EARLIER, Where(name, name, draft.position).place(""), draft.id, name)
        for draft in earlier:
            draft.fields["encounter"] = draft.id
            add_period(draft.fields, name, draft.id)
        self._collect(name, "encounter", None if drafts is None else earlier)
        for member in self.collections[name].members:
            self.encounters[member.id] = member
        return frozenset(draft.id for draft in left_out if draft.id not in self.encounters)

    def _drafts(self, name: str, source: str, record: str, given: object) -> list[Draft] | None:
        slots = self.layout.tables[record]
        drafts = read_members(slots, expanded(given) if record == "document" else given, name, source, self.notes)
        if drafts is not None:
            unique_ids(drafts, slots.dated, source, self.notes)
            for draft in drafts:
                copy_fields(record, draft)
        return drafts

    def _collect(self, name: str, record: str, drafts: list[Draft] | None) -> None:
        slots = self.layout.tables[record]
        history = name.startswith("history.")
        members = [self._member(name, slots, draft, judged=not history) for draft in drafts or ()]
        self._set(name, tuple(members), present=drafts is not None)

    def _member(self, name: str, slots: Slots, draft: Draft, *, judged: bool) -> Member:
        encounter = self.singles["encounter"].id if judged else draft.fields.get("encounter")
        home = encounter if isinstance(encounter, str) else ""
        at = _dated(slots, draft.fields, name, draft.id)
        return Member(name, draft.id, draft.position, draft.fields, at, judged, home, draft.id)

    def _set(self, name: str, members: tuple[Member, ...], *, present: bool) -> None:
        self.collections[name] = Collection(name, members, extent_of(name, self.claims, present=present))

    def _lines(self, message: Mapping[str, object], history: Mapping[str, object], left_out: frozenset[str]) -> None:
        drafts: dict[str, list[Draft]] = {}
        for name, holder in (("lines", message), ("history.lines", history)):
            found = self._drafts(name, name, "line", holder["lines"]) if "lines" in holder else None
            if found is not None:
                drafts[name] = _without(found, left_out if name != "lines" else frozenset()) or []
        for name, (lines, entries) in line_views(
            drafts, self.singles["encounter"], self.encounters, self.notes
        ).items():
            self._set(name, lines, present=True)
            self._set(name.replace("lines", "entries"), entries, present=True)


_NOT_SENT = ()


def _without(drafts: list[Draft] | None, left_out: frozenset[str]) -> list[Draft] | None:
    """Return the members that do not belong to an encounter that was left out."""
    if not drafts or not left_out:
        return drafts
    return [draft for draft in drafts if draft.fields.get("encounter") not in left_out]


def _dated(slots: Slots, fields: Mapping[str, Value], name: str, identity: str) -> Value:
    if not slots.dated:
        return None
    return fields[slots.dated] if slots.dated in fields else unknown(f"{name}.{slots.dated}", "absent", identity)


def _is_earlier(draft: Draft, current: Member) -> bool:
    """Tell whether an encounter starts before the current one, ties by id; an unknown start counts as earlier."""
    if draft.id == current.id:
        return False
    at, now = draft.fields.get("admitted_at"), current.at
    if not isinstance(at, Moment) or not isinstance(now, Moment):
        return True
    return (at.at, draft.id) < (now.at, current.id)
