"""Base layering of the facts: which code sets a table or another code set may name (language 1)."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.catalog.cells import SET
from sanku.catalog.nodes import Catalog, Table, TableLayer
from sanku.catalog.rows import RowStore
from sanku.core.span import Span
from sanku.core.types import CodesType
from sanku.core.value import CodeList, Value
from sanku.semantics.modules import may_use
from sanku.semantics.report import Report


def check_layering(catalog: Catalog, report: Report) -> None:
    """Report each table and code set that names a code set of a base it may not use."""
    for table in catalog.tables.values():
        for name, span in sets_named_by(table):
            may_use(table.base, name.split(".")[0], span, catalog, report, f"the table `{table.name}`")
    for codes in catalog.code_sets.values():
        for layer in codes.layers:
            for name in layer.includes_sets:
                may_use(codes.base, name.split(".")[0], layer.span, catalog, report, f"the code set `{codes.name}`")


def sets_named_by(table: Table) -> Iterator[tuple[str, Span]]:
    """Yield each code set that cells of a table name, with the first row that does, layer by layer."""
    for layer in table.layers:
        seen: set[str] = set()
        for index, column in enumerate(table.columns):
            if not isinstance(column.type, CodesType):
                continue
            for cell, span in _cells_with_sets(layer, index):
                for name in cell.sets if isinstance(cell, CodeList) else ():
                    if name not in seen:
                        seen.add(name)
                        yield name, span


def _cells_with_sets(layer: TableLayer, index: int) -> Iterator[tuple[Value, Span]]:
    """Yield the cells that can name a set, without building the rows that a store keeps as columns of texts."""
    rows = layer.rows
    if not isinstance(rows, RowStore):
        yield from ((row.cells[index], row.span) for row in rows)
        return
    texts = rows.parts.cells[index]
    if not texts.mentions(SET):
        return
    for position, text in enumerate(texts):
        if SET in text:
            yield rows.cell(position, index), rows.span(position)
