"""Which rows of a table a key picks on the governing date (semantics 10, 13, 18, 27, 28).

A linear scan over the rows in force; a key that is not wholly known picks what it may mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sanku.catalog.layers import rows_in_force, table_rows
from sanku.catalog.nodes import Column, Row, Table
from sanku.core.code import Code
from sanku.core.types import ListType, Type
from sanku.core.unknown import Unknown, merge
from sanku.core.value import CodeList, Value
from sanku.engines.reference.compare import compare
from sanku.engines.reference.lookups import match_length
from sanku.engines.reference.scope import Evaluate, Scope, as_value
from sanku.semantics.nodes import Expr

T = TypeVar("T")

Vector = tuple[int, ...]
"""Length of the matched code for each key part, zero where the part is no code (semantics 28)."""


@dataclass(frozen=True, slots=True)
class Picked:
    """What a key picks.

    Args:
        rows: In order of id. With a ``doubt``, the rows in force that agree with the known parts of the key.
        doubt: Unknown parts of the key; ``None`` if all are known.
        key: The values of the key.
    """

    rows: tuple[Row, ...]
    doubt: Unknown | None
    key: tuple[Value, ...]


def picked_rows(name: str, keys: Sequence[Expr], scope: Scope, evaluate: Evaluate) -> Picked:
    """Return the rows of table ``name`` that the evaluated key picks."""
    table = scope.model.catalog.tables[name]
    key = tuple(as_value(evaluate(part, scope)) for part in keys)
    types = tuple(part.type for part in keys)
    unknowns = [part for part in key if isinstance(part, Unknown)]
    if any(part is None for part in key):
        return Picked((), None, key)  # a part that is none matches nothing
    fitting: list[tuple[Vector, Row]] = []
    for row in rows_in_force(table_rows(table, scope.chain(table.region)), scope.day):
        vector = _match(table, row, key, types, scope)
        if vector is not None:
            fitting.append((vector, row))
    if unknowns:
        return Picked(_by_id([row for _, row in fitting]), merge(*unknowns), key)
    if table.match == "most_specific":
        best = max((vector for vector, _ in fitting), default=())
        fitting = [(vector, row) for vector, row in fitting if vector == best]
    return Picked(_by_id([row for _, row in fitting]), None, key)


def _by_id(rows: list[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: row.id))


def _match(table: Table, row: Row, key: tuple[Value, ...], types: tuple[Type, ...], scope: Scope) -> Vector | None:
    """Return the lengths by which a row matches, the better way round of a symmetric pair; ``None`` if it does not."""
    ways = [(key, types)]
    if table.symmetric:
        # The pair is stored once and matches both ways (semantics 18).
        one, two = (table.key.index(name) for name in table.symmetric)
        ways.append((_swapped(key, one, two), _swapped(types, one, two)))
    vectors = [vector for values, kinds in ways if (vector := _one_way(table, row, values, kinds, scope)) is not None]
    return max(vectors, default=None)


def _swapped(parts: tuple[T, ...], one: int, two: int) -> tuple[T, ...]:
    found = list(parts)
    found[one], found[two] = parts[two], parts[one]
    return tuple(found)


def _one_way(table: Table, row: Row, key: tuple[Value, ...], types: tuple[Type, ...], scope: Scope) -> Vector | None:
    vector: list[int] = []
    for name, value, type_ in zip(table.key, key, types, strict=True):
        index = table.index(name)
        if isinstance(value, Unknown):
            vector.append(0)  # it may agree with any row
            continue
        length = _part_length(table.columns[index], row.cells[index], value, type_, scope)
        if length is None:
            return None
        vector.append(length)
    return tuple(vector)


def _part_length(column: Column, cell: Value, value: Value, type_: Type, scope: Scope) -> int | None:
    """Return the matched length of one key part: of the code that matched, else zero; ``None`` if it does not match."""
    match cell:
        case None | Unknown():
            return None
        case CodeList():
            return match_length(cell, value, scope)
        case Code():
            return match_length(CodeList((cell,)), value, scope)
        case tuple():
            item = column.type.item if isinstance(column.type, ListType) else column.type
            held = any(compare("=", part, value, item, type_) is True for part in cell)  # type: ignore[arg-type]  # tuples hold values
            return 0 if held else None
        case _:
            return 0 if compare("=", cell, value, column.type, type_) is True else None
