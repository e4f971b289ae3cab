"""Plain data to FHIR R4 resources; what cannot be read is a value that says where and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fhir.resources.R4B.condition import Condition
from fhir.resources.R4B.coverage import Coverage
from fhir.resources.R4B.encounter import Encounter
from fhir.resources.R4B.medication import Medication
from fhir.resources.R4B.medicationrequest import MedicationRequest
from fhir.resources.R4B.observation import Observation
from fhir.resources.R4B.patient import Patient
from fhir.resources.R4B.servicerequest import ServiceRequest
from pydantic import ValidationError

Resource = Condition | Coverage | Encounter | Medication | MedicationRequest | Observation | Patient | ServiceRequest
_FORMS: dict[str, type[Resource]] = {
    "Condition": Condition,
    "Coverage": Coverage,
    "Encounter": Encounter,
    "Medication": Medication,
    "MedicationRequest": MedicationRequest,
    "Observation": Observation,
    "Patient": Patient,
    "ServiceRequest": ServiceRequest,
}
_WITHOUT = ("text", "contained")
"""Elements that are not looked at by the form: a narrative of any length, and resources of any kind."""


@dataclass(frozen=True, slots=True)
class Found:
    """A resource, its place in the call, and how others refer to it.

    ``beside``: medications of the same Bundle or contained, by reference.
    """

    resource: Resource
    place: str
    reference: str
    beside: Mapping[str, Medication]


@dataclass(frozen=True, slots=True)
class Unread:
    """A resource that could not be read: its place, and why."""

    place: str
    why: str


def type_of(given: object) -> str:
    """Return the resource type that plain data names, ``""`` if it names none."""
    named = given.get("resourceType") if isinstance(given, Mapping) else None
    return named if isinstance(named, str) else ""


def entries_of(bundle: Mapping[str, object], place: str) -> list[tuple[Mapping[str, object], str]] | Unread:
    """Return the resources of a Bundle as plain data, each with its place."""
    given = bundle.get("entry", [])
    if not isinstance(given, list):
        return Unread(f"{place}.entry", "not a list")
    found = []
    for number, entry in enumerate(given):
        resource = entry.get("resource") if isinstance(entry, Mapping) else None
        if not isinstance(resource, Mapping):
            return Unread(f"{place}.entry[{number}]", "no resource")
        found.append((resource, f"{place}.entry[{number}].resource"))
    return found


def read(given: Mapping[str, object], place: str, beside: Mapping[str, Medication]) -> Found | Unread:
    """Read one resource of a type that is known here."""
    kind = type_of(given)
    plain = {key: value for key, value in given.items() if key not in _WITHOUT}
    try:
        resource = _FORMS[kind].model_validate(plain)
    except ValidationError as error:
        first = error.errors()[0]
        inner = ".".join(map(str, first["loc"]))
        return Unread(f"{place}.{inner}" if inner else place, str(first["type"]).replace("_", " "))
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        return Unread(place, type(error).__name__)
    identity = given.get("id")
    reference = f"{kind}/{identity}" if isinstance(identity, str) and identity else ""
    return Found(resource, place, reference, {**beside, **_contained(given)})


def is_of(resource: Resource, patient: str) -> bool:
    """Tell whether a resource is about a patient, as far as it refers to one by an id."""
    match resource:
        case Patient() | Medication():
            return True
        case Coverage():
            reference = resource.beneficiary.reference
        case _:
            reference = resource.subject.reference if resource.subject is not None else None
    return not reference or reference.rpartition("/")[2] == patient


def medications_of(entries: list[tuple[Mapping[str, object], str]]) -> dict[str, Medication]:
    """Return the medications among the resources of a Bundle, by reference; one that cannot be read is not there."""
    found = {}
    for given, place in entries:
        one = read(given, place, {}) if type_of(given) == "Medication" else None
        if isinstance(one, Found) and isinstance(one.resource, Medication) and one.reference:
            found[one.reference] = one.resource
    return found


def _contained(given: Mapping[str, object]) -> dict[str, Medication]:
    inner = given.get("contained")
    plain = [(one, "contained") for one in inner if isinstance(one, Mapping)] if isinstance(inner, list) else []
    return {f"#{reference.rpartition('/')[2]}": one for reference, one in medications_of(plain).items()}
