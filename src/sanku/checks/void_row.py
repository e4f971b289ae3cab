"""``void-row``: a row has no effect because of another one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sanku.catalog.layers import RUNNING, texts_of
from sanku.catalog.nodes import Catalog, Row, Table, TableLayer
from sanku.checks.uses import names_in, rows_sharing_key
from sanku.core.quantity import Quantity
from sanku.diagnostics.message import Diagnostic, Label, Severity
from sanku.semantics import nodes
from sanku.semantics.nodes import Match, Model, Rule
from sanku.semantics.walk import expressions, walk

NEEDS_ALL = True


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per row that is superseded before it starts, or whose limit a lower one always forestalls."""
    for table in model.catalog.tables.values():
        for layer in table.layers:
            yield from _never_held(table, layer)
    for rule in model.rules.values():
        for match in rule.matches:
            yield from _forestalled(rule, match, model.catalog)


def _never_held(table: Table, layer: TableLayer) -> Iterator[Diagnostic]:
    by_id = {row.id: row for row in layer.rows} if any(texts_of(layer.rows, "supersedes")) else {}
    for row in by_id.values():
        old = by_id.get(row.supersedes)
        if old is not None and row.start is not None and row.start <= (old.start or date.min):
            yield _void(old, row, table, f"supersedes it from {row.start} on, and it starts on {old.start}")


def _forestalled(rule: Rule, match: Match, catalog: Catalog) -> Iterator[Diagnostic]:
    limit = None if rule.cap is None else rule.cap.limit
    table = catalog.tables[match.table]
    if not isinstance(limit, nodes.Cell) or limit.row != match.row or match.gathered or table.match != "all":
        return
    cells = [part for root in expressions(rule) for part in walk(root) if isinstance(part, nodes.Cell)]
    read = {cell.column for cell in cells if cell.row == match.row} - {limit.column}
    place, others = table.index(limit.column), [table.index(name) for name in read - set(table.key)]
    for pair in rows_sharing_key(table, catalog):
        low, high = sorted(pair, key=lambda row: _amount(row, place))
        alike = all(low.cells[other] == high.cells[other] for other in others) and low.weaken == high.weaken
        if alike and _amount(low, place) < _amount(high, place) and _stands_within(high, low, table):
            yield _void(high, low, table, f"allows less: `{rule.name}` fires for it first, every time")


def _amount(row: Row, place: int) -> float:
    value = row.cells[place]
    return float(value.base) if isinstance(value, Quantity) else float("nan")


def _stands_within(row: Row, other: Row, table: Table) -> bool:
    """Tell whether each day and key of a row is one of another row that runs for everyone."""
    days = (other.start or date.min) <= (row.start or date.min) and (row.end or date.max) <= (other.end or date.max)
    places = [table.index(name) for name in table.key]
    keys = all(set(names_in(row.cells[place])) <= set(names_in(other.cells[place])) for place in places)
    return days and keys and other.status == RUNNING[0]


def _void(row: Row, other: Row, table: Table, why: str) -> Diagnostic:
    return Diagnostic(
        code="void-row",
        message=f"row `{row.id}` of `{table.name}` has no effect: `{other.id}` {why}",
        span=row.span,
        severity=Severity.WARNING,
        labels=(Label(other.span, "the other row"),),
        help="correct its dates or its key, or delete it",
    )
