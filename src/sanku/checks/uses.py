"""What several checks ask: which facts the rules of a base read, and which rows share a key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from sanku.catalog.dated import overlaps
from sanku.catalog.layers import RUNNING, table_rows
from sanku.catalog.nodes import Catalog, Row, Table
from sanku.checks.controls import roots_of
from sanku.core.types import CodesType
from sanku.core.value import CodeList, Value
from sanku.semantics import nodes
from sanku.semantics.nodes import Model, Rule
from sanku.semantics.walk import expressions, walk

_MOST_KEYS = 64
"""Combinations of codes of one row; a row with more is left out."""


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
    """Yield pairs of running rows, in file order, that share a key and a day: in the nation, and in each region."""
    for layer in table.layers:
        rows = [row for row in table_rows(table, catalog.chain(layer.layer)) if row.status in RUNNING]
        by_key: dict[tuple[str, ...], list[Row]] = {}
        seen: set[tuple[str, str]] = set()
        for row in rows:
            for key in _keys(row, table):
                for other in by_key.setdefault(key, []):
                    pair = (other.id, row.id)
                    own = layer.layer in (row.layer, other.layer)
                    if own and pair not in seen and overlaps(row.start, row.end, other.start, other.end):
                        seen.add(pair)
                        yield other, row
                by_key[key].append(row)


def _keys(row: Row, table: Table) -> Sequence[tuple[str, ...]]:
    parts = [names_in(row.cells[table.index(name)]) for name in table.key]
    count = 1
    for part in parts:
        count *= len(part)
    return list(product(*parts)) if count <= _MOST_KEYS else []


def names_in(value: Value) -> tuple[str, ...]:
    """Return what a key cell lists: its codes and names of code sets, or its one value."""
    if isinstance(value, CodeList):
        return (*(code.text for code in value.codes), *value.sets)
    return (str(value),)
