"""Rows written in YAML to a ``RowStore``."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from sanku.catalog.cells import ITEM, LIST
from sanku.catalog.problems import Problems
from sanku.catalog.row_reader import RowContext, RowFile, RowReader
from sanku.catalog.rows import ATTRIBUTES, BETWEEN, WITHIN, Places, RowStore
from sanku.catalog.table_shape import TableShape
from sanku.catalog.yaml_nodes import YamlList, YamlMap, YamlNode, YamlText, shape_name
from sanku.core.span import Span
from sanku.core.text import nearest

_BATCH = 20_000


def rows_from_yaml(
    nodes: Sequence[YamlNode], shape: TableShape, file: RowFile, context: RowContext, problems: Problems
) -> RowStore:
    """Read the items of ``rows:``."""
    names = (*(column.name for column in shape.columns), *ATTRIBUTES)
    rows = _maps(nodes, frozenset(names), shape, problems)
    reader = RowReader(shape, context, problems)
    for start in range(0, len(rows), _BATCH):
        part = rows[start : start + _BATCH]
        batch = {
            name: [_raw(name, row, problems) for row in part]
            for name in names
            if any(name in row.entries for row in part)
        }
        reader.take(batch, len(part), lambda position, name, part=part: _place(part[position], name))  # type: ignore[misc]  # default binds the batch
    return reader.finish(file.layer, _places(rows, file.name))


def _maps(nodes: Sequence[YamlNode], names: frozenset[str], shape: TableShape, problems: Problems) -> list[YamlMap]:
    found: list[YamlMap] = []
    for node in nodes:
        if not isinstance(node, YamlMap):
            problems.error(
                "wrong-shape", f"a row of {shape.what} is {shape_name(node)}, not a map", node.span, topic=shape.what
            )
            continue
        found.append(node)
        if not node.entries.keys() <= names:
            for key in node.entries.keys() - names:
                near = nearest(key, names)
                help_text = f"did you mean `{near}`?" if near else "declare it under `columns:`"
                written = node.entries[key][0]
                problems.error(
                    "unknown-column",
                    f"{shape.what} has no column `{key}`",
                    written.span,
                    help=help_text,
                    topic=shape.what,
                )
    return found


def _raw(name: str, row: YamlMap, problems: Problems) -> str:
    entry = row.entries.get(name)
    if entry is None:
        return ""
    node = entry[1]
    if isinstance(node, YamlText):
        if name == "cites" and not node.is_blank:
            return _not_cites(node, problems)
        return "" if node.is_blank else node.text
    if name == "cites":
        return _cites(node, problems)
    if name == "weaken" and isinstance(node, YamlMap):
        return BETWEEN.join(
            f"{key}{WITHIN}{value.text if isinstance(value, YamlText) else ''}"
            for key, (_, value) in node.entries.items()
        )
    if isinstance(node, YamlList) and all(isinstance(item, YamlText) for item in node.items):
        return LIST + ITEM.join(item.text for item in node.items if isinstance(item, YamlText))
    problems.error(
        "wrong-shape",
        f"the cell `{name}` holds {shape_name(node)}, not a value or a list of values",
        node.span,
        topic=name,
    )
    return ""


def _cites(node: YamlNode, problems: Problems) -> str:
    items = node.items if isinstance(node, YamlList) else ()
    match items:
        case (YamlText(text=source), YamlText(text=place)):
            return f"{source.strip()}{WITHIN}{place.strip()}"
        case (YamlList(), *_):
            return BETWEEN.join(_cites(item, problems) for item in items)
        case _:
            return _not_cites(node, problems)


def _not_cites(node: YamlNode, problems: Problems) -> str:
    message = "a citation is a source and the place in it"
    problems.error("bad-citation", message, node.span, help="write `cites: [source, place]`", topic="citations")
    return ""


def _place(row: YamlMap, name: str) -> Span:
    entry = row.entries.get(name)
    return row.span if entry is None else entry[1].span


def _places(rows: Sequence[YamlMap], file: str) -> Places:
    spans = [row.span for row in rows]
    return Places(
        file,
        array("I", (span.line for span in spans)),
        array("I", (span.column for span in spans)),
        array("I", (span.end_line for span in spans)),
        array("I", (span.end_column for span in spans)),
    )
