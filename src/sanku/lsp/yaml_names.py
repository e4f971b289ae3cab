"""A YAML file to every name in it with what the name means, as ``occurrences`` does for a rule file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from sanku.catalog.yaml_nodes import YamlList, YamlMap, YamlNode, YamlText
from sanku.core.code import normalise_code
from sanku.core.span import Span
from sanku.core.types import CodesType, CodeType, ListType, Type
from sanku.lsp.slots import Sheet, Slot, Steps, field_of, sheet_of, slot_at
from sanku.lsp.symbols import Occurrence, Symbol
from sanku.semantics.nodes import Exemption, Model, Rule

_DOTTED = re.compile(r"[\w一-鿿]+(?:\.[\w一-鿿]+)+")


def yaml_names(node: YamlNode, path: str, model: Model, line: int = 0) -> tuple[Occurrence, ...]:
    """Return the names of a file, in order of place.

    Args:
        node: The file.
        path: Where it stands.
        model: The base.
        line: Only what stands on that line, 0 for all: a file may have very many rows.
    """
    sheet = sheet_of(path, Path(model.catalog.root), heads(node))
    found = (one for key, text, steps in _scalars(node, (), line) for one in _named(sheet, text, steps, key, model))
    return tuple(sorted(found, key=lambda one: one.span))


def heads(node: YamlNode) -> dict[str, str]:
    """Return the texts of a file's first keys."""
    pairs = node.pairs() if isinstance(node, YamlMap) else ()
    return {key.text: value.text.strip() for key, value in pairs if isinstance(value, YamlText)}


def _scalars(node: YamlNode, steps: Steps, line: int) -> Iterator[tuple[bool, YamlText, Steps]]:
    """Yield each text, whether it is a key, and the way to it."""
    if line and not node.span.line <= line <= node.span.end_line:
        return
    match node:
        case YamlText():
            yield False, node, steps
        case YamlList(items=items):
            for place, item in enumerate(items):
                yield from _scalars(item, (*steps, place), line)
        case YamlMap():
            for key, value in node.pairs():
                if not line or key.line == line:
                    yield True, key, steps
                yield from _scalars(value, (*steps, key.text), line)


def _named(sheet: Sheet, text: YamlText, steps: Steps, is_key: bool, model: Model) -> Iterator[Occurrence]:  # noqa: FBT001 - a place is a key or a value
    slot = slot_at(sheet, steps, is_key=is_key, model=model)
    if slot is None or text.is_blank:
        return
    if slot.kind == "cell":
        yield from _in_cell(text, slot.type, model)
    elif slot.kind == "code":
        yield from _in_cell(text, CodeType((slot.of,)), model)
    elif (symbol := _symbol(sheet, slot, text.text.strip(), model)) is not None:
        yield Occurrence(_place(text, symbol), symbol, declares=slot.declares, reach=text.span)


def _symbol(sheet: Sheet, slot: Slot, name: str, model: Model) -> Symbol | None:
    catalog = model.catalog
    match slot.kind:
        case "table" | "parameter" | "code_set" | "source" | "system" | "reason":
            return Symbol(slot.kind, name)
        case "column":
            table = catalog.tables.get(slot.of)
            known = table is None or any(one.name == name for one in table.columns)
            return Symbol("column", f"{slot.of}/{name}") if known else None
        case "row":
            return Symbol("row", f"{slot.of}/{name}")
        case "rule" | "exemption":
            full = _beside(sheet, name, model.rules if slot.kind == "rule" else model.exemptions)
            return Symbol(slot.kind, full) if full else None
        case "field":
            return _field(slot.of, name, model)
        case "term":
            return _term(name, model)
        case _:
            return None


def _beside(sheet: Sheet, name: str, known: Mapping[str, Rule | Exemption]) -> str:
    """Return the full name of a rule or exemption: written out, or one of the rule file beside the cases."""
    if name in known:
        return name
    ends = [full for full in known if full.rpartition(".")[2] == name]
    here = [full for full in ends if Path(known[full].span.file).stem == sheet.name]
    return next(iter(here or ends), "") if len(here or ends) == 1 else ""


def _field(of: str, name: str, model: Model) -> Symbol | None:
    if not of:
        record, _, field = name.partition(".")
    else:
        record, _, lead = of.partition(".")
        found = model.schema.records.get(record)
        field = (field_of(found, [*filter(None, lead.split(".")), name]) or "") if found is not None else ""
    known = model.schema.records.get(record)
    return Symbol("field", f"{record}.{field}") if known is not None and field in known.fields else None


def _term(name: str, model: Model) -> Symbol | None:
    catalog = model.catalog
    if name in catalog.tables:
        return Symbol("table", name)
    if name in catalog.parameters:
        return Symbol("parameter", name)
    if name in catalog.code_sets:
        return Symbol("code_set", name)
    columns = {column.name for table in catalog.tables.values() for column in table.columns}
    return Symbol("column", f"/{name}") if name in columns else None


def _in_cell(text: YamlText, kind: Type | None, model: Model) -> Iterator[Occurrence]:
    """Yield the code sets and codes that a cell names: whole, or as some of several."""
    while isinstance(kind, ListType):
        kind = kind.item
    if not isinstance(kind, CodeType | CodesType) or text.line != text.end_line:
        return
    shift = 0 if text.plain else 1
    sets: list[tuple[int, int]] = []
    for match in _DOTTED.finditer(text.text):
        if match[0] in model.catalog.code_sets:
            sets.append(match.span())
            symbol = Symbol("code_set", match[0])
            end = text.column + shift + match.end()
            bare = len(match[0].rpartition(".")[2])
            span = Span(text.file, text.line, end - bare, text.line, end)
            yield Occurrence(span, symbol, reach=Span(text.file, text.line, end - len(match[0]), text.line, end))
    for match in re.finditer(r"[^\s;；,，]+?(?=\.\.|[\s;；,，]|$)(?:\.\.)?", text.text):
        if any(start <= match.start() < end for start, end in sets):
            continue
        word = match[0].removesuffix("..")
        start = text.column + shift + match.start()
        span = Span(text.file, text.line, start, text.line, start + len(word))
        yield Occurrence(span, Symbol("code", _code(word, kind.systems, model)))


def _code(word: str, systems: tuple[str, ...], model: Model) -> str:
    """Return a code with its system; an alias is the code that it stands for."""
    for name in systems:
        system = model.catalog.systems.get(name)
        if system is not None and word in system.aliases:
            return f"{name}:{normalise_code(system.aliases[word])}"
    code = normalise_code(word)
    known = ((name, model.catalog.systems[name].pattern) for name in systems if name in model.catalog.systems)
    fits = (name for name, pattern in known if re.fullmatch(pattern, code))
    return f"{next(fits, systems[0])}:{code}"


def _place(text: YamlText, symbol: Symbol) -> Span:
    """Return the span of the last segment, which is what a rename changes; of the whole for what is not renamed."""
    span, bare = text.span, symbol.name.rpartition(".")[2]
    if symbol.kind in ("source", "system", "reason", "column", "row", "field") or span.line != span.end_line:
        return span
    end = span.end_column if text.plain else span.end_column - 1
    return Span(span.file, span.line, end - len(bare), span.line, end)
