"""One file of a base, as it is being typed, to what is wrong with it alone: all else of the base is as it was loaded.

What rows of several files must hold together is not asked: that is found when the whole base is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from sanku.catalog.base_file import FILE, REGIONS, read_base_file
from sanku.catalog.cells import CellContext
from sanku.catalog.code_sets import read_code_set
from sanku.catalog.documents import read_sender, read_sources
from sanku.catalog.fact_file import SHAPE_KEYS, Definition, FactFile
from sanku.catalog.load import fact_file_of
from sanku.catalog.loading import Loading
from sanku.catalog.nodes import NATION, Catalog, CodeSet, ParameterFacts, Table
from sanku.catalog.parameters import read_parameter
from sanku.catalog.problems import Problems
from sanku.catalog.table_checks import report_lacks
from sanku.catalog.tables import read_table
from sanku.catalog.walk import REGION, Found, kind_of
from sanku.catalog.yaml_nodes import YamlList, YamlMap, YamlNode, YamlText
from sanku.catalog.yaml_reader import read_yaml
from sanku.core.types import EnumType
from sanku.diagnostics.message import Diagnostic


def problems_of(node: YamlNode, path: str, catalog: Catalog, enums: Mapping[str, EnumType]) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a file.

    Args:
        node: What it holds.
        path: Where it stands.
        catalog: The base.
        enums: Enumerations of the event schema.
    """
    problems = Problems()
    parts = Path(path).relative_to(catalog.root).parts if Path(path).is_relative_to(catalog.root) else ()
    layer, rest = (parts[1], parts[2:]) if len(parts) > 2 and REGION.fullmatch(parts[1]) else (NATION, parts)
    if layer == NATION and parts[:1] == (REGIONS,):
        return ()
    if parts == (FILE,):
        read_base_file(node, enums, problems)
    elif rest and len(parts) > 1:
        match kind_of(rest):
            case "source":
                for _ in read_sources(node, path, problems):
                    continue
            case "sender":
                read_sender(node, path, problems)
            case "facts":
                file = fact_file_of(Found(Path(path), path, layer, "facts"), node, catalog, problems)
                if file is not None:
                    _read(file, catalog, enums, problems)
            case _:
                pass
    return tuple(found for found in problems.result() if found.span.file == path)


def _read(file: FactFile, catalog: Catalog, enums: Mapping[str, EnumType], problems: Problems) -> None:
    file = _without_csv(file)
    shape = _shape(file, catalog)
    if shape is None:
        return
    sets = {name: one.system for name, one in catalog.code_sets.items()}
    system = shape.node.get("system")
    if file.kind == "codes" and isinstance(system, YamlText):
        sets[file.name] = system.text.strip()
    cells = CellContext(catalog.systems, sets, frozenset(catalog.bases))
    loading = Loading(catalog, cells, enums, problems)
    definition = Definition(shape, (file,))
    alone = msgspec.structs.replace(catalog, tables={}, parameters={}, code_sets={})
    name = file.name
    match file.kind:
        case "table" if (table := read_table(definition, loading)[0]) is not None:
            alone = msgspec.structs.replace(alone, tables={name: table})
        case "parameter" if (parameter := read_parameter(definition, loading)) is not None:
            alone = msgspec.structs.replace(alone, parameters={name: parameter})
        case "codes" if (codes := read_code_set(definition, loading)) is not None:
            alone = msgspec.structs.replace(alone, code_sets={name: codes})
        case _:
            return
    report_lacks(alone, problems)


def _without_csv(file: FactFile) -> FactFile:
    """Return a file whose rows stand in a CSV file without them: they are read when the base is."""
    rows = file.node.get("rows")
    if not isinstance(rows, YamlText):
        return file
    key, _ = file.node.entries["rows"]
    entries = {**file.node.entries, "rows": (key, YamlList((), rows.span))}
    return msgspec.structs.replace(file, node=YamlMap(entries, file.node.span))


def _shape(file: FactFile, catalog: Catalog) -> FactFile | None:
    """Return the file that says the shape: this one, or for an overlay the one that the base has it from."""
    if file.layer == NATION:
        return file
    declared: Table | ParameterFacts | CodeSet | None
    match file.kind:
        case "table":
            declared = catalog.tables.get(file.name)
        case "parameter":
            declared = catalog.parameters.get(file.name)
        case _:
            declared = catalog.code_sets.get(file.name)
    if declared is None or declared.span.file == file.span.file:
        return file if SHAPE_KEYS[file.kind] in file.node.entries else None
    path = Path(declared.span.file)
    node, _ = read_yaml(path, declared.span.file) if path.is_file() else (None, ())
    return FactFile(file.kind, file.name, NATION, path, node, declared.span) if isinstance(node, YamlMap) else None
