"""Draft orders and orders that stand, to lines: which are judged, which belong to this encounter or an earlier one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fhir.resources.R4B.medicationrequest import MedicationRequest
from fhir.resources.R4B.servicerequest import ServiceRequest

from sanku.doors.cdshooks.lines import medication_line, service_line
from sanku.doors.cdshooks.placing import Claims
from sanku.doors.cdshooks.prefetch import Fetched
from sanku.doors.cdshooks.records import Fields
from sanku.doors.cdshooks.resources import Found, Unread, entries_of, is_of, medications_of, read, type_of
from sanku.doors.cdshooks.services import HookCall
from sanku.doors.cdshooks.terms import Reading, tail

_KINDS = ("MedicationRequest", "ServiceRequest")
_STANDS = ("active", "on-hold", "completed", "stopped")
_MEANT = ("order", "original-order", "reflex-order", "filler-order", "instance-order")
_DRAFTS = "context.draftOrders"


@dataclass(frozen=True, slots=True)
class Orders:
    """Lines of this encounter and of earlier ones, what is claimed of them, and the ids of the draft orders."""

    lines: tuple[Fields, ...]
    history: tuple[Fields, ...]
    claims: Claims
    drafts: frozenset[str]


def read_orders(
    call: HookCall,
    brought: Mapping[str, Fetched],
    reading: Reading,
    encounters: Mapping[str, Fields],
    arrival: datetime,
) -> Orders | Unread:
    """Return the orders of a call. A draft order that cannot be read refuses it: a card must never rest on a part.

    Args:
        call: The call.
        brought: What was sent along, by key.
        reading: The sender's habits and the notes.
        encounters: Earlier encounters by their id on the sender's server.
        arrival: When the call came: a draft without a time is being ordered then.
    """
    drafts = _drafts(call, reading)
    if isinstance(drafts, Unread):
        return drafts
    chosen = call.context.selections
    lines = []
    for found in drafts:
        line = _line(found, reading)
        if "at" not in line:
            line["at"] = arrival.isoformat(timespec="seconds")
            reading.note(
                "no-time",
                f"{found.place}.authoredOn",
                "a draft order without a time: taken as ordered when the call came",
                "待签医嘱未注明开立时间，以请求到达时间为准",
                kind="no-time",
            )
        lines.append(line | {"judged": chosen is None or found.reference in chosen})
    names = frozenset(found.reference for found in drafts if found.reference)
    history = []
    current = call.context.encounter_id.rpartition("/")[2]
    for key in ("medications", "services"):
        for found in brought[key].found:
            if found.reference in names or not _stands(found, reading):
                continue
            line = _line(found, reading)
            assert isinstance(found.resource, MedicationRequest | ServiceRequest)
            home = tail(found.resource.encounter)
            if current and home == current:
                # at discharge there is nothing new: every line of the encounter is asked about
                lines.append(line | {"judged": call.context.draft_orders is None})
            else:
                named = {} if home is None else {"encounter_id": encounters.get(home, {}).get("id", home)}
                history.append(line | named)
    _note_unknown(chosen or [], names, reading)
    return Orders(tuple(lines), tuple(history), _claims(brought, reading), names)


def _claims(brought: Mapping[str, Fetched], reading: Reading) -> Claims:
    """Return what is claimed of lines: orders are never all that is charged, unless the sender's profile says so."""
    states = {brought[key].state for key in ("medications", "services")}
    partial = {"state": "partial", "scope": "facility"}
    found: Claims = {"lines": partial, "history.lines": {"state": "absent"} if states == {"unknown"} else partial}
    whole = reading.profile.supplies if states == {"all"} else {}
    return {name: claim for name, claim in found.items() if name not in whole}


def _note_unknown(chosen: list[str], names: frozenset[str], reading: Reading) -> None:
    for number, reference in enumerate(chosen):
        if reference not in names:
            reading.note(
                "unknown-selection",
                f"context.selections[{number}]",
                "no draft order has this reference",
                "待签医嘱中没有该引用",
                reference,
                kind="unknown-selection",
            )


def _drafts(call: HookCall, reading: Reading) -> list[Found] | Unread:
    bundle = call.context.draft_orders
    if bundle is None:
        return []
    if type_of(bundle) != "Bundle":
        return Unread(_DRAFTS, "not a Bundle")
    entries = entries_of(bundle, _DRAFTS)
    if isinstance(entries, Unread):
        return entries
    beside = medications_of(entries)
    found = []
    for given, place in entries:
        kind = type_of(given)
        if kind in _KINDS:
            one = read(given, place, beside)
            if isinstance(one, Unread):
                return one
            if not is_of(one.resource, call.context.patient_id.rpartition("/")[2]):
                return Unread(f"{place}.subject", "another patient than the context names")
            if not _is_not_to_be_done(one):
                found.append(one)
        elif kind != "Medication":
            reading.note(
                "not-read",
                place,
                f"orders of this type are not judged here: `{kind[:40]}`",
                f"不判断此类医嘱：{kind[:40]}",
                kind="not-read",
            )
    return found


def _line(found: Found, reading: Reading) -> Fields:
    match found.resource:
        case MedicationRequest() as request:
            line = medication_line(request, found, reading)
        case ServiceRequest() as request:
            line = service_line(request, found, reading)
        case other:
            raise AssertionError(other)
    return ({"id": found.reference} if found.reference else {}) | line


def _stands(found: Found, reading: Reading) -> bool:
    request = found.resource
    assert isinstance(request, MedicationRequest | ServiceRequest)
    if request.status == "unknown":
        reading.note(
            "unknown-status",
            f"{found.place}.status",
            "an order of unknown status; it is left out",
            "医嘱状态未知，未计入",
        )
    return request.status in _STANDS and request.intent in _MEANT and not _is_not_to_be_done(found)


def _is_not_to_be_done(found: Found) -> bool:
    request = found.resource
    return isinstance(request, MedicationRequest | ServiceRequest) and request.doNotPerform is True
