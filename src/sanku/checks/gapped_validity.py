"""``gapped-validity``: days lie between the versions of a fact on which none holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sanku.catalog.layers import texts_of
from sanku.catalog.nodes import DatedValue, Row, Table, TableLayer
from sanku.diagnostics.message import Diagnostic, Label, Severity
from sanku.semantics.nodes import Model

_ONE_DAY = timedelta(days=1)


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per hole between the values of a parameter, or the rows of one key, of one layer."""
    for parameter in model.catalog.parameters.values():
        for layer in sorted({value.layer for value in parameter.values}):
            values = [value for value in parameter.values if value.layer == layer]
            yield from _holes(values, f"parameter `{parameter.name}` has no value")
    for table in model.catalog.tables.values():
        for part in table.layers:
            for rows in _by_key(part, table):
                yield from _holes(rows, f"table `{table.name}` has no row for the key of `{rows[0].id}`")


def _by_key(layer: TableLayer, table: Table) -> Iterator[list[Row]]:
    if not any(texts_of(layer.rows, "to")):
        return
    found: dict[tuple[object, ...], list[Row]] = {}
    places = [table.index(name) for name in table.key]
    for row in layer.rows:
        if row.status != "draft":
            found.setdefault(tuple(row.cells[place] for place in places), []).append(row)
    yield from found.values()


def _holes(facts: Sequence[DatedValue | Row], lack: str) -> Iterator[Diagnostic]:
    ordered: list[DatedValue | Row] = sorted(facts, key=lambda fact: fact.start or date.min)
    last = ordered[0]
    for fact in ordered[1:]:
        if last.end is not None and fact.start is not None and fact.start - last.end > _ONE_DAY:
            yield Diagnostic(
                code="gapped-validity",
                message=f"{lack} from {last.end + _ONE_DAY} to {fact.start - _ONE_DAY}",
                span=fact.span,
                severity=Severity.WARNING,
                labels=(Label(last.span, "ends here"),),
                help=f"write `from: {last.end + _ONE_DAY}`, or end the earlier one later",
            )
        if last.end is not None and (fact.end is None or fact.end > last.end):
            last = fact
