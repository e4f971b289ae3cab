"""Codings, identifiers, units and times of FHIR to ours, by the sender's profile; what has no counterpart is noted.

The profile of the institution says what its URIs mean: ``dictionaries.fhir_system`` (URI of a code system or of a kind
of identifier to our name for it), ``code_maps`` (``URI|local code`` to a national code).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from fhir.resources.R4B.codeableconcept import CodeableConcept
from fhir.resources.R4B.coding import Coding
from fhir.resources.R4B.identifier import Identifier
from fhir.resources.R4B.reference import Reference

from sanku.catalog.nodes import SenderProfile
from sanku.claim.faults import Fault
from sanku.claim.notes import Notes
from sanku.claim.scalars import plain_text
from sanku.core.unit import find_unit

_STANDARD = {"http://loinc.org": "lab", "http://hl7.org/fhir/sid/icd-10": "icd10"}
_UCUM = {
    "1": "", "{count}": "", "d": "day", "h": "hour", "wk": "week", "mo": "month", "a": "year", "min": "minute",
    "[iU]": "IU", "[IU]": "IU", "10*3/uL": "10*9/L", "10*6/uL": "10*12/L",
}  # fmt: skip
"""UCUM codes that our unit table writes otherwise; the others are asked for as they are."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What every part of the reading uses: the sender's habits, and where notes go."""

    profile: SenderProfile
    notes: Notes

    def note(self, code: str, place: str, english: str, chinese: str, raw: object = None, kind: str = "") -> None:
        """Add a note; ``kind`` makes notes count as alike."""
        self.notes.add(Fault("", code, english, chinese), place, raw, kind or place.rpartition(".")[2])

    def dictionary(self, name: str) -> Mapping[str, str]:
        """Return one dictionary of the profile."""
        return self.profile.dictionaries.get(name, {})

    def system(self, uri: str | None) -> str:
        """Return our name for a URI, ``""`` if it has none."""
        return self.dictionary("fhir_system").get(uri or "", _STANDARD.get(uri or "", ""))


def code(concept: CodeableConcept | None, wanted: tuple[str, ...], place: str, reading: Reading) -> str | None:
    """Return the national code that a concept means; the codings must agree on one.

    Args:
        concept: The concept.
        wanted: Code systems of ours that are meant.
        place: Its place in the call.
        reading: The sender's habits and the notes.
    """
    codings = codings_of(concept)
    found = {mapped for coding in codings if (mapped := _national(coding, wanted, reading))}
    if len(found) == 1:
        return found.pop()
    if found:
        told = ", ".join(sorted(found))
        reading.note(
            "contradiction",
            place,
            f"the codings mean different codes: {told}; the field stays absent",
            f"多个编码含义不一致：{told}，按未提供处理",
            told,
        )
    elif codings or (concept is not None and concept.text):
        raw = token(codings[0]) if codings else None
        reading.note(
            "unmapped-coding",
            place,
            "no coding has a counterpart here: add its system or its code to the sender's profile",
            "编码未与国家编码对照，请在发送方配置中补充，按未提供处理",
            raw,
        )
    return None


def codings_of(concept: CodeableConcept | None) -> list[Coding]:
    """Return the codings of a concept that have a code."""
    found = [] if concept is None else concept.coding or []
    return [coding for coding in found if coding.code]


def token(coding: Coding) -> str:
    """Return a coding as a search writes it: ``URI|code``."""
    return f"{coding.system or ''}|{coding.code}"


def _national(coding: Coding, wanted: tuple[str, ...], reading: Reading) -> str | None:
    mapped = reading.profile.code_maps.get(token(coding))
    if mapped is not None:
        return mapped
    return coding.code if reading.system(coding.system) in wanted else None


def member(
    concept: CodeableConcept | Coding | None, name: str, standard: Mapping[str, str], place: str, reading: Reading
) -> str | None:
    """Return the member of a closed list that a concept means: by the profile's dictionary, then by the standard one.

    Keys of both are codes; the profile's may also be ``URI|code``.
    """
    codings = [concept] if isinstance(concept, Coding) else codings_of(concept)
    own = reading.dictionary(name)
    for coding in codings:
        for key in (token(coding), coding.code or ""):
            if key in own:
                return own[key] or None
        if (coding.code or "") in standard:
            return standard[coding.code or ""]
    if codings:
        reading.note(
            "out-of-dictionary",
            place,
            "not a value that is known here; the field stays absent",
            "不在已知取值范围内，按未提供处理",
            token(codings[0]),
        )
    return None


def identifier(given: Iterable[Identifier] | None, kind: str, reading: Reading) -> str | None:
    """Return the identifier of a kind (``patient``, ``encounter``, ``facility``, ``physician``, ``admdvs``)."""
    for one in given or ():
        if one.value and reading.system(one.system) == kind:
            return one.value
    return None


def named(reference: Reference | None, kind: str, reading: Reading) -> str | None:
    """Return who or what a reference names: the identifier of that kind, else the id on the sender's server."""
    if reference is None:
        return None
    known = identifier([reference.identifier] if reference.identifier is not None else None, kind, reading)
    return known or tail(reference)


def tail(reference: Reference | None) -> str | None:
    """Return the id that a reference ends with: ``V1`` of ``Encounter/V1``."""
    target = None if reference is None else reference.reference
    return target.rstrip("/").rpartition("/")[2].lstrip("#") or None if target else None


def amount(
    value: Decimal | None, unit: str | None, place: str, reading: Reading, *, shown: str | None = None
) -> dict[str, str] | None:
    """Return a quantity; one in a unit that the unit table lacks is noted and stays absent.

    Args:
        value: The number.
        unit: Its UCUM code.
        place: Its place in the call.
        reading: Where notes go.
        shown: The unit as people read it, taken where there is no code.
    """
    if value is None:
        return None
    written = plain_text(value)
    for given in (unit, shown):
        if given:
            name = _unit(given, reading)
            if find_unit(name) is not None:
                return {"value": written or str(value), "unit": name}
    if unit or shown:
        reading.note(
            "unknown-unit",
            place,
            "a unit that is not known here; the value stays absent",
            "单位未知，数值按未提供处理",
            f"{value} {unit or shown}",
        )
        return None
    return {"value": written or str(value), "unit": ""}


def _unit(given: str, reading: Reading) -> str:
    own = reading.dictionary("fhir_unit")
    whole = own.get(given, _UCUM.get(given))
    if whole is not None:
        return whole
    return "/".join(own.get(part, _UCUM.get(part, part.strip("{}"))) for part in given.split("/"))


def when(given: date | datetime | str | None, place: str, reading: Reading) -> str | None:
    """Return a date or time; a year or a month alone is no date of ours."""
    if given is None:
        return None
    if isinstance(given, date):
        return given.isoformat()
    reading.note(
        "partial-date",
        place,
        "a year or a month is no date; the field stays absent",
        "日期不完整，按未提供处理",
        given,
    )
    return None


def sent(**fields: object) -> dict[str, object]:
    """Return the fields that were sent: those that are not ``None``."""
    return {name: value for name, value in fields.items() if value is not None}
