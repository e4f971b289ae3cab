"""Ids and subject keys: every member of a collection has one of its own (semantics 5, 38)."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal

from sanku.claim.faults import Fault
from sanku.claim.members import Draft
from sanku.claim.notes import Notes
from sanku.core.moment import Moment

_LAST = datetime.max
_DEPTH = 64

NO_EVENT_ID = Fault("", "missing-id", "the event has no id; its digest is used", "报文缺少标识，以内容摘要代替")
NO_PATIENT_ID = Fault(
    "",
    "missing-id",
    "the patient has no id; one of this event alone is used",
    "缺少参保人标识，以本报文内的临时标识代替",
)
NO_ENCOUNTER_ID = Fault(
    "",
    "missing-id",
    "the encounter has no id; one of this event alone is used",
    "缺少就诊标识，以本报文内的临时标识代替",
)
NO_LINE_ID = Fault("", "missing-id", "the line has no id; its place is used", "明细缺少标识，以其序号代替")


def unique_ids(drafts: list[Draft], dated: str, source: str, notes: Notes) -> None:
    """Give members that share an id a number of their own, in (at, input position) order, with a note."""
    if len({draft.id for draft in drafts}) == len(drafts):
        return
    for draft, name in _numbered(drafts, dated, lambda draft: draft.id):
        if name != draft.id:
            notes.add(_duplicate(draft.id, name), f"{source}[{draft.position}].id", draft.id, f"{source}.id")
            draft.id = draft.fields["id"] = name


def subject_keys(drafts: list[Draft], dated: str, source: str, notes: Notes) -> dict[str, str]:
    """Return the subject key of each line by its id: its order-item id if supplied, else its own (semantics 5)."""
    keys = {draft.id: _key(draft) for draft in drafts}
    if len(set(keys.values())) == len(keys):
        return keys
    for draft, name in _numbered(drafts, dated, _key):
        if name != keys[draft.id]:
            notes.add(
                _duplicate(keys[draft.id], name),
                f"{source}[{draft.position}].order_id",
                keys[draft.id],
                f"{source}.key",
            )
            keys[draft.id] = name
    return keys


def _key(draft: Draft) -> str:
    order = draft.fields.get("order")
    return order if isinstance(order, str) else draft.id


def _numbered(drafts: list[Draft], dated: str, name_of: Callable[[Draft], str]) -> list[tuple[Draft, str]]:
    """Return each draft with its name, numbered ``#2``, ``#3``, … where several share one."""
    taken = Counter(map(name_of, drafts))
    seen: Counter[str] = Counter()
    found = []
    for draft in sorted(drafts, key=lambda draft: _place(draft, dated)):
        name = name_of(draft)
        seen[name] += 1
        number = seen[name]
        while number > 1 and f"{name}#{number}" in taken:
            number += 1
        found.append((draft, name if number == 1 else f"{name}#{number}"))
        taken[found[-1][1]] += 1
    return found


def _place(draft: Draft, dated: str) -> tuple[datetime, int]:
    at = draft.fields.get(dated)
    return (at.at if isinstance(at, Moment) else _LAST, draft.position)


def _duplicate(name: str, given: str) -> Fault:
    return Fault(
        "",
        "duplicate-id",
        f"`{name}` stands more than once; this one is `{given}`",
        f"标识「{name}」重复，此处记为「{given}」",
    )


def digest(message: Mapping[str, object]) -> str:
    """Return the digest of an event's canonical content: the same whatever the order of its keys."""
    text = json.dumps(_canonical(message, _DEPTH), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _canonical(value: object, depth: int) -> object:
    if depth == 0:
        return "…"
    match value:
        case Mapping():
            return {str(key): _canonical(item, depth - 1) for key, item in value.items()}
        case list() | tuple():
            return [_canonical(item, depth - 1) for item in value]
        case bool() | None | str():
            return value
        case Decimal():
            return str(value)
        case int() if value.bit_length() > 200:
            return hex(value)
        case _:
            return str(value)
