"""A row, a code, or a name to everything that a change of it touches: rules, rule instances, layers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sanku.catalog.cells import ITEM, LIST, SET
from sanku.catalog.layers import texts_of
from sanku.catalog.membership import code_matches
from sanku.catalog.nodes import Catalog, CodeSet, Table, TableLayer
from sanku.core.code import System, normalise_code
from sanku.core.types import CodesType, CodeType
from sanku.graph.nodes import Graph, Impact, Vertex
from sanku.graph.order import impact


@dataclass(frozen=True, slots=True)
class TouchedRow:
    """A row by its table, id and layer."""

    table: str
    row: str
    layer: str


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change touches.

    Args:
        things: What the words given mean in this base.
        rows: The rows among them.
        impact: Rules, exemptions, definitions and layers.
        instances: Each rule that matches one of the rows, with the row.
    """

    things: tuple[Vertex, ...]
    rows: tuple[TouchedRow, ...]
    impact: Impact
    instances: tuple[tuple[str, TouchedRow], ...]


def touched(graph: Graph, what: str) -> Touched | None:
    """Return what a row id, a qualified name or a code (``XA10BA``, ``nhsa_drug:XA10BA``) touches; ``None``: nothing.

    A code touches the rows and code sets that would match it, whatever their dates.
    """
    catalog = graph.model.catalog
    named = tuple(sorted(vertex for vertex in graph.digraph if vertex.name == what))
    rows = tuple(_rows_called(catalog, what))
    sets: tuple[Vertex, ...] = ()
    if not named and not rows:
        holding = _sets_holding(catalog, what)
        sets = tuple(Vertex("code_set", name) for name in sorted(holding))
        rows = tuple(_rows_matching(catalog, what, holding))
    things = (*named, *sets)
    if not things and not rows:
        return None
    found = [impact(graph, thing) for thing in things] + [
        impact(graph, row) for row in sorted({row.row for row in rows})
    ]
    instances = sorted(
        {
            (rule.name, row)
            for row in rows
            for rule in graph.model.rules.values()
            if any(match.table == row.table for match in rule.matches)
        },
        key=lambda pair: (pair[0], pair[1].table, pair[1].row, pair[1].layer),
    )
    return Touched(things, rows, _together(found), tuple(instances))


def _together(found: Iterable[Impact]) -> Impact:
    every = tuple(found)
    return Impact(
        tuple(sorted({name for one in every for name in one.rules})),
        tuple(sorted({name for one in every for name in one.exemptions})),
        tuple(sorted({name for one in every for name in one.definitions})),
        tuple(sorted({name for one in every for name in one.regions})),
    )


def _layers(catalog: Catalog) -> Iterator[tuple[Table, TableLayer]]:
    return ((table, layer) for table in catalog.tables.values() for layer in table.layers)


def _rows_called(catalog: Catalog, name: str) -> Iterator[TouchedRow]:
    for table, layer in _layers(catalog):
        if name in layer.removes or name in texts_of(layer.rows, "id"):
            yield TouchedRow(table.name, name, layer.layer)


def _rows_matching(catalog: Catalog, written: str, holding: frozenset[str]) -> Iterator[TouchedRow]:
    for table, layer in _layers(catalog):
        ids = texts_of(layer.rows, "id")
        for column in table.columns:
            if column.name not in table.key or not isinstance(column.type, CodeType | CodesType):
                continue
            answers: dict[str, bool] = {}
            for position, text in enumerate(texts_of(layer.rows, column.name)):
                if text not in answers:
                    answers[text] = _matches(text, catalog.systems, written, holding)
                if answers[text]:
                    yield TouchedRow(table.name, ids[position], layer.layer)


def _matches(cell: str, systems: Mapping[str, System], written: str, holding: frozenset[str]) -> bool:
    """Tell whether the canonical text of a cell names the code, something above it, or a set that holds it."""
    asked, _, code = written.rpartition(":")
    for item in cell.removeprefix(LIST).split(ITEM):
        if item.startswith(SET):
            if item.removeprefix(SET) in holding:
                return True
            continue
        system, _, text = item.partition(":")
        known = systems.get(system, System(system))
        if asked in ("", system) and text and code_matches(known, text, normalise_code(code)):
            return True
    return False


def _sets_holding(catalog: Catalog, written: str) -> frozenset[str]:
    """Return the code sets that hold a code in some layer on some day, itself or through sets that they include."""
    asked, _, code = written.rpartition(":")
    text = normalise_code(code)
    found = {
        name
        for name, codes in catalog.code_sets.items()
        if asked in ("", codes.system) and _holds(catalog, codes, text)
    }
    grown = True
    while grown:
        more = {
            name
            for name, codes in catalog.code_sets.items()
            if name not in found and any(found.intersection(layer.includes_sets) for layer in codes.layers)
        }
        found |= more
        grown = bool(more)
    return frozenset(found)


def _holds(catalog: Catalog, codes: CodeSet, text: str) -> bool:
    system = catalog.systems.get(codes.system, System(codes.system))
    return any(
        any(code_matches(system, item, text) for item in layer.include)
        and not any(code_matches(system, item, text) for item in layer.exclude)
        for layer in codes.layers
    )
