"""What can be written at a place of a YAML file: names, columns, fields, words and codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from sanku.catalog.column_types import simple_types
from sanku.catalog.dated import STATUSES
from sanku.catalog.layers import texts_of
from sanku.catalog.rows import ATTRIBUTES
from sanku.catalog.table_shape import MATCHES, REGION_KINDS
from sanku.core.types import Type
from sanku.lsp.codes import MOST, Codes
from sanku.lsp.completion import Choice, values_of
from sanku.lsp.slots import Sheet, Slot, slot_at
from sanku.lsp.yaml_place import Place
from sanku.semantics.nodes import Model
from sanku.semantics.types import type_name
from sanku.testing.cases import EXPECTED, KEYS

_DATED = ("from", "to", "published", "cites")
_ROOT = {
    "table": ("title", "columns", "key", "match", "symmetric", "region", "status", "rows", "removes", *_DATED),
    "parameter": ("title", "type", "region", "values", *_DATED),
    "codes": ("title", "system", "region", "include", "exclude", "sets", *_DATED),
    "source": ("title", "issuer", "number", "issued", "kind", "link", "superseded_by"),
}
_ENTRY = {
    "parameter": ("value", *_DATED), "codes": ("code", *_DATED),
    "cases": KEYS,
}  # fmt: skip
_WORDS = {"region": REGION_KINDS, "status": STATUSES, "match": MATCHES}


def yaml_choices(place: Place, sheet: Sheet, model: Model, codes: Mapping[str, Codes]) -> tuple[Choice, ...]:
    """Return what can follow.

    Args:
        place: Where the cursor stands.
        sheet: The file.
        model: The base.
        codes: The codes of every system.
    """
    slot = slot_at(sheet, place.steps, is_key=place.is_key, model=model)
    found = [*_keys(place, sheet), *(_of(slot, place, sheet, model, codes) if slot is not None else ())]
    if not place.is_key and place.steps and (words := _WORDS.get(str(place.steps[-1]))) and sheet.kind in _ROOT:
        found += [Choice(word, "value") for word in words]
    return tuple({one.text: one for one in found if one.text not in place.beside}.values())


def _keys(place: Place, sheet: Sheet) -> Iterator[Choice]:
    """Yield the keys that a map of such a file takes."""
    match place.steps:
        case () if place.is_key:
            names = _ROOT.get(sheet.kind, ("table", "parameter", "codes") if sheet.kind == "other" else ())
        case (int(),) if sheet.kind == "cases":
            names = _ENTRY["cases"]
        case (int(), "expect") if sheet.kind == "cases":
            names = EXPECTED
        case ("values" | "include" | "exclude", int()) if place.is_key:
            names = _ENTRY.get(sheet.kind, ())
        case ("rows", int()) if place.is_key and sheet.kind == "table":
            names = ATTRIBUTES
        case _:
            names = ()
    yield from (Choice(name, "keyword") for name in names)


def _of(slot: Slot, place: Place, sheet: Sheet, model: Model, codes: Mapping[str, Codes]) -> Iterator[Choice]:
    catalog = model.catalog
    match slot.kind:
        case "source":
            yield from (Choice(name, "source", one.title) for name, one in catalog.sources.items())
        case "table":
            yield from (Choice(name, "table", catalog.terms.get(name, "")) for name in catalog.tables)
        case "code_set":
            fits = (name for name, one in catalog.code_sets.items() if slot.of in ("", one.system))
            yield from (Choice(name, "code set", catalog.terms.get(name, "")) for name in fits)
        case "system":
            yield from (Choice(name, "code set", "code system") for name in catalog.systems)
        case "column":
            columns = catalog.tables[slot.of].columns if slot.of in catalog.tables else ()
            yield from (Choice(one.name, "column", type_name(one.type)) for one in columns)
        case "row":
            layers = catalog.tables[slot.of].layers if slot.of in catalog.tables else ()
            ids = (name for layer in layers for name in texts_of(layer.rows, "id") if name.startswith(place.typed))
            yield from (Choice(name, "row") for name in islice(ids, MOST) if not slot.declares)
        case "rule":
            yield from (Choice(name, "rule", one.title) for name, one in model.rules.items())
        case "exemption":
            yield from (Choice(name, "rule", one.title) for name, one in model.exemptions.items())
        case "term":
            names = (*catalog.tables, *catalog.parameters, *catalog.code_sets, *_columns(model))
            yield from (Choice(name, "name") for name in names)
        case "field" if slot.of:
            yield from _fields(slot.of, model)
        case "type":
            yield from (Choice(name, "keyword") for name in simple_types())
            yield from (Choice(f"code[{name}]", "keyword") for name in catalog.systems)
        case "word":
            yield from (Choice(word, "value") for word in slot.words)
        case "cell" if slot.type is not None:
            yield from _cell(slot.type, place, sheet, model, codes)
        case "code":
            yield from _listed(slot.of, place, codes)
        case _:
            return


def _columns(model: Model) -> list[str]:
    return sorted({column.name for table in model.catalog.tables.values() for column in table.columns})


def _fields(of: str, model: Model) -> Iterator[Choice]:
    """Yield the keys below a record, or below a key of it: ``physician`` before its ``id``."""
    record, _, lead = of.partition(".")
    known = model.schema.records.get(record)
    if known is None:
        return
    prefix = f"{lead}." if lead else ""
    for name, field in known.fields.items():
        written = field.keys[0] if field.keys else name
        if written.startswith(prefix):
            own = written.removeprefix(prefix)
            about = f"{field.title_zh}，{type_name(field.type)}" if "." not in own else field.title_zh.split("·")[0]
            yield Choice(own.split(".")[0], "field", about)
    if not lead:
        yield from (Choice(name, "collection", inner) for name, inner in known.nested.items())


def _cell(kind: Type, place: Place, sheet: Sheet, model: Model, codes: Mapping[str, Codes]) -> Iterator[Choice]:
    for one in values_of(kind, model, codes, place.typed):
        if sheet.kind != "cases" or one.kind in ("code", "value"):
            yield one


def _listed(system: str, place: Place, codes: Mapping[str, Codes]) -> Iterator[Choice]:
    known = codes.get(system)
    if known is not None:
        yield from (Choice(code, "code", known.names[code]) for code in islice(known.like(place.typed), MOST))
