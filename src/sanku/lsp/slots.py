"""A place in a YAML file to what may stand there: the one account that navigation and completion share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from sanku.catalog.rows import ATTRIBUTES
from sanku.claim.shape import RecordSpec
from sanku.core.types import Type
from sanku.lsp.scope import SINGLES
from sanku.semantics.nodes import Model
from sanku.testing.cases import CONTROLS, OUTCOMES, SUFFIX

Steps = tuple[str | int, ...]
"""Keys and list positions from the root of a document."""

_FACTS = ("table", "parameter", "codes")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A YAML file by what it is: its kind, and the name that it defines, overlays or is called by.

    Kinds: ``base``, ``source``, ``sender``, ``cases``, ``coverage``, ``table``, ``parameter``, ``codes``, ``other``.
    """

    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """What may stand at a place.

    Args:
        kind: A kind of name (``source``, ``table``, ``column``, ``row``, ``rule``, …), ``cell`` for a value of
            ``type``, ``word`` for one of ``words``, ``term`` for anything that a term can be given to.
        of: The table of a column or row, the record of a field, the system of a code set.
        type: The type of a cell.
        words: What can stand there, if that is a closed list.
        declares: Whether the name gets its meaning here.
    """

    kind: str
    of: str = ""
    type: Type | None = None
    words: tuple[str, ...] = ()
    declares: bool = False


def sheet_of(path: str, root: Path, head: Mapping[str, str]) -> Sheet:
    """Return what a file is, by its place in the base and by its first keys with their texts."""
    place = PurePath(path)
    try:
        parts = place.relative_to(root.as_posix()).parts
    except ValueError:
        parts = (place.name,)
    if place.name.endswith(SUFFIX):
        return Sheet("cases", place.name.removesuffix(SUFFIX))
    if parts in (("kb.yaml",), ("coverage.yaml",)):
        return Sheet("base" if parts == ("kb.yaml",) else "coverage")
    if parts[0] in ("sources", "senders") or parts[-2:-1] == ("sources",):
        return Sheet("sender" if parts[0] == "senders" else "source", place.stem)
    for kind in _FACTS:
        if kind in head:
            return Sheet(kind, head[kind])
    return Sheet("other")


def slot_at(sheet: Sheet, steps: Steps, *, is_key: bool, model: Model) -> Slot | None:
    """Return what may stand at a place, ``None`` if any text may.

    Args:
        sheet: The file.
        steps: The way to the scalar; a key's own text is not part of it.
        is_key: Whether the scalar is a key.
        model: The base.
    """
    if steps and steps[-1] == 0 and "cites" in steps[-3:] and not is_key:
        return Slot("source")
    match sheet.kind:
        case "table":
            return _table(sheet.name, steps, model, is_key=is_key)
        case "parameter":
            return _parameter(sheet.name, steps, model)
        case "codes":
            return _codes(sheet.name, steps, model)
        case "base":
            return _base(steps, is_key=is_key)
        case "source":
            return _source(steps, is_key=is_key)
        case "cases":
            return _cases(steps, model, is_key=is_key)
        case "coverage":
            return Slot("rule") if not is_key and steps[2:3] in (("rule",), ("rules",)) else None
        case _:
            return None


def _table(name: str, steps: Steps, model: Model, *, is_key: bool) -> Slot | None:
    table = model.catalog.tables.get(name)
    match steps:
        case ("table",):
            return Slot("table", declares=True)
        case ("columns",) if is_key:
            return Slot("column", name, declares=True)
        case ("columns", _) | ("type",):
            return Slot("type")
        case ("key" | "symmetric", *_):
            return Slot("column", name)
        case ("removes", *_):
            return Slot("row", name)
        case ("rows", int()) if is_key:
            return Slot("column", name)
        case ("rows", int(), "id"):
            return Slot("row", name, declares=True)
        case ("rows", int(), "supersedes" | "replaces"):
            return Slot("row", name)
        case ("rows", int(), str() as column, *_) if column not in ATTRIBUTES and table is not None and not is_key:
            found = next((one.type for one in table.columns if one.name == column), None)
            return None if found is None else Slot("cell", type=found)
        case _:
            return None


def _parameter(name: str, steps: Steps, model: Model) -> Slot | None:
    parameter = model.catalog.parameters.get(name)
    match steps:
        case ("parameter",):
            return Slot("parameter", declares=True)
        case ("type",):
            return Slot("type")
        case ("values", int(), "value", *_) if parameter is not None:
            return Slot("cell", type=parameter.type)
        case _:
            return None


def _codes(name: str, steps: Steps, model: Model) -> Slot | None:
    codes = model.catalog.code_sets.get(name)
    system = "" if codes is None else codes.system
    match steps:
        case ("codes",):
            return Slot("code_set", declares=True)
        case ("system",):
            return Slot("system")
        case ("include" | "exclude",) | ("include" | "exclude", int()) | ("include" | "exclude", int(), "code"):
            return Slot("code", system) if system else None
        case ("sets" | "includes", *_):
            return Slot("code_set", system)
        case _:
            return None


def _base(steps: Steps, *, is_key: bool) -> Slot | None:
    match steps:
        case ("terms",) if is_key:
            return Slot("term")
        case ("region",) if is_key:
            return Slot("term")
        case ("systems",) if is_key:
            return Slot("system", declares=True)
        case ("systems", _, "catalogue"):
            return Slot("table")
        case ("reasons",) if is_key:
            return Slot("reason", declares=True)
        case ("event",) if is_key:
            return Slot("field", declares=True)
        case ("event", _, "type"):
            return Slot("type")
        case _:
            return None


def _source(steps: Steps, *, is_key: bool) -> Slot | None:
    match steps:
        case ("sources",) if is_key:
            return Slot("source", declares=True)
        case ("superseded_by",) | ("sources", _, "superseded_by"):
            return Slot("source")
        case _:
            return None


def _cases(steps: Steps, model: Model, *, is_key: bool) -> Slot | None:
    match steps:
        case (int(), "rules", *_):
            return Slot("rule")
        case (int(), "expect", "outcome"):
            return Slot("word", words=OUTCOMES)
        case (int(), "expect", _, int(), "rule"):
            return Slot("rule")
        case (int(), "expect", _, int(), "by", *_):
            return Slot("exemption")
        case (int(), "expect", _, int(), "control"):
            return Slot("word", words=CONTROLS)
        case (int(), "event", "phase"):
            return Slot("word", words=("order", "settle", "audit"))
        case (int(), "event", *rest):
            return _event(rest, model, is_key=is_key)
        case _:
            return None


def _event(steps: Sequence[str | int], model: Model, *, is_key: bool) -> Slot | None:
    """Return what may stand inside an event: fields of its records, and values of their types."""
    schema = model.schema
    names = [step for step in steps if isinstance(step, str)]
    if names[:1] in (["history"], ["record"]):
        names = [f"{names[0]}.{names[1]}", *names[2:]] if names[1:] else []
    if not names:
        collections = [*SINGLES, *(name for name, one in schema.collections.items() if one.kind == "current")]
        return Slot("word", words=("phase", *dict.fromkeys(collections), "history", "supplied")) if is_key else None
    first, *rest = names
    known = schema.collections.get(first)
    record = first if first in SINGLES else known.record if known is not None else ""
    while rest and record in schema.records and rest[0] in schema.records[record].nested:
        record, rest = schema.records[record].nested[rest[0]], rest[1:]
    if record not in schema.records:
        return None
    if not is_key and not rest and (own := schema.records[record].own):
        return Slot("cell", type=schema.records[record].fields[own].type)
    if is_key or not rest:
        return Slot("field", ".".join([record, *rest]))
    field = field_of(schema.records[record], rest)
    return None if field is None else Slot("cell", type=schema.records[record].fields[field].type)


def field_of(record: RecordSpec, keys: Sequence[str]) -> str | None:
    """Return the field that keys of a message mean: by its name, or by one of the ways to write it."""
    written = ".".join(keys)
    if written in record.fields:
        return written
    return next((name for name, field in record.fields.items() if written in field.keys), None)
