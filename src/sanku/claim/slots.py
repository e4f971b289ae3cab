"""Schema and code systems to the tables by which records are read: JSON key to field name and parser.

Built once for a knowledge base; reading an event only looks keys up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import assert_never

from sanku.claim import faults
from sanku.claim.codes import KnownCode, code_parser
from sanku.claim.faults import Fault
from sanku.claim.scalars import (
    FLAG,
    TEXT,
    Parser,
    enum_parser,
    list_parser,
    moment_parser,
    quantity_parser,
)  # fmt: skip
from sanku.claim.schema import Schema
from sanku.claim.shape import FieldSpec, RecordSpec
from sanku.core.code import System
from sanku.core.types import (
    BoolType,
    CodesType,
    CodeType,
    DateType,
    EnumType,
    ListType,
    MemberType,
    PeriodType,
    QuantityType,
    RefType,
    RowsType,
    RowType,
    SpanType,
    TextType,
    Type,
    WindowType,
)  # fmt: skip
from sanku.core.value import Value

REFUNDED = ("quantity", "amount", "self_pay", "copay", "total_dose")
"""Fields of a line that a refund takes back; below zero only in a raw entry (semantics 19)."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where the value of one JSON key goes.

    Args:
        name: The field.
        parser: How its value is read.
        obligatory: Whether null is unreadable.
        inner: How the record inside is read, whose fields stand flat; ``None`` for a plain field.
    """

    name: str
    parser: Parser
    obligatory: bool = False
    inner: Slots | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Slots:
    """How one record is read.

    Args:
        record: Its name.
        prefix: Path of an inner record with its dot, ``physician.``; ``""`` for a record of its own.
        keys: JSON key to slot.
        texts: JSON key to the reader of its text and the field's name, for plain fields: the hot path.
        nested: JSON key of each nested collection and the record of its members.
        dated: The dated field, ``""`` if none.
        own: JSON key that a bare text in place of the record is the value of; ``""`` if none.
    """

    record: str
    prefix: str
    keys: Mapping[str, Slot]
    texts: Mapping[str, tuple[Callable[[str], Value | Fault], str]]
    nested: Mapping[str, str]
    dated: str
    own: str


@dataclass(frozen=True, slots=True)
class Parsers:
    """What decides how values are read besides their types."""

    systems: Mapping[str, System]
    known_code: KnownCode | None
    midnight_is_time: bool


def slot_tables(schema: Schema, parsers: Parsers) -> dict[str, Slots]:
    """Return the table of every record of the schema."""
    return {name: _slots(record, parsers) for name, record in schema.records.items()}


def _slots(record: RecordSpec, parsers: Parsers) -> Slots:
    paths = {
        tuple(path.split(".")): _slot(record.name, field, parsers)
        for field in record.fields.values()
        for path in field.keys
        if not isinstance(field.type, PeriodType)
    }
    keys = _tree(record.name, "", paths)
    return Slots(record.name, "", keys, _texts(keys), record.nested, record.dated, record.own)


def _slot(record: str, field: FieldSpec, parsers: Parsers) -> Slot:
    signed = record in {"line", "entry"} and field.name in REFUNDED
    return Slot(field.name, parser_of(field.type, parsers, signed=signed), field.obligatory)


def _texts(keys: Mapping[str, Slot]) -> dict[str, tuple[Callable[[str], Value | Fault], str]]:
    return {key: (slot.parser.text, slot.name) for key, slot in keys.items() if slot.inner is None}


def _tree(record: str, prefix: str, paths: Mapping[tuple[str, ...], Slot]) -> dict[str, Slot]:
    """Return the slots by their first key; longer paths become the slots of an inner record."""
    keys = {path[0]: slot for path, slot in paths.items() if len(path) == 1}
    for first in dict.fromkeys(path[0] for path in paths if len(path) > 1):
        inside = f"{prefix}{first}."
        table = _tree(
            record, inside, {path[1:]: slot for path, slot in paths.items() if path[0] == first and len(path) > 1}
        )
        # The field that stands for the inner record has the record's own name: `department`, not `department.code`.
        own = next((key for key, slot in table.items() if slot.name.rpartition(".")[2] == first), "")
        keys[first] = Slot(first, _NO_PARSER, inner=Slots(record, inside, table, _texts(table), {}, "", own))
    return keys


def parser_of(kind: Type, parsers: Parsers, *, signed: bool) -> Parser:
    """Return the reader of a type; ``signed``: also of values that the type excludes, as refunds are before netting."""
    match kind:
        case QuantityType():
            return quantity_parser(kind, signed=signed)
        case DateType():
            return moment_parser(time=kind.time, midnight_is_time=parsers.midnight_is_time)
        case EnumType():
            return enum_parser(kind)
        case CodeType():
            return code_parser(kind, parsers.systems, parsers.known_code)
        case TextType() | RefType():
            return TEXT
        case BoolType():
            return FLAG
        case ListType():
            return list_parser(parser_of(kind.item, parsers, signed=signed))
        case CodesType():
            return list_parser(code_parser(CodeType(kind.systems), parsers.systems, parsers.known_code))
        case PeriodType() | SpanType() | WindowType() | MemberType() | RowType() | RowsType():
            return _NO_PARSER
        case _:
            assert_never(kind)


def _never_sent(_: object) -> Value | Fault:
    return faults.NOT_SENT


_NO_PARSER = Parser(_never_sent, _never_sent)
