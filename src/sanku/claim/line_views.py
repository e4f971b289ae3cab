"""The lines of an event to their two views: raw ``entries``, and ``lines`` net of refunds (semantics 19)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sanku.claim.derive import add_line_fields
from sanku.claim.facts import Member
from sanku.claim.identity import NO_LINE_ID, subject_keys
from sanku.claim.members import Draft, Where
from sanku.claim.notes import Notes
from sanku.claim.refunds import Entry, below_zero, net, without_negatives
from sanku.core.unknown import unknown
from sanku.core.value import Value


class LineViews(NamedTuple):
    """The net view and the raw view of one collection of lines."""

    lines: tuple[Member, ...]
    entries: tuple[Member, ...]


def line_views(
    drafts: Mapping[str, list[Draft]], current: Member, encounters: Mapping[str, Member], notes: Notes
) -> dict[str, LineViews]:
    """Return both views of ``lines`` and ``history.lines``, netted together: a refund may name a line of the history.

    Args:
        drafts: The lines as read, by collection.
        current: The current encounter.
        encounters: All encounters by id.
        notes: Where notes are added.
    """
    entries = [_entry(name, draft, current, encounters, notes) for name, found in drafts.items() for draft in found]
    refunded = any(below_zero(entry.draft) for entry in entries)
    kept = net(entries, notes) if refunded else entries
    if refunded:
        kept = [without_negatives(entry, notes) for entry in kept]
    return {name: _views(name, entries, kept, notes) for name in drafts}


def _entry(name: str, draft: Draft, current: Member, encounters: Mapping[str, Member], notes: Notes) -> Entry:
    if not draft.given:
        notes.add(NO_LINE_ID, Where(name, name, draft.position).place("id"), None, f"{name}.id")
    fields = draft.fields
    at: Value = fields["at"] if "at" in fields else unknown(f"{name}.at", "absent", draft.id)
    if name == "lines":
        add_line_fields(draft, name, current, current=True)
        return Entry(draft, name, current.id, at, fields.get("judged") is not False)
    stated = fields.get("encounter")
    identity = stated if isinstance(stated, str) else ""
    add_line_fields(draft, name, encounters.get(identity), current=False)
    return Entry(draft, name, identity, at, judged=False)


def _views(name: str, entries: list[Entry], kept: list[Entry], notes: Notes) -> LineViews:
    mine = [entry for entry in kept if entry.collection == name]
    # Only lines of this encounter are judged; those of the history may share an order, and need no key of their own.
    keys = subject_keys([entry.draft for entry in mine], "at", name, notes) if name == "lines" else {}
    raw = name.replace("lines", "entries")
    members = [_member(name, entry, keys.get(entry.draft.id, entry.draft.id)) for entry in mine]
    raw_members = [_member(raw, entry, entry.draft.id) for entry in entries if entry.collection == name]
    return LineViews(tuple(members), tuple(raw_members))


def _member(collection: str, entry: Entry, key: str) -> Member:
    draft = entry.draft
    return Member(collection, draft.id, draft.position, draft.fields, entry.at, entry.judged, entry.encounter, key)
