"""Patient, encounter, coverage, condition and observation to records of the event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from fhir.resources.R4B.codeableconcept import CodeableConcept
from fhir.resources.R4B.condition import Condition
from fhir.resources.R4B.coverage import Coverage
from fhir.resources.R4B.encounter import Encounter
from fhir.resources.R4B.observation import Observation, ObservationComponent
from fhir.resources.R4B.patient import Patient
from fhir.resources.R4B.quantity import Quantity

from sanku.doors.cdshooks.terms import (
    Reading,
    amount,
    code,
    codings_of,
    identifier,
    member,
    named,
    sent,
    tail,
    when,
)

Fields = dict[str, object]
One = TypeVar("One", Patient, Encounter)

_SEX = {"male": "male", "female": "female"}
_CLASS = {
    "AMB": "outpatient", "EMER": "emergency", "IMP": "inpatient", "ACUTE": "inpatient", "NONAC": "inpatient",
    "OBSENC": "observation", "SS": "day_case", "HH": "home", "VR": "internet",
}  # fmt: skip
_LEFT = {"home": "home", "other-hcf": "transfer", "aama": "against_advice", "exp": "died", "oth": "other"}
_NOT_OVER = ("planned", "arrived", "triaged", "in-progress", "onleave")
_CERTAINTY = {
    "confirmed": "confirmed",
    "unconfirmed": "suspected",
    "provisional": "suspected",
    "differential": "suspected",
}
_NO_DIAGNOSIS = {"refuted", "entered-in-error"}
_RESULT = {
    "POS": "positive", "NEG": "negative", "IND": "indeterminate",
    "10828004": "positive", "260385009": "negative", "82334004": "indeterminate",
}  # fmt: skip
"""Interpretation codes of HL7, and the SNOMED CT codes that laboratories send as the value."""
_FINAL = ("final", "amended", "corrected")


def patient(found: Patient, place: str, reading: Reading) -> Fields:
    """Return the patient; ``other`` and ``unknown`` are no sex of ours. Not dead only where that is said."""
    fields = sent(
        id=identifier(found.identifier, "patient", reading) or found.id,
        sex=_SEX.get(found.gender or ""),
        born=when(found.birthDate, f"{place}.birthDate", reading),
        died_at=when(found.deceasedDateTime, f"{place}.deceasedDateTime", reading),
    )
    if found.deceasedBoolean is False:
        fields["died_at"] = None
    return fields


def encounter(found: Encounter, place: str, reading: Reading, *, leaving: bool) -> Fields:
    """Return an encounter.

    Args:
        found: The resource.
        place: Its place in the call.
        reading: The sender's habits and the notes.
        leaving: Whether the patient is being discharged: then a missing end does not mean still in.
    """
    period = found.period
    out = found.hospitalization.dischargeDisposition if found.hospitalization is not None else None
    types = found.type or []
    attending = [
        one.individual
        for one in found.participant or []
        if any(coding.code == "ATND" for concept in one.type or [] for coding in codings_of(concept))
    ]
    fields = sent(
        id=identifier(found.identifier, "encounter", reading) or found.id,
        kind=member(found.class_fhir, "fhir_class", _CLASS, f"{place}.class", reading),
        visit_type=code(types[0], ("med_type",), f"{place}.type[0]", reading) if types else None,
        admitted_at=when(period.start, f"{place}.period.start", reading) if period is not None else None,
        discharged_at=when(period.end, f"{place}.period.end", reading) if period is not None else None,
        outcome=member(out, "fhir_disposition", _LEFT, f"{place}.hospitalization", reading),
        physician=sent(id=named(attending[0], "physician", reading)) or None if attending else None,
    )
    if (period is None or period.end is None) and found.status in _NOT_OVER and not leaving:
        fields["discharged_at"] = None
    return fields


def scheme(found: Coverage, place: str, reading: Reading) -> str | None:
    """Return the insurance scheme of an enrolment, by the national code (310, 390) or the profile's dictionary."""
    mapped = [coding for coding in codings_of(found.type) if reading.system(coding.system) == "insutype"]
    if mapped:
        return mapped[0].code
    return member(found.type, "fhir_scheme", {}, f"{place}.type", reading)


def insurer_region(found: Coverage, reading: Reading) -> str | None:
    """Return the insured region, where the payor has an identifier that is a region code."""
    for payor in found.payor:
        given = payor.identifier
        region = None if given is None else identifier([given], "admdvs", reading)
        if region is not None:
            return region
    return None


def diagnosis(found: Condition, reference: str, place: str, reading: Reading, stage: str | None) -> Fields | None:
    """Return a diagnosis, ``None`` for one that was refuted or entered in error."""
    verified = {coding.code for coding in codings_of(found.verificationStatus)}
    if verified & _NO_DIAGNOSIS:
        return None
    certain = {_CERTAINTY[word] for word in verified if word in _CERTAINTY}
    return sent(
        id=reference or None,
        code=code(found.code, ("icd10",), f"{place}.code", reading),
        name=name_of(found.code),
        stage=stage,
        at=when(found.recordedDate, f"{place}.recordedDate", reading),
        onset_at=when(found.onsetDateTime, f"{place}.onsetDateTime", reading),
        certainty=certain.pop() if len(certain) == 1 else None,
    )


def observations(found: Observation, reference: str, place: str, reading: Reading) -> list[Fields]:
    """Return the results of an observation: its own value, and one for each component."""
    if found.status not in _FINAL:
        reading.note(
            "not-final",
            f"{place}.status",
            "a result that is not final; it is left out",
            "结果未定稿，未计入",
            found.status,
        )
        return []
    shared = sent(
        collected_at=when(found.effectiveDateTime or found.effectiveInstant, f"{place}.effectiveDateTime", reading),
        reported_at=when(found.issued, f"{place}.issued", reading),
        specimen=tail(found.specimen),
    )
    parts = found.component or []
    own = _result(found, place, reading)
    mine = [] if parts and found.valueQuantity is None and found.valueCodeableConcept is None else [own]
    inner = [_result(part, f"{place}.component[{number}]", reading) for number, part in enumerate(parts)]
    return [
        {**sent(id=(f"{reference}#{number}" if number else reference) or None), **shared, **fields}
        for number, fields in enumerate([*mine, *inner])
    ]


def _result(found: Observation | ObservationComponent, place: str, reading: Reading) -> Fields:
    value = found.valueQuantity
    low, high = _range(found, place, reading)
    said: list[CodeableConcept] = [
        *([found.valueCodeableConcept] if found.valueCodeableConcept is not None else []),
        *(found.interpretation or []),
    ]
    meant = {_RESULT[coding.code] for concept in said for coding in codings_of(concept) if coding.code in _RESULT}
    return sent(
        code=code(found.code, ("lab",), f"{place}.code", reading),
        name=name_of(found.code),
        value=_quantity(value, f"{place}.valueQuantity", reading),
        value_op=(value.comparator or "=") if value is not None else None,
        result=meant.pop() if len(meant) == 1 else None,
        low=low,
        high=high,
    )


def _range(
    found: Observation | ObservationComponent, place: str, reading: Reading
) -> tuple[Mapping[str, str] | None, Mapping[str, str] | None]:
    ranges = found.referenceRange or []
    if len(ranges) != 1:  # several ranges are for several kinds of people; which one holds is not said
        return None, None
    at = f"{place}.referenceRange[0]"
    return _quantity(ranges[0].low, at, reading), _quantity(ranges[0].high, at, reading)


def _quantity(given: Quantity | None, place: str, reading: Reading) -> dict[str, str] | None:
    return None if given is None else amount(given.value, given.code, place, reading, shown=given.unit)


def name_of(concept: CodeableConcept | None) -> str | None:
    """Return how people read a concept."""
    if concept is None:
        return None
    return concept.text or next((coding.display for coding in codings_of(concept) if coding.display), None)
