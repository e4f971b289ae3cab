"""Table files to ``Table``: the shape from one file, and from each layer its rows and the ids it removes."""

from __future__ import annotations

from pathlib import Path

import msgspec

from sanku.catalog.csv_rows import SEPARATOR, rows_from_csv
from sanku.catalog.dated import STATUSES, read_dated
from sanku.catalog.fact_file import Definition, FactFile
from sanku.catalog.fields import Fields
from sanku.catalog.loading import Loading
from sanku.catalog.nodes import NATION, Catalog, Table, TableLayer
from sanku.catalog.problems import Problems
from sanku.catalog.row_reader import RowContext, RowFile, cites_text
from sanku.catalog.rows import RowStore, empty_store
from sanku.catalog.stored import FACTS, said
from sanku.catalog.table_shape import TableShape, read_shape
from sanku.catalog.text_file import read_bytes
from sanku.catalog.yaml_nodes import YamlList, YamlMap, YamlText
from sanku.catalog.yaml_rows import rows_from_yaml
from sanku.diagnostics.message import Diagnostic
from sanku.storage import key_of

_SHAPE = ("columns", "key", "match", "symmetric", "region")
_TITLES = ("title",)


def read_table(definition: Definition, loading: Loading) -> tuple[Table | None, frozenset[Path]]:
    """Read a table with all its layers, and tell which CSV files it reads; a table of no shape is none, as reported."""
    file = definition.shape
    before = loading.problems.count
    shape = read_shape(file, loading)
    if loading.problems.count > before:
        return None, frozenset(path for each in definition.layers if (path := _named_csv(each)))
    layers: list[TableLayer] = []
    read: set[Path] = set()
    for each in definition.layers:
        layer, path = _layer(each, shape, loading, is_shape=each is file)
        layers.append(layer)
        read.update(() if path is None else (path,))
    base = shape.name.split(".", 1)[0]
    table = Table(
        shape.name, base, shape.columns, shape.key, shape.match, shape.symmetric, shape.region, tuple(layers), file.span
    )  # fmt: skip
    return table, frozenset(read)


def _layer(file: FactFile, shape: TableShape, loading: Loading, *, is_shape: bool) -> tuple[TableLayer, Path | None]:
    fields = Fields(file.node, file.what, loading.problems)
    fields.text("table")
    removes = tuple(text.text.strip() for text in fields.texts("removes"))
    if removes and file.layer == NATION:
        message = f"{file.what} removes rows, but no layer lies below it"
        fields.problems.error("removes-in-nation", message, fields.place("removes"), help="delete the row")
    rows, path = _rows(fields, file, shape, loading)
    fields.done((*_SHAPE, *_TITLES) if is_shape else _TITLES)
    return TableLayer(file.layer, rows, removes, file.node.span), path


def _row_context(fields: Fields, loading: Loading) -> RowContext:
    dated = read_dated(fields)
    loading.report_unknown_sources(dated.cites)
    defaults = {
        "from": str(dated.start or ""),
        "to": str(dated.end or ""),
        "published": str(dated.published or ""),
        "status": fields.choice("status", STATUSES, "active"),
        "cites": cites_text(dated.cites),
    }
    return RowContext(loading.cells, frozenset(loading.catalog.sources), defaults)


def _rows(fields: Fields, file: FactFile, shape: TableShape, loading: Loading) -> tuple[RowStore, Path | None]:
    problems, name = loading.problems, file.span.file
    context = _row_context(fields, loading)
    found = fields.node_of("rows")
    match found:
        case YamlList(items=items):
            return rows_from_yaml(items, shape, RowFile(file.path, name, file.layer), context, problems), None
        case YamlText():
            path = _csv_path(file, found, loading.catalog, problems)
            if path is not None:
                root = Path(loading.catalog.root)
                csv_file = RowFile(path, (root / path.relative_to(root.resolve())).as_posix(), file.layer)
                return _csv_rows(csv_file, shape, context, loading), path
        case YamlMap():
            message = f"`rows` of {file.what} is a map"
            problems.error("wrong-shape", message, found.span, help="write a list, or the name of a CSV file")
        case None if not file.node.entries.keys() & {"rows", "removes"}:
            fields.missing("rows", "rows: []")
        case None:
            return empty_store(shape.columns, file.layer, name), None
    return empty_store(shape.columns, file.layer, name), None


def _csv_rows(file: RowFile, shape: TableShape, context: RowContext, loading: Loading) -> RowStore:
    """Read a CSV file, or take what was read from the same bytes for the same table before."""
    problems = loading.problems
    data = read_bytes(file.path, file.name)
    if isinstance(data, Diagnostic):
        problems.add(data)
        return empty_store(shape.columns, file.layer, file.name)
    told = said((shape.name, shape.columns, shape.key, context.defaults, file.name, file.layer))
    key = key_of((loading.told, told, data))
    kept = loading.cache.get(FACTS, key)
    if isinstance(kept, RowStore):
        return RowStore(shape.columns, kept.parts, kept.indexes)
    before = problems.count
    cells = msgspec.structs.replace(context.cells, separator=SEPARATOR)
    rows = rows_from_csv(data, file, shape, msgspec.structs.replace(context, cells=cells), problems)
    if problems.count == before:
        # Only what is without fault is kept: how faults are folded depends on those of other files.
        rows.make_indexes(shape.key)
        loading.cache.put(FACTS, key, rows)
    return rows


def _named_csv(file: FactFile) -> Path | None:
    written = file.node.get("rows")
    return (file.path.parent / written.text.strip()).resolve() if isinstance(written, YamlText) else None


def _csv_path(file: FactFile, written: YamlText, catalog: Catalog, problems: Problems) -> Path | None:
    """Return the CSV file that ``rows:`` names; under the knowledge root, links followed (semantics 45)."""
    text = written.text.strip()
    root = Path(catalog.root).resolve()
    path = (file.path.parent / text).resolve()
    if Path(text).is_absolute() or "\\" in text or not path.is_relative_to(root):
        problems.error(
            "outside-root",
            f"`{text}` lies outside the knowledge directory",
            written.span,
            help="put the file beside this one",
        )
        return None
    if path.suffix.lower() != ".csv":
        problems.error("bad-rows", f"`{text}` is no CSV file", written.span, help="write `rows: name.csv`")
        return None
    if not path.is_file():
        beside = sorted(found.name for found in file.path.parent.glob("*.csv"))
        help_text = (
            f"beside this file there is {', '.join(f'`{name}`' for name in beside[:5])}"
            if beside
            else "write the file, or its name"
        )
        problems.error("missing-file", f"there is no file `{text}`", written.span, help=help_text)
        return None
    return path
