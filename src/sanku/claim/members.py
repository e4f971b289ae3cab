"""JSON records to flat, typed fields; JSON lists to drafts of members.

Whatever cannot be read becomes unknown, with a note that names its place in the message.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from sanku.claim import faults
from sanku.claim.faults import BLANK, Fault
from sanku.claim.notes import Notes
from sanku.claim.scalars import FLAG, MOST_INT, TEXT
from sanku.claim.slots import Slot, Slots
from sanku.core.text import nearest
from sanku.core.unknown import unknown
from sanku.core.value import Value


class Draft(msgspec.Struct):
    """A member while the event is being read; it becomes a ``Member`` when ids, refunds and derived fields are settled.

    Args:
        id: Its id as sent, or ``#n``.
        position: Place in the input, from 0.
        fields: Flat fields read so far.
        raw: The JSON object.
        given: Whether the sender gave the id.
    """

    id: str
    position: int
    fields: dict[str, Value]
    raw: Mapping[str, object]
    given: bool = True


class Where(msgspec.Struct, frozen=True):
    """Where a record stands.

    Args:
        collection: Name in the language, for the path of an unknown.
        source: Place inside the message, for notes: ``lines``, ``coverage``.
        position: Index in the list; -1 for a single record.
        identity: Id of the member, ``""`` for a single record.
    """

    collection: str
    source: str
    position: int = -1
    identity: str = ""

    def place(self, key: str) -> str:
        """Return the place of a key inside the message: ``lines[3].quantity``."""
        index = f"[{self.position}]" if self.position >= 0 else ""
        return f"{self.source}{index}.{key}" if key else f"{self.source}{index}"


def read_record(slots: Slots, raw: Mapping[str, object], where: Where, notes: Notes) -> dict[str, Value]:
    """Return the flat fields of one JSON object. A key that is absent or blank has no field; null is none."""
    fields: dict[str, Value] = {}
    _read_into(fields, slots, raw, where, notes)
    return fields


def _read_into(fields: dict[str, Value], slots: Slots, raw: Mapping[str, object], where: Where, notes: Notes) -> None:
    text_of = slots.texts.get
    for key, given in raw.items():
        kind = given.__class__
        # A whole number is read as the text that writes it, which most have been before and are known by.
        if kind is str or (kind is int and -MOST_INT < given < MOST_INT):
            quick = text_of(key)
            if quick is not None:
                text, name = quick
                value = text(given if kind is str else str(given))  # type: ignore[arg-type]  # as above
                if value.__class__ is not Fault:
                    fields[name] = value  # type: ignore[assignment]  # its class was looked at: quicker than isinstance
                elif value is not BLANK:
                    assert isinstance(value, Fault)
                    _note_fault(fields, slots, name, value, key, given, where, notes)
                continue
        slot = slots.keys.get(key)
        if slot is None:
            if key not in slots.nested:
                _note_unknown_key(slots, str(key), given, where, notes)
        elif slot.inner is not None:
            if given.__class__ is dict:
                _read_into(fields, slot.inner, given, where, notes)
            else:
                _read_inner(fields, slots, slot.inner, key, given, where, notes)
        elif given.__class__ is bool and slot.parser is FLAG:
            fields[slot.name] = given
        else:
            _read_other(fields, slots, slot, key, given, where, notes)


def _read_other(
    fields: dict[str, Value], slots: Slots, slot: Slot, key: str, given: object, where: Where, notes: Notes
) -> None:
    """Add a plain field whose value is no text."""
    null = faults.NOT_NONE if slot.obligatory else None
    value = null if given is None else slot.parser.read(given)
    if not isinstance(value, Fault):
        fields[slot.name] = value
    elif value is not BLANK:
        _note_fault(fields, slots, slot.name, value, key, given, where, notes)


def _read_inner(
    fields: dict[str, Value], slots: Slots, inner: Slots, key: str, given: object, where: Where, notes: Notes
) -> None:
    """Add the fields of an inner record: none all through for null; a bare text is the field that stands for it."""
    if isinstance(given, Mapping):
        _read_into(fields, inner, given, where, notes)
    elif given is None:
        fields.update({leaf.name: None for leaf in inner.keys.values()})
    elif inner.own and not isinstance(given, list | tuple):
        _read_into(fields, inner, {inner.own: given}, where, notes)
    else:
        notes.add(faults.NOT_A_RECORD, where.place(f"{slots.prefix}{key}"), given, f"{where.collection}.{inner.prefix}")
        for leaf in inner.keys.values():
            fields[leaf.name] = unknown(f"{where.collection}.{leaf.name}", "unreadable", where.identity)


def _note_fault(
    fields: dict[str, Value],
    slots: Slots,
    name: str,
    fault: Fault,
    key: str,
    given: object,
    where: Where,
    notes: Notes,
) -> None:
    path = f"{where.collection}.{name}"
    notes.add(fault, where.place(f"{slots.prefix}{key}"), given, path)
    fields[name] = unknown(path, fault.cause, where.identity)


def _note_unknown_key(slots: Slots, key: str, given: object, where: Where, notes: Notes) -> None:
    fault = unknown_field(key[:40], (*slots.keys, *slots.nested))
    path = f"{slots.prefix}{key[:40]}"
    notes.once(fault, where.place(path), given, f"{where.collection}.{path}")


def unknown_field(name: str, known: tuple[str, ...]) -> Fault:
    """Return the note about a key that nobody knows, with the nearest one that is known."""
    near = nearest(name, known)
    return Fault(
        "",
        "unknown-field",
        f"`{name}` is not a field here" + (f"; did you mean `{near}`?" if near else ""),
        f"未知字段「{name}」" + (f"，是否应为「{near}」" if near else ""),
    )


def read_members(slots: Slots, given: object, collection: str, source: str, notes: Notes) -> list[Draft] | None:
    """Return the members of a JSON list, ``None`` if it is no list. Null is an empty list: known to be none.

    One object that is not in a list counts as a list of one. An item that cannot be read is kept, as a member about
    which nothing is known.
    """
    if given is None:
        return []
    items = [given] if isinstance(given, Mapping) else given
    if not isinstance(items, list | tuple):
        notes.add(faults.NOT_A_LIST, source, given)
        return None
    return [_draft(slots, item, position, collection, source, notes) for position, item in enumerate(items)]


def _draft(slots: Slots, item: object, position: int, collection: str, source: str, notes: Notes) -> Draft:
    raw: Mapping[str, object] = {}
    if item.__class__ is dict or isinstance(item, Mapping):
        raw = item
    elif slots.own and item is not None and not isinstance(item, list | tuple):
        raw = {slots.own: item}
    else:
        notes.add(faults.NOT_A_RECORD, Where(collection, source, position).place(""), item, collection)
    has_id = "id" in slots.keys
    sent = raw.get("id") if has_id else None
    found = TEXT.text(sent) if sent.__class__ is str else TEXT.read(sent)
    given = found.__class__ is str
    identity = found if isinstance(found, str) else f"#{position + 1}"
    fields = read_record(slots, raw, Where(collection, source, position, identity), notes)
    if has_id:
        fields["id"] = identity
    return Draft(identity, position, fields, raw, given)


def expanded(items: object) -> object:
    """Return documents with several coded facts, or about several items, as one document for each."""
    if not isinstance(items, list) or not any(_has_several(item) for item in items):
        return items
    return [one for item in items for one in (_split(item) if _has_several(item) else (item,))]


_SPLIT = ("fact", "about")


def _has_several(item: object) -> bool:
    return isinstance(item, Mapping) and any(isinstance(item.get(key), list) for key in _SPLIT)


def _split(item: Mapping[object, object]) -> Iterator[Mapping[object, object]]:
    parts: list[dict[object, object]] = [dict(item)]
    for key in _SPLIT:
        found = item.get(key)
        if isinstance(found, list):
            parts = [{**part, key: one} for part in parts for one in (found or [None])]
    for number, part in enumerate(parts, 1):
        if number > 1 and "id" in item:
            part["id"] = f"{item['id']}/{number}"
        yield part
