"""Base layering of the facts: which code sets a table or another code set may name (language 1)."""

from __future__ import annotations

from sanku.catalog.nodes import Catalog, Table
from sanku.core.types import CodesType
from sanku.core.value import CodeList
from sanku.semantics.modules import may_use
from sanku.semantics.report import Report


def check_layering(catalog: Catalog, report: Report) -> None:
    """Report each table and code set that names a code set of a base it may not use."""
    for table in catalog.tables.values():
        _check_table(table, catalog, report)
    for codes in catalog.code_sets.values():
        for layer in codes.layers:
            for name in layer.includes_sets:
                may_use(codes.base, name.split(".")[0], layer.span, catalog, report, f"the code set `{codes.name}`")


def _check_table(table: Table, catalog: Catalog, report: Report) -> None:
    coded = [index for index, column in enumerate(table.columns) if isinstance(column.type, CodesType)]
    if not coded:
        return
    seen: set[str] = set()
    for layer in table.layers:
        for row in layer.rows:
            for index in coded:
                cell = row.cells[index]
                if not isinstance(cell, CodeList) or not cell.sets:
                    continue
                for name in cell.sets:
                    if name not in seen:
                        seen.add(name)
                        may_use(table.base, name.split(".")[0], row.span, catalog, report, f"the table `{table.name}`")
