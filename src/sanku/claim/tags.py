"""What a field of the event carries besides its name: its type in the language, its Chinese title, where it comes from.

The models put these tags into ``Annotated``; ``schema`` reads them back. Nothing here knows a field.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, get_args

import msgspec
from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from sanku.core.types import (
    BoolType,
    CodeType,
    DateType,
    EnumType,
    ListType,
    PeriodType,
    QuantityType,
    RefType,
    TextType,
)
from sanku.core.unit import CNY, DAY, find_unit

MOST_TEXT = 500
MOST_CODE = 64
"""Longest text and code of an event, in characters (semantics 50)."""


class Fact(msgspec.Struct, frozen=True):
    """What is known of one field beside its type.

    Args:
        title: Chinese title.
        source: Field of the national message, or the trade or system that carries it.
        core: Whether the national 3101/3102 message supplies it.
        name: Name in the language where it differs from the JSON key.
        keys: Further JSON keys that mean the same.
        obligatory: Whether null is unreadable, since the field cannot be known to be none.
        derived: Whether the reader fills it in when it is not given.
        own: Whether the field stands for its whole record, so that its name is that of the record.
    """

    title: str
    source: str = ""
    core: bool = False
    name: str = ""
    keys: tuple[str, ...] = ()
    obligatory: bool = False
    derived: bool = False
    own: bool = False

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Add title, source and core flag to the published schema."""
        shape = {key: value for key, value in handler(schema).items() if key not in {"title", "default"}}
        return {"title": self.title, "x-source": self.source, "x-core": self.core, **shape}


class Record(BaseModel):
    """A record of the event. Absent and null are told apart by ``model_fields_set``."""

    model_config = ConfigDict(
        extra="allow", validate_by_name=True, validate_by_alias=True, coerce_numbers_to_str=True, defer_build=True
    )


class Measured(Record):
    """A number with its unit, as a sender says it."""

    value: Annotated[Decimal, Fact("数值", core=True)]
    unit: Annotated[str, Fact("单位", core=True)] = ""


def enum_type(name: str, members: object, labels: str, *, ordered: bool = False) -> EnumType:
    """Return the type of a ``Literal``'s members with their Chinese labels (blank-separated, in the same order)."""
    names, words = get_args(members), tuple(labels.split())
    assert len(names) == len(words), name
    return EnumType(name, names, words, ordered)


_PER_DAY = find_unit("次/day")
_KILOGRAM = find_unit("kg")
assert _PER_DAY is not None
assert _KILOGRAM is not None

LINE_SYSTEMS = ("nhsa_drug", "nhsa_herb", "nhsa_service", "nhsa_consumable")

_Number = Annotated[Decimal | Measured | None, Field(union_mode="left_to_right")]
_When = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$")]
_CodeText = Annotated[str, Field(max_length=MOST_CODE)]

Text = Annotated[Annotated[str, Field(max_length=MOST_TEXT)] | None, TextType()]
Texts = Annotated[list[Annotated[str, Field(max_length=MOST_TEXT)]] | None, ListType(TextType())]
Flag = Annotated[bool | None, BoolType()]
Day = Annotated[Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None, DateType()]
Time = Annotated[_When | None, DateType(time=True)]
Span = Annotated[None, PeriodType()]

Money = Annotated[Decimal | None, QuantityType(CNY.dimension, "CNY", decimals=2)]
NetMoney = Annotated[Decimal | None, QuantityType(CNY.dimension, "CNY", decimals=2, nonnegative=True)]
UnitPrice = Annotated[_Number, QuantityType(None, "CNY", decimals=6, nonnegative=True)]
"""Money for one billing unit. Its unit comes with the quantity's: CNY, or CNY for an hour, a box (semantics 24)."""

Measure = Annotated[_Number, QuantityType(None)]
Amount = Annotated[_Number, QuantityType(None, nonnegative=True)]
Count = Annotated[Decimal | None, QuantityType((), nonnegative=True)]
Days = Annotated[_Number, QuantityType(DAY.dimension, "day", nonnegative=True)]
Weight = Annotated[_Number, QuantityType(_KILOGRAM.dimension, "kg", nonnegative=True)]
Rate = Annotated[_Number, QuantityType(_PER_DAY.dimension, "次/day", nonnegative=True)]

Admdvs = Annotated[_CodeText | None, CodeType(("admdvs",))]
Icd10 = Annotated[_CodeText | None, CodeType(("icd10",))]
Icd9 = Annotated[_CodeText | None, CodeType(("icd9cm3",))]
VisitType = Annotated[_CodeText | None, CodeType(("med_type",))]
DepartmentCode = Annotated[_CodeText | None, CodeType(("department",))]
Item = Annotated[_CodeText | None, CodeType(LINE_SYSTEMS)]
Items = Annotated[list[_CodeText] | None, ListType(CodeType(LINE_SYSTEMS))]
ProvincialItem = Annotated[_CodeText | None, CodeType(("provincial_item",))]
BillingUnit = Annotated[_CodeText | None, CodeType(("billing_unit",))]
Site = Annotated[_CodeText | None, CodeType(("site",))]
Route = Annotated[_CodeText | None, CodeType(("route",))]
Lab = Annotated[_CodeText | None, CodeType(("lab",))]
FactCode = Annotated[_CodeText | None, CodeType(("fact",))]
Allergen = Annotated[_CodeText | None, CodeType(("allergen",))]
Condition = Annotated[_CodeText | None, CodeType(("condition",))]
ChronicDisease = Annotated[_CodeText | None, CodeType(("chronic_disease",))]
Scope = Annotated[_CodeText | None, CodeType(("scope",))]
DiseaseType = Annotated[_CodeText | None, CodeType(("disease_type",))]
PaymentGroup = Annotated[_CodeText | None, CodeType(("payment_group",))]
IndicatorCode = Annotated[_CodeText | None, CodeType(("indicator",))]

LineRef = Annotated[Text, RefType("lines")]
EntryRef = Annotated[Text, RefType("entries")]
OrderRef = Annotated[Text, RefType("orders")]
PrescriptionRef = Annotated[Text, RefType("prescriptions")]
ProcedureRef = Annotated[Text, RefType("procedures")]
DocumentRef = Annotated[Text, RefType("documents")]
EncounterRef = Annotated[Text, RefType("record.encounters")]
PhysicianRef = Annotated[Text, RefType("physicians")]
