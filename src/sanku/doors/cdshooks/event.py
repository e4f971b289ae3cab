"""A hook call to one event in our own form; what cannot be judged at all is refused once, with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec
from fhir.resources.R4B.coverage import Coverage
from fhir.resources.R4B.encounter import Encounter
from fhir.resources.R4B.patient import Patient

from sanku.catalog.nodes import SenderProfile
from sanku.claim.facts import Note
from sanku.claim.notes import Notes
from sanku.doors.cdshooks import records
from sanku.doors.cdshooks.orders import read_orders
from sanku.doors.cdshooks.placing import Claims, claim, diagnoses, observations, place
from sanku.doors.cdshooks.prefetch import Fetched, fetched
from sanku.doors.cdshooks.records import Fields
from sanku.doors.cdshooks.resources import Unread
from sanku.doors.cdshooks.services import PREFETCH, HookCall, HookService
from sanku.doors.cdshooks.terms import Reading, named, sent

Event = dict[str, object]
Profiles = Mapping[str, SenderProfile]

_FIXED = ("care_region", "insured_region")


class HookRefused(Exception):  # noqa: N818 - the sender's fault, told as a value of the answer
    """Why a call was not read: the place inside it, and one sentence in both languages."""

    def __init__(self, path: str, en: str, zh: str) -> None:
        super().__init__(en)
        self.path, self.en, self.zh = path, en, zh


@dataclass(frozen=True, slots=True)
class Call:
    """A call that was read: the event, the user who asked, and the draft orders that a card may speak of."""

    event: Event
    user: str
    drafts: frozenset[str]


def read_call(
    body: Mapping[str, object], service: HookService, profiles: Profiles, arrival: datetime, institution: str = ""
) -> Call:
    """Read a call of a service.

    Args:
        body: The call as plain data, numbers exact.
        service: The service that was called.
        profiles: Profiles by institution; that of ``default`` serves the others.
        arrival: Civil time of the call: a draft order without a time is ordered now.
        institution: Who the caller is known to be, by its token; ``""``: as the encounter says.

    Raises:
        HookRefused: It is no call of this service, or its draft orders cannot be read.
    """
    call = _call(body, service)
    notes = Notes()
    given = call.prefetch or {}
    where = institution or _provider(given, profiles)
    reading = Reading(profiles.get(where, profiles.get("default", SenderProfile(""))), notes)
    patient = call.context.patient_id.rpartition("/")[2]
    brought = {key: fetched(given, key, patient, reading) for key in PREFETCH}
    stay = _only(brought["encounter"], Encounter)
    encounters = _earlier(brought["encounters"], call.context.encounter_id, reading)
    found = read_orders(call, brought, reading, encounters, arrival)
    if isinstance(found, Unread):
        raise HookRefused(found.place, f"a draft order that cannot be read: {found.why}", "待签医嘱无法读取")
    event: Event = sent(
        id=f"{service.hook}-{call.hook_instance}",
        phase=service.phase,
        patient=_patient(brought["patient"], call, reading),
        facility=_facility(stay, where, reading) or None,
        encounter=_encounter(stay, call, service, reading) or None,
        **_enrolment(brought["coverage"], reading),
    )
    for name in _FIXED:
        fixed = reading.dictionary("fhir_fixed").get(name)
        if fixed is not None:
            event.setdefault(name, fixed)
    event |= {"lines": list(found.lines)}
    history: Event = {"lines": list(found.history)} if found.history else {}
    # of what no key asks for nothing is claimed, whatever the profile says of the national messages
    claims: Claims = {"history": {"state": "absent"}, **found.claims}
    for name, parts in (
        ("diagnoses", diagnoses(brought["conditions"], call, stay, reading, encounters)),
        ("observations", observations(brought["observations"], call, reading, encounters)),
    ):
        place(name, parts, event, history, claims, reading.profile)
    if brought["encounters"].state != "unknown":
        history["encounters"] = list(encounters.values())
    claim("history.encounters", brought["encounters"], claims, reading.profile)
    if history:
        event["history"] = history
    event["supplied"] = claims
    told = [_note(note) for note in notes.all()]
    if told:
        event["notes"] = told
    return Call(event, call.context.user_id, found.drafts)


def _call(body: Mapping[str, object], service: HookService) -> HookCall:
    try:
        call = msgspec.convert(body, HookCall)
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `$.")
        raise HookRefused(place.rstrip("`"), message[:1].lower() + message[1:], "请求字段不符合要求") from None
    if call.hook != service.hook:
        raise HookRefused("hook", f"this service answers `{service.hook}`", f"本服务只受理{service.hook}")
    if service.phase == "order" and call.context.draft_orders is None:
        raise HookRefused("context.draftOrders", "draft orders are missing", "缺少待签医嘱")
    if service.hook == "order-select" and call.context.selections is None:
        raise HookRefused("context.selections", "selections are missing", "缺少所选医嘱")
    if service.hook == "encounter-discharge" and not call.context.encounter_id:
        raise HookRefused("context.encounterId", "the encounter is missing", "缺少就诊标识")
    return call


def _provider(given: Mapping[str, object], profiles: Profiles) -> str:
    """Return the institution that an encounter names before any profile is known: by an identifier with a profile."""
    stay = given.get("encounter")
    provider = stay.get("serviceProvider") if isinstance(stay, Mapping) else None
    known = provider.get("identifier") if isinstance(provider, Mapping) else None
    value = known.get("value") if isinstance(known, Mapping) else None
    return value if isinstance(value, str) and value in profiles else ""


def _only(brought: Fetched, form: type[records.One]) -> records.One | None:
    found = [one.resource for one in brought.found if isinstance(one.resource, form)]
    return found[0] if len(found) == 1 else None


def _patient(brought: Fetched, call: HookCall, reading: Reading) -> Fields:
    found = _only(brought, Patient)
    if found is None:
        return {"id": call.context.patient_id.rpartition("/")[2]}
    if found.id is not None and found.id != call.context.patient_id.rpartition("/")[2]:
        raise HookRefused(
            "prefetch.patient.id", "another patient than the context names", "患者与context.patientId不一致"
        )
    return records.patient(found, "prefetch.patient", reading)


def _facility(stay: Encounter | None, where: str, reading: Reading) -> Fields:
    provider = None if stay is None else stay.serviceProvider
    said = named(provider, "facility", reading)
    if where and said is not None and provider is not None and provider.identifier is not None and said != where:
        reading.note(
            "contradiction",
            "prefetch.encounter.serviceProvider",
            f"differs from the institution of the caller, `{where}`, which is used",
            f"与调用方机构「{where}」不一致，以后者为准",
            said,
        )
    return sent(id=where or said, name=provider.display if provider is not None else None)


def _encounter(stay: Encounter | None, call: HookCall, service: HookService, reading: Reading) -> Fields:
    asked = call.context.encounter_id.rpartition("/")[2]
    if stay is None:
        return {"id": asked} if asked else {}
    if asked and stay.id is not None and stay.id != asked:
        raise HookRefused(
            "prefetch.encounter.id", "another encounter than the context names", "就诊与context.encounterId不一致"
        )
    return records.encounter(stay, "prefetch.encounter", reading, leaving=service.hook == "encounter-discharge")


def _enrolment(brought: Fetched, reading: Reading) -> Fields:
    """Return enrolment and insured region, where the coverages that were sent agree on them."""
    found = [(one.resource, one.place) for one in brought.found if isinstance(one.resource, Coverage)]
    active = [(one, place) for one, place in found if one.status == "active"]
    schemes = {scheme for one, place in active if (scheme := records.scheme(one, place, reading)) is not None}
    regions = {region for one, _ in active if (region := records.insurer_region(one, reading)) is not None}
    if len(schemes) > 1 or len(regions) > 1:
        reading.note(
            "contradiction",
            "prefetch.coverage",
            "several coverages are active; which one pays is not said",
            "有多项有效参保信息，未说明由哪一项支付",
            ", ".join(sorted(schemes | regions)),
        )
    return sent(
        coverage={"scheme": schemes.pop()} if len(schemes) == 1 else None,
        insured_region=regions.pop() if len(regions) == 1 else None,
    )


def _earlier(brought: Fetched, current: str, reading: Reading) -> dict[str, Fields]:
    """Return the other encounters as the event names them, by their id on the sender's server."""
    now = current.rpartition("/")[2]
    return {
        one.resource.id: records.encounter(one.resource, one.place, reading, leaving=False)
        for one in brought.found
        if isinstance(one.resource, Encounter)
        if one.resource.id is not None and one.resource.id != now and one.resource.status != "entered-in-error"
    }


def _note(note: Note) -> Event:
    return sent(code=note.code, path=note.path, message=note.message, message_zh=note.message_zh, raw=note.raw or None)
