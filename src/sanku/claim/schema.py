"""The models of the event to the schema that the language sees: records with typed fields, collections, enums.

Derived from the pydantic models: no field is listed a second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol, get_args

import msgspec
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sanku.claim import care, lines, people, results
from sanku.claim.facts import SINGLES
from sanku.claim.shape import CollectionSpec, FieldSpec, Kind, RecordSpec
from sanku.claim.tags import Fact, Measured
from sanku.core.types import EnumType, QuantityType, Type

_TYPES = get_args(Type)

_MODELS: dict[str, type[BaseModel]] = {
    "patient": people.Patient, "coverage": people.Coverage, "facility": people.Facility,
    "physician": people.RegisteredPhysician, "encounter": care.Encounter, "line": lines.Line,
    "diagnosis": care.Diagnosis, "procedure": care.Procedure, "observation": results.Observation,
    "order": results.Order, "prescription": results.Prescription, "execution": results.Execution,
    "document": results.Document, "approval": results.Approval, "stock": results.Stock,
    "indicator": results.Indicator, "chronic_approval": people.ChronicApproval, "designation": people.Designation,
    "resettlement": people.Resettlement, "facility_scope": people.FacilityScope, "preparation": people.Preparation,
    "bed_stay": care.BedStay, "condition": people.LastingCondition, "allergy": people.Allergy,
    "practice_scope": people.PracticeScope, "privilege": people.Privilege, "payment_status": people.PaymentStatus,
}  # fmt: skip

_CURRENT = {
    "lines": "line", "entries": "entry", "diagnoses": "diagnosis", "procedures": "procedure",
    "observations": "observation", "orders": "order", "prescriptions": "prescription", "executions": "execution",
    "documents": "document", "approvals": "approval", "stock": "stock", "indicators": "indicator",
    "physicians": "physician",
}  # fmt: skip
_CURRENT_ONLY = ("stock", "indicators", "physicians")


class Extra(Protocol):
    """An event field that a knowledge base declares: ``line.my_field``."""

    @property
    def record(self) -> str:
        """The record it belongs to."""
        ...

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def type(self) -> Type:
        """Its type."""
        ...

    @property
    def title(self) -> str:
        """Its Chinese title."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """All names that a rule may use of an event."""

    records: Mapping[str, RecordSpec]
    collections: Mapping[str, CollectionSpec]

    def extended(self, extra: Iterable[Extra]) -> Schema:
        """Return the schema with further optional fields; a name that a record already has keeps its meaning."""
        records = dict(self.records)
        for field in extra:
            record = records[field.record]
            added = FieldSpec(field.name, field.type, field.title, source="kb.yaml", keys=(field.name,))
            records[field.record] = replace(record, fields={field.name: added, **record.fields})
        return Schema({**records, "entry": _entry(records["line"])}, self.collections)

    def enums(self) -> dict[str, EnumType]:
        """Return every closed list by its name."""
        types = (field.type for record in self.records.values() for field in record.fields.values())
        return {kind.name: kind for kind in types if isinstance(kind, EnumType)}


@lru_cache(maxsize=1)
def base_schema() -> Schema:
    """Return the schema of the models alone."""
    records = {name: _record(name, model) for name, model in _MODELS.items()}
    return Schema({**records, "entry": _entry(records["line"])}, _collections())


def _entry(line: RecordSpec) -> RecordSpec:
    """Return the record of raw entries: a line whose quantities may be below zero, since refunds are not netted."""
    fields = {
        name: replace(field, type=msgspec.structs.replace(field.type, nonnegative=False))
        if isinstance(field.type, QuantityType)
        else field
        for name, field in line.fields.items()
    }
    return replace(line, name="entry", fields=fields)


def _collections() -> dict[str, CollectionSpec]:
    found = [CollectionSpec("encounter", "encounter", "current")]
    found += [CollectionSpec(name, record, "current") for name, record in _CURRENT.items()]
    both: tuple[Kind, ...] = ("history", "record")
    for kind in both:
        found.append(CollectionSpec(f"{kind}.encounters", "encounter", kind))
        found += [
            CollectionSpec(f"{kind}.{name}", record, kind)
            for name, record in _CURRENT.items()
            if name not in _CURRENT_ONLY
        ]
    found += [
        CollectionSpec(f"{owner}.{key}", record, "nested")
        for owner in (*SINGLES, "physician")
        for key, record in _nested(_MODELS[owner]).items()
    ]
    return {spec.name: spec for spec in found}


def _record(name: str, model: type[BaseModel]) -> RecordSpec:
    fields = {field.name: field for field in _fields(model, "", "", None)}
    own = next((key for key, info in model.model_fields.items() if (fact := _fact(info)) and fact.own), "")
    dated = "admitted_at" if name == "encounter" else "at" if "at" in fields else ""
    return RecordSpec(name, fields, dated, _nested(model), own)


def _nested(model: type[BaseModel]) -> dict[str, str]:
    names = {found: name for name, found in _MODELS.items()}
    return {
        key: names[item]
        for key, info in model.model_fields.items()
        for item in _models(info.annotation)
        if item in names and _is_list(info.annotation)
    }


def _fields(model: type[BaseModel], prefix: str, path: str, outer: Fact | None) -> Iterator[FieldSpec]:
    """Yield the flat fields of a model; an embedded record's fields stand under its name."""
    for key, info in model.model_fields.items():
        fact = _fact(info)
        if fact is None or (_is_list(info.annotation) and _models(info.annotation)):
            continue
        json_key = info.alias or key
        name = fact.name or key
        embedded = [found for found in _models(info.annotation) if found is not Measured]
        if embedded:
            yield from _fields(embedded[0], f"{prefix}{name}.", f"{path}{json_key}.", fact)
            continue
        yield FieldSpec(
            name=prefix[:-1] if prefix and fact.own else f"{prefix}{name}",
            type=_type(info),
            title_zh=f"{outer.title}·{fact.title}" if outer else fact.title,
            core=fact.core and (outer is None or outer.core),
            source=fact.source if outer is None else outer.source,
            derived=fact.derived or (outer is not None and outer.derived),
            obligatory=fact.obligatory,
            keys=tuple(f"{path}{found}" for found in (json_key, *fact.keys)),
        )


def _fact(info: FieldInfo) -> Fact | None:
    return next((tag for tag in info.metadata if isinstance(tag, Fact)), None)


def _type(info: FieldInfo) -> Type:
    """Return the last type tag: a reference is a text first and a reference by its outer tag."""
    found: list[Type] = [tag for tag in info.metadata if isinstance(tag, _TYPES)]
    return found[-1]


def _models(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in get_args(annotation) for found in _models(part)]


def _is_list(annotation: object) -> bool:
    return any(getattr(part, "__origin__", None) is list for part in (annotation, *get_args(annotation)))


__all__ = ["CollectionSpec", "FieldSpec", "RecordSpec", "Schema", "base_schema"]
