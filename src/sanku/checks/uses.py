"""What several checks ask: which facts the rules of a base read, and which rows share a key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, pairwise, product

from sanku.catalog.dated import overlaps
from sanku.catalog.key_index import names_in as listed
from sanku.catalog.layers import RUNNING, table_rows
from sanku.catalog.nodes import Catalog, Row, Table
from sanku.catalog.resolved import ResolvedRows
from sanku.catalog.rows import RowStore
from sanku.checks.controls import roots_of
from sanku.core.types import CodesType
from sanku.core.value import CodeList, Value
from sanku.semantics import nodes
from sanku.semantics.nodes import Model, Rule
from sanku.semantics.walk import expressions, walk

_MOST_KEYS = 4096
"""Combinations of codes of one row that are compared."""

_MOST_COMPARED = 40
"""Rows of one key of which each pair is compared."""


@dataclass(frozen=True, slots=True)
class Uses:
    """Names of the facts that something reads."""

    tables: frozenset[str]
    parameters: frozenset[str]
    code_sets: frozenset[str]


def uses_of(model: Model) -> Uses:
    """Return which facts the rules read, and those that these facts name in turn."""
    parts = [part for root in roots_of(model) for part in walk(root)]
    tables = {part.over for part in parts if isinstance(part, nodes.Source) and part.kind == "table"}
    tables |= {match.table for rule in model.rules.values() for match in rule.matches}
    tables |= {system.catalogue for system in model.catalog.systems.values()}
    tables |= {name for sender in model.catalog.senders.values() for name in sender.code_maps.values()}
    sets = {part.name for part in parts if isinstance(part, nodes.CodeSetValue)}
    sets |= {
        name for found in model.catalog.code_sets.values() for layer in found.layers for name in layer.includes_sets
    }
    if sets < model.catalog.code_sets.keys():
        sets |= set(_in_cells(model.catalog))
    parameters = {part.name for part in parts if isinstance(part, nodes.ParameterValue)}
    return Uses(frozenset(tables), frozenset(parameters), frozenset(sets))


def _in_cells(catalog: Catalog) -> Iterator[str]:
    """Yield the code sets that rows name."""
    for table in catalog.tables.values():
        places = [table.index(column.name) for column in table.columns if isinstance(column.type, CodesType)]
        for row in (row for layer in table.layers for row in (layer.rows if places else ())):
            for place in places:
                value = row.cells[place]
                yield from value.sets if isinstance(value, CodeList) else ()


def expressions_about(model: Model, rule: Rule) -> Iterator[object]:
    """Yield every expression that sees the names of a rule: its own, its exemptions', and its amendments' messages."""
    yield from expressions(rule)
    yield from (found.condition for found in model.exemptions.values() if found.rule == rule.name)
    yield from (found.attributes for found in model.amendments if found.rule == rule.name)


def rows_sharing_key(table: Table, catalog: Catalog) -> Iterator[tuple[Row, Row]]:
    """Yield pairs of running rows, in file order, that share a key and a day: in the nation, and in each region.

    Only rows that share a key are built; of a key that very many rows share, neighbours alone are compared.
    """
    for layer in table.layers:
        rows = table_rows(table, catalog.chain(layer.layer))
        seen: set[tuple[int, int]] = set()
        for places in _sharing(table, rows):
            pairs = combinations(places, 2) if len(places) <= _MOST_COMPARED else pairwise(places)
            for pair in pairs:
                one, two = rows[pair[0]], rows[pair[1]]
                own = layer.layer in (one.layer, two.layer)
                if own and pair not in seen and overlaps(one.start, one.end, two.start, two.end):
                    seen.add(pair)
                    yield one, two


def _sharing(table: Table, rows: Sequence[Row]) -> Iterable[Sequence[int]]:
    """Return the positions of running rows that list the same key, for each key that several do."""
    if not isinstance(rows, RowStore | ResolvedRows):
        return ()
    first: dict[tuple[str, ...], int] = {}
    shared: dict[tuple[str, ...], list[int]] = {}
    statuses = rows.column_texts("status")
    for place, texts in enumerate(zip(*(rows.column_texts(name) for name in table.key), strict=True)):
        if statuses[place] not in RUNNING:
            continue
        for key in islice(product(*(listed(text) for text in texts)), _MOST_KEYS):
            other = first.setdefault(key, place)
            if other != place:
                shared.setdefault(key, [other]).append(place)
    return shared.values()


def names_in(value: Value) -> tuple[str, ...]:
    """Return what a key cell lists: its codes and names of code sets, or its one value."""
    if isinstance(value, CodeList):
        return (*(code.text for code in value.codes), *value.sets)
    return (str(value),)
