"""A draft of an event: what each slot holds. A slot that is not there is unknown; one that holds ``None`` is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from sanku.claim.facts import SINGLES
from sanku.claim.schema import Schema
from sanku.testing.cases import Data, complete

_FIRST = ("id", "code", "kind", "at", "admitted_at", "quantity", "amount")


class Slot(NamedTuple):
    """A field of a member: its collection (or single record), which member, and the field's flat name."""

    place: str
    number: int
    field: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An event in the making.

    Args:
        phase: ``order``, ``settle`` or ``audit``.
        region: Both regions.
        slots: What is supplied.
        absent: Collections that were not supplied at all; ``history`` is one of them.
        empty: Collections inside a record that are supplied and hold nothing.
    """

    phase: str
    region: str
    slots: Mapping[Slot, Data] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    empty: frozenset[str] = frozenset()

    def with_slot(self, slot: Slot, value: Data) -> Draft:
        """Return the draft with one slot set."""
        return replace(self, slots={**self.slots, slot: value})

    def without(self, *slots: Slot) -> Draft:
        """Return the draft with slots unknown."""
        return replace(self, slots={slot: value for slot, value in self.slots.items() if slot not in slots})

    def members(self) -> list[tuple[str, int]]:
        """Return the members that have a slot, those of single records left out."""
        return sorted({(slot.place, slot.number) for slot in self.slots if slot.place not in SINGLES})


def event_of(draft: Draft, schema: Schema) -> dict[str, Data]:
    """Return the event as a case writes it, as little as the draft says."""
    event: dict[str, Data] = {"phase": draft.phase}
    if draft.region != "000000":
        event |= {"insured_region": draft.region, "care_region": draft.region}
    members: dict[tuple[str, int], dict[str, Data]] = {}
    for slot, value in sorted(draft.slots.items(), key=_written):
        record = slot.place if slot.place in SINGLES else schema.collections[slot.place].record
        path = schema.records[record].fields[slot.field].keys[0]
        _put(members.setdefault((slot.place, slot.number), {}), path.split("."), value)
    for (place, _), member in members.items():
        owner, _, key = place.rpartition(".")
        if place in SINGLES:
            event[place] = {**member, **_map(event.get(place))}
            continue
        holder = _map(event.get(owner)) if owner else event
        items = holder.setdefault(key, [])
        assert isinstance(items, list)
        items.append(member)
        if owner:
            event[owner] = holder
    for place in sorted(draft.empty):
        owner, _, key = place.rpartition(".")
        event[owner] = {**_map(event.get(owner)), key: []}
    if draft.absent:
        event["supplied"] = {name: {"state": "absent"} for name in sorted(draft.absent)}
    return event


def whole_event(draft: Draft, schema: Schema) -> dict[str, Data]:
    """Return the event completed as ``kb test`` completes a case."""
    return complete(event_of(draft, schema), schema)


def _written(item: tuple[Slot, Data]) -> tuple[str, int, int, str]:
    """Order slots as authors write them: who and what, then when, then the rest."""
    slot = item[0]
    return slot.place, slot.number, _FIRST.index(slot.field) if slot.field in _FIRST else len(_FIRST), slot.field


def _map(data: Data) -> dict[str, Data]:
    return data if isinstance(data, dict) else {}


def _put(member: dict[str, Data], path: list[str], value: Data) -> None:
    for key in path[:-1]:
        inner = member.setdefault(key, {})
        if not isinstance(inner, dict):
            return  # a code with its name beside it: the code alone stands for both
        member = inner
    member[path[-1]] = value
