"""MedicationRequest and ServiceRequest to lines. An order is no charge: what it costs only an extension can tell."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from fhir.resources.R4B.codeableconcept import CodeableConcept
from fhir.resources.R4B.dosage import Dosage
from fhir.resources.R4B.duration import Duration
from fhir.resources.R4B.extension import Extension
from fhir.resources.R4B.medicationrequest import MedicationRequest
from fhir.resources.R4B.servicerequest import ServiceRequest
from fhir.resources.R4B.timing import TimingRepeat

from sanku.claim.scalars import plain_text
from sanku.doors.cdshooks.records import Fields, name_of
from sanku.doors.cdshooks.resources import Found
from sanku.doors.cdshooks.terms import Reading, amount, code, codings_of, named, sent, when

_DRUGS = ("nhsa_drug", "nhsa_herb")
_SERVICES = ("nhsa_service", "nhsa_consumable")
_KINDS = {"X": "drug", "Z": "drug", "T": "herb", "C": "consumable"}
"""First letter of a national code to the kind of item; codes of services are digits."""
_LONG = {"continuous": True, "acute": False}
_PERIODS = {"h": Decimal(24), "d": Decimal(1)}
"""Periods of a dosage that make a rate a day without rounding: how many of them a day has."""


def medication_line(request: MedicationRequest, found: Found, reading: Reading) -> Fields:
    """Return the line that a request for a medication stands for."""
    place = found.place
    concept, concept_place = _medicine(request, found, reading)
    dispense = request.dispenseRequest
    quantity = dispense.quantity if dispense is not None else None
    doses = request.dosageInstruction or []
    course = {_LONG[one.code] for one in codings_of(request.courseOfTherapyType) if one.code in _LONG}
    group = request.groupIdentifier
    return sent(
        **_item(concept, _DRUGS, concept_place, reading),
        quantity=None
        if quantity is None
        else amount(quantity.value, quantity.code, f"{place}.dispenseRequest.quantity", reading, shown=quantity.unit),
        days=_days(dispense.expectedSupplyDuration if dispense is not None else None, place, reading),
        **(_dosage(doses[0], f"{place}.dosageInstruction[0]", reading) if len(doses) == 1 else {}),
        at=when(request.authoredOn, f"{place}.authoredOn", reading),
        long_term=course.pop() if len(course) == 1 else None,
        discharge_drug=_is_discharge(request.category),
        prescription=group.value if group is not None else None,
        physician=sent(id=named(request.requester, "physician", reading)) or None,
    ) | _extras(request.extension, place, reading)


def service_line(request: ServiceRequest, found: Found, reading: Reading) -> Fields:
    """Return the line that a request for a service stands for."""
    place = found.place
    quantity = request.quantityQuantity
    group = request.requisition
    return sent(
        **_item(request.code, _SERVICES, f"{place}.code", reading),
        quantity=None
        if quantity is None
        else amount(quantity.value, quantity.code, f"{place}.quantityQuantity", reading, shown=quantity.unit),
        at=when(request.authoredOn, f"{place}.authoredOn", reading),
        prescription=group.value if group is not None else None,
        physician=sent(id=named(request.requester, "physician", reading)) or None,
    ) | _extras(request.extension, place, reading)


def _medicine(request: MedicationRequest, found: Found, reading: Reading) -> tuple[CodeableConcept | None, str]:
    if request.medicationReference is None:
        return request.medicationCodeableConcept, f"{found.place}.medicationCodeableConcept"
    place = f"{found.place}.medicationReference"
    target = request.medicationReference.reference or ""
    known = found.beside.get(target)
    if known is None:
        reading.note(
            "unresolved-reference",
            place,
            "the medication was not sent along; its code stays absent",
            "所引用的药品未随请求提供，编码按未提供处理",
            target or None,
        )
    return (None if known is None else known.code), place


def _item(concept: CodeableConcept | None, wanted: tuple[str, ...], place: str, reading: Reading) -> Fields:
    national = code(concept, wanted, place, reading)
    own = [one.code for one in codings_of(concept) if reading.system(one.system) not in wanted]
    return sent(
        kind=None if national is None else "service" if national.isdigit() else _KINDS.get(national[:1]),
        code=national,
        local_code=own[0] if own else None,
        name=name_of(concept),
    )


def _days(given: Duration | None, place: str, reading: Reading) -> Fields | None:
    if given is None:
        return None
    found = amount(given.value, given.code, f"{place}.dispenseRequest", reading, shown=given.unit)
    return None if found is None else dict(found)


def _dosage(given: Dosage, place: str, reading: Reading) -> Fields:
    rates = given.doseAndRate or []
    dose = rates[0].doseQuantity if len(rates) == 1 else None
    repeat = given.timing.repeat if given.timing is not None else None
    return sent(
        dose=None
        if dose is None
        else amount(dose.value, dose.code, f"{place}.doseAndRate[0]", reading, shown=dose.unit),
        frequency=None if repeat is None else _a_day(repeat),
        route=None if given.route is None else code(given.route, ("route",), f"{place}.route", reading),
    )


def _a_day(repeat: TimingRepeat) -> str | None:
    """Return how many times a day; ``None`` where it is a range, or no whole number of decimals."""
    times, period, unit = repeat.frequency, repeat.period, repeat.periodUnit
    if times is None or period is None or unit not in _PERIODS or not period:
        return None
    if repeat.frequencyMax is not None or repeat.periodMax is not None:
        return None
    rate = Decimal(times) * _PERIODS[unit] / period
    return plain_text(rate) if rate == round(rate, 6) else None


def _is_discharge(categories: Iterable[CodeableConcept] | None) -> bool | None:
    found = {coding.code for concept in categories or () for coding in codings_of(concept)}
    if "discharge" in found:
        return True
    return False if found & {"inpatient", "outpatient", "community"} else None


def _extras(extensions: Iterable[Extension] | None, place: str, reading: Reading) -> Fields:
    """Return the fields that the profile names for extensions: ``fhir_extension: {URL: amount}``."""
    known = reading.dictionary("fhir_extension")
    found: Fields = {}
    for extension in extensions or ():
        name = known.get(extension.url or "")
        value = None if name is None else _value(extension)
        if name is not None and value is not None:
            found[name] = value
        elif name is not None:
            reading.note(
                "unreadable",
                f"{place}.extension",
                "an extension without a plain value",
                "扩展没有可读取的值",
                extension.url,
            )
    return found


def _value(extension: Extension) -> object:
    money = extension.valueMoney
    if money is not None:
        return plain_text(money.value) if money.currency in (None, "CNY") and money.value is not None else None
    if extension.valueBoolean is not None:
        return extension.valueBoolean
    if extension.valueDecimal is not None:
        return plain_text(extension.valueDecimal)
    found = (extension.valueInteger, extension.valueString, extension.valueCode)
    return next((value for value in found if value is not None), None)
