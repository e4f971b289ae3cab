"""What belongs to this encounter, what to earlier ones, and what is claimed of either: never more than was sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fhir.resources.R4B.condition import Condition
from fhir.resources.R4B.encounter import Encounter
from fhir.resources.R4B.observation import Observation

from sanku.catalog.nodes import SenderProfile
from sanku.doors.cdshooks import records
from sanku.doors.cdshooks.prefetch import Fetched
from sanku.doors.cdshooks.records import Fields
from sanku.doors.cdshooks.services import HookCall
from sanku.doors.cdshooks.terms import Reading, tail

Claims = dict[str, object]
_PARTIAL = {"state": "partial", "scope": "facility"}
_STAGES = {"AD": "admission", "DD": "discharge"}


@dataclass(frozen=True, slots=True)
class Parts:
    """Members of this encounter and of earlier ones, and whether that is all there is."""

    here: tuple[Fields, ...]
    earlier: tuple[Fields, ...]
    brought: Fetched
    placed: bool


def diagnoses(
    brought: Fetched, call: HookCall, stay: Encounter | None, reading: Reading, encounters: Mapping[str, Fields]
) -> Parts:
    """Return the diagnoses; one that the encounter lists is of this encounter, whatever it says itself."""
    stages = {
        tail(one.condition): _STAGES.get(coding.code or "")
        for one in (stay.diagnosis if stay is not None else None) or []
        for coding in (one.use.coding if one.use is not None else None) or []
    }
    found = []
    for one in brought.found:
        if isinstance(one.resource, Condition):
            stage = stages.get(one.resource.id)
            made = records.diagnosis(one.resource, one.reference, one.place, reading, stage)
            home = call.context.encounter_id if one.resource.id in stages else tail(one.resource.encounter)
            found += [] if made is None else [(home, made)]
    return _split(found, call, brought, "conditions", reading, encounters)


def observations(brought: Fetched, call: HookCall, reading: Reading, encounters: Mapping[str, Fields]) -> Parts:
    """Return the results."""
    found = [
        (tail(one.resource.encounter), made)
        for one in brought.found
        if isinstance(one.resource, Observation)
        for made in records.observations(one.resource, one.reference, one.place, reading)
    ]
    return _split(found, call, brought, "observations", reading, encounters)


def _split(
    found: list[tuple[str | None, Fields]],
    call: HookCall,
    brought: Fetched,
    key: str,
    reading: Reading,
    encounters: Mapping[str, Fields],
) -> Parts:
    current = call.context.encounter_id.rpartition("/")[2]
    now = [made for home, made in found if current and home == current]
    before = [
        made if home is None else {**made, "encounter_id": encounters.get(home, {}).get("id", home)}
        for home, made in found
        if not current or home != current
    ]
    placed = all(home is not None for home, _ in found)
    if not placed:
        reading.note(
            "no-encounter",
            f"prefetch.{key}",
            "some name no encounter: they count as history, and those of this encounter as incomplete",
            "部分资源未注明就诊：计入既往，本次就诊的数据按不完整处理",
        )
    return Parts(tuple(now), tuple(before), brought, placed)


def place(name: str, parts: Parts, event: Fields, history: Fields, claims: Claims, profile: SenderProfile) -> None:
    """Put members into the event, with what is claimed of them."""
    if parts.brought.state != "unknown":
        event[name] = list(parts.here)
        history[name] = list(parts.earlier)
        if parts.brought.state == "some" or not parts.placed:
            claims[name] = dict(_PARTIAL)
    claim(f"history.{name}", parts.brought, claims, profile)


def claim(name: str, brought: Fetched, claims: Claims, profile: SenderProfile) -> None:
    """Claim what was sent: a search speaks for the sender's server; what was not sent is never complete."""
    if brought.state == "unknown":
        claims[name] = {"state": "absent"}
    elif brought.state == "some":
        claims[name] = dict(_PARTIAL)
    elif name not in profile.supplies:
        claims[name] = {"state": "complete", "scope": "facility"}
