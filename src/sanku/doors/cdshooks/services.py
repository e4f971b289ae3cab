"""The three services that are offered, what each asks to be sent along, and the form of a call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

import msgspec

_Text = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
_WHERE = "patient={{context.patientId}}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one prefetch key asks for.

    Args:
        template: The query, as the specification writes it.
        kinds: Resource types that may come back.
        one: Whether it reads one resource, or searches.
    """

    template: str
    kinds: tuple[str, ...]
    one: bool = False


PREFETCH = {
    "patient": Wanted("Patient/{{context.patientId}}", ("Patient",), one=True),
    "encounter": Wanted("Encounter/{{context.encounterId}}", ("Encounter",), one=True),
    "coverage": Wanted(f"Coverage?{_WHERE}&status=active", ("Coverage",)),
    "conditions": Wanted(f"Condition?{_WHERE}", ("Condition",)),
    "observations": Wanted(f"Observation?{_WHERE}&status=final,amended,corrected", ("Observation",)),
    "medications": Wanted(
        f"MedicationRequest?{_WHERE}&status=active,on-hold,completed,stopped&_include=MedicationRequest:medication",
        ("MedicationRequest",),
    ),
    "services": Wanted(f"ServiceRequest?{_WHERE}&status=active,on-hold,completed", ("ServiceRequest",)),
    "encounters": Wanted(f"Encounter?{_WHERE}", ("Encounter",)),
}
"""Key to what it asks for; the same for every service."""


@dataclass(frozen=True, slots=True)
class HookService:
    """One service: its id, its hook, the phase its events are judged in, what discovery says of it."""

    id: str
    hook: str
    phase: str
    title: str
    description: str


_OFFERED = (
    HookService(
        "sanku-order-select",
        "order-select",
        "order",
        "医保事前提醒（选择医嘱）",
        "选择医嘱时按医保规则提示。Judges the selected orders by the rules of the medical insurance.",
    ),
    HookService(
        "sanku-order-sign",
        "order-sign",
        "order",
        "医保事前提醒（签署医嘱）",
        "签署医嘱前按医保规则提示。Judges the draft orders before they are signed.",
    ),
    HookService(
        "sanku-encounter-discharge",
        "encounter-discharge",
        "settle",
        "医保出院审核",
        "出院前审核本次就诊。Judges the whole encounter before the patient is discharged.",
    ),
)
SERVICES = {service.id: service for service in _OFFERED}
"""Service id to service."""


class Context(msgspec.Struct, frozen=True, rename="camel"):
    """What the user was doing; each hook has these fields or some of them.

    ``user_id``: ``Practitioner/D17``. ``draft_orders``: a Bundle. ``selections``: references into it.
    """

    user_id: _Text
    patient_id: _Text
    encounter_id: Annotated[str, msgspec.Meta(max_length=200)] = ""
    draft_orders: dict[str, object] | None = None
    selections: Annotated[list[_Text], msgspec.Meta(max_length=20_000)] | None = None


class HookCall(msgspec.Struct, frozen=True, rename="camel"):
    """A call of a service. What is not named here (``fhirServer``, ``fhirAuthorization``) is not read and not kept."""

    hook: _Text
    hook_instance: UUID
    context: Context
    prefetch: dict[str, object] | None = None


def discovery() -> dict[str, list[dict[str, object]]]:
    """Return what ``GET /cds-services`` answers."""
    prefetch = {key: wanted.template for key, wanted in PREFETCH.items()}
    return {
        "services": [
            {
                "id": service.id,
                "hook": service.hook,
                "title": service.title,
                "description": service.description,
                "prefetch": prefetch,
            }
            for service in SERVICES.values()
        ]
    }
