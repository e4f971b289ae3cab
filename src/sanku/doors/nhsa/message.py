"""A 3101 or 3102 request to events in our own form, one for each patient; anything else is refused once and clearly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sanku.catalog.nodes import SenderProfile
from sanku.claim.facts import Note
from sanku.claim.notes import Notes, shown
from sanku.claim.scalars import plain_text
from sanku.doors.nhsa import records
from sanku.doors.nhsa.profiles import profile_of
from sanku.doors.nhsa.values import Node, decoded, sent

Event = dict[str, object]

_PHASES = {"3101": "order", "3102": "settle"}
_DATA = "input.data"


@dataclass(frozen=True, slots=True)
class MessageRefused:
    """Why a message was not read.

    Args:
        code: ``unknown-trade``, ``unreadable-message``, ``unreadable-patient``.
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


NO_DATA = MessageRefused("unreadable-message", _DATA, "the message has no input.data object", "报文缺少input.data对象")


def is_message(message: Mapping[str, object]) -> bool:
    """Tell whether an object is a message of the national interface: it names a trade."""
    return "infno" in message


def read_message(
    message: Mapping[str, object], senders: Mapping[str, SenderProfile] | None = None
) -> tuple[Event, ...] | MessageRefused:
    """Read a 3101 (order) or 3102 (settle) request.

    Args:
        message: The whole request with its envelope; numbers as int, Decimal or text.
        senders: Profiles by institution; that of ``default`` serves the others.
    """
    trade = trade_of(message)
    if trade not in _PHASES:
        named = trade or "?"
        return MessageRefused(
            "unknown-trade",
            "infno",
            f"trade `{named}` is not read here: only 3101 (order) and 3102 (settle) are",
            f"不支持交易「{named}」，仅受理3101（事前）与3102（事中）",
            shown(message.get("infno")),
        )
    data = data_of(message)
    if data is None:
        return NO_DATA
    given = data.get("patient_dtos")
    patients = patients_of(data)
    if not patients:
        return MessageRefused(
            "unreadable-patient",
            f"{_DATA}.patient_dtos",
            "patient_dtos is not a list of patients",
            "patient_dtos不是参保人列表",
            shown(given),
        )
    profile = profile_of(message, patients, senders or {})
    return tuple(
        _event(
            Node(message, "", profile, notes := Notes()),
            Node(data, _DATA, profile, notes),
            Node(one, f"{_DATA}.patient_dtos[{position}]", profile, notes),
            _PHASES[trade],
            position if len(patients) > 1 else None,
        )
        for position, one in enumerate(patients)
    )


def trade_of(message: Mapping[str, object]) -> str:
    """Return the number of the trade, ``""`` if the message names none."""
    given = message.get("infno")
    return given.strip()[:40] if isinstance(given, str) else plain_text(given) or ""


def data_of(message: Mapping[str, object]) -> Mapping[str, object] | None:
    """Return ``input.data``; some senders leave out the ``data`` between, some send the input as JSON inside a text."""
    given = message.get("input")
    if isinstance(given, str):
        given = decoded(given)
    data = given.get("data", given) if isinstance(given, Mapping) else None
    if isinstance(data, str):
        data = decoded(data)
    return data if isinstance(data, Mapping) else None


def patients_of(data: Mapping[str, object]) -> list[Mapping[str, object]]:
    """Return the patients, a list or one object; none if anything else is among them."""
    given = data.get("patient_dtos")
    found = [given] if isinstance(given, Mapping) else given if isinstance(given, list) else []
    return found if all(isinstance(one, Mapping) for one in found) else []


def _event(envelope: Node, data: Node, patient: Node, phase: str, position: int | None) -> Event:
    encounters = patient.inner("fsi_encounter_dtos")
    current = _current(patient, encounters)
    identity = envelope.text("msgid") or data.text("task_id")
    if identity is not None and position is not None:
        identity = f"{identity}/{position + 1}"
    event = sent(
        id=identity,
        phase=phase,
        trigger=data.member("trig_scen"),
        insured_region=_region(envelope, "insuplc_admdvs", patient, "poolarea"),
        care_region=_region(envelope, "mdtrtarea_admvs", current, "medins_admdvs"),
        asked_at=(envelope.text("inf_time") or "").replace(" ", "T", 1) or None,
        rule_ids=data.fields.get("rule_ids") or None,
        patient=_patient(patient, current),
        supplied=_supplied(patient.profile),
    )
    if current is not None:
        event |= _of_current(current)
        if not event["facility"]:
            event["facility"] = sent(id=envelope.text("fixmedins_code"), name=envelope.text("fixmedins_name"))
    if encounters:
        event["history"] = _history([one for one in encounters if one is not current])
    before = envelope.fields.get("notes")
    notes = [*(before if isinstance(before, list) else []), *map(_note, patient.notes.all())]
    if notes:
        event["notes"] = notes
    return event


def _note(note: Note) -> Event:
    return sent(code=note.code, path=note.path, message=note.message, message_zh=note.message_zh, raw=note.raw or None)


def _current(patient: Node, encounters: list[Node]) -> Node | None:
    """Return the current encounter: the one that is named, else the one with lines of this question, or the first."""
    named = patient.text("curr_mdtrt_id")
    found = next((one for one in encounters if named is not None and one.text("mdtrt_id") == named), None)
    if found is not None or not encounters:
        return found
    found = next(
        (one for one in encounters for order in one.inner("fsi_order_dtos") if order.text("curr_drord_flag") == "1"),
        encounters[0],
    )
    patient.note(
        "no-current-encounter",
        "curr_mdtrt_id",
        f"no encounter has this id; `{found.text('mdtrt_id')}` is taken as the current one",
        f"没有该标识的就诊，以「{found.text('mdtrt_id')}」为本次就诊",
    )
    return found


def _region(envelope: Node, key: str, other: Node | None, its_key: str) -> str | None:
    """Return a region: the envelope's, else the record's; a difference is noted."""
    first, second = envelope.text(key), other.text(its_key) if other is not None else None
    if first is not None and second is not None and first != second and other is not None:
        other.note(
            "contradiction",
            its_key,
            f"`{second}` differs from {key} `{first}`, which is used",
            f"「{second}」与{key}「{first}」不一致，以后者为准",
        )
    return first or second


def _patient(patient: Node, current: Node | None) -> Event:
    fields = sent(
        id=patient.text("patn_id"),
        sex=patient.member("gend"),
        maternity=current.member("matn_stas") if current is not None else None,
    )
    patient.time("brdy", fields, "born")
    return fields


def _supplied(profile: SenderProfile) -> Event:
    """Return what the profile says is supplied; of the history, at most this sender's part."""
    claims: Event = {"history": {"state": "partial", "scope": "facility"}}
    return claims | {name: {"state": state, "scope": "facility"} for name, state in profile.supplies.items()}


def _of_current(node: Node) -> Event:
    place = records.facility(node)
    event: Event = {
        "coverage": sent(scheme=node.member("insutype")),
        "facility": place,
        "encounter": records.encounter(node),
    }
    level = place.get("level")
    if node.has("fsi_order_dtos"):
        event["lines"] = [
            records.line(one, level if isinstance(level, str) else None) for one in node.inner("fsi_order_dtos")
        ]
    if node.has("fsi_diagnose_dtos"):
        event["diagnoses"] = [records.diagnosis(one) for one in node.inner("fsi_diagnose_dtos")]
    if node.has("fsi_operation_dtos"):
        event["procedures"] = [records.procedure(one) for one in node.inner("fsi_operation_dtos")]
    return event


def _history(others: list[Node]) -> Event:
    """Return the other encounters with what belongs to them, each member naming its encounter."""
    encounters: list[Event] = []
    lines: list[Event] = []
    diagnoses: list[Event] = []
    procedures: list[Event] = []
    for number, node in enumerate(others, 1):
        place = records.facility(node)
        stay = records.encounter(node)
        home = stay.setdefault("id", f"history#{number}")
        encounters.append(stay | ({"facility": place} if place else {}))
        level = place.get("level")
        found = [records.line(one, level if isinstance(level, str) else None) for one in node.inner("fsi_order_dtos")]
        lines += [{**one, "encounter_id": home} for one in found]
        diagnoses += [{**records.diagnosis(one), "encounter_id": home} for one in node.inner("fsi_diagnose_dtos")]
        procedures += [{**records.procedure(one), "encounter_id": home} for one in node.inner("fsi_operation_dtos")]
    return {"encounters": encounters, "lines": lines, "diagnoses": diagnoses, "procedures": procedures}
