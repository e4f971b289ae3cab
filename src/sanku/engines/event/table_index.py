"""A table's rows by key: from a code, and every prefix of it that a row names, to the rows that may match.

Positions only; a ``Row`` is built when it is asked for. What is found here is verified by ``knowledge``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sanku.catalog.cells import cell_value
from sanku.catalog.layers import RUNNING
from sanku.catalog.nodes import Row, Table
from sanku.catalog.resolved import ResolvedRows
from sanku.catalog.rows import RowStore
from sanku.core.code import Code
from sanku.core.types import Type
from sanku.core.unknown import Unknown
from sanku.core.value import CodeList, Value
from sanku.engines.event.operators import canonical
from sanku.engines.event.set_index import SetIndex
from sanku.semantics.versions import holds_on

Ancestors = Callable[[Code], frozenset[str]]

_MOST_CODES = 65536
_MOST_ROWS = 262144


@dataclass(frozen=True, slots=True)
class KeyColumn:
    """A key column: its name, its place among the table's columns, and its type."""

    name: str
    place: int
    type: Type


def key_columns(table: Table) -> tuple[KeyColumn, ...]:
    """Return a table's key columns in key order."""
    return tuple(KeyColumn(name, table.index(name), table.columns[table.index(name)].type) for name in table.key)


@dataclass(frozen=True, slots=True)
class _ColumnIndex:
    """Positions by the codes, by the code sets and by the other values of one key column."""

    codes: Mapping[str, Sequence[int]]
    sets: Mapping[str, Sequence[int]]
    values: Mapping[object, Sequence[int]]


class TableIndex:
    """The rows of a table in one chain. Column indexes are built on first use and kept."""

    __slots__ = ("_ancestors", "_by_code", "_columns", "_rows", "_sequence", "columns", "sets", "table")

    def __init__(self, table: Table, rows: Sequence[Row], sets: SetIndex, ancestors: Ancestors) -> None:
        self.table = table
        self.columns = key_columns(table)
        self.sets = sets
        self._ancestors = ancestors
        self._sequence = rows
        self._columns: dict[int, _ColumnIndex] = {}
        self._by_code: dict[tuple[int, str, str], tuple[int, ...]] = {}
        self._rows: dict[int, Row] = {}

    def __len__(self) -> int:
        return len(self._sequence)

    def row(self, position: int) -> Row:
        """Return the row at a position."""
        found = self._rows.get(position)
        if found is None:
            if len(self._rows) >= _MOST_ROWS:
                self._rows.clear()
            found = self._rows[position] = self._sequence[position]
        return found

    def cell(self, position: int, column: int) -> Value:
        """Return one cell without building its row."""
        rows = self._sequence
        if isinstance(rows, RowStore | ResolvedRows):
            return rows.cell(position, column)
        return rows[position].cells[column]

    def in_force(self, position: int, day: date) -> bool:
        """Tell whether a row holds on a day and runs."""
        row = self.row(position)
        return row.status in RUNNING and holds_on(row.start, row.end, day)

    def swapped(self, keys: tuple[Value, ...]) -> tuple[Value, ...]:
        """Return the key with the two columns of an unordered pair exchanged (semantics 18)."""
        one, two = (self.table.key.index(name) for name in self.table.symmetric)
        swapped = list(keys)
        swapped[one], swapped[two] = keys[two], keys[one]
        return tuple(swapped)

    def codes_named(self, number: int) -> Iterable[str]:
        """Return the texts of the codes that the rows name in a key column."""
        return self.column(number).codes

    def candidates(self, keys: tuple[Value, ...]) -> Iterable[int]:
        """Return positions that hold every row the known parts may pick; all rows if no part is known."""
        known = [self.positions(number, key) for number, key in enumerate(keys) if not isinstance(key, Unknown)]
        if not known:
            return range(len(self._sequence))
        first, *others = sorted(known, key=len)
        return sorted(set(first).intersection(*others)) if others else first

    def positions(self, number: int, key: Value) -> Sequence[int]:
        """Return the positions whose key column ``number`` may hold ``key``."""
        if isinstance(key, Code):
            return self._positions_of_code(number, key)
        if key is None or isinstance(key, Unknown):
            return ()
        return self.column(number).values.get(canonical(key), ())

    def _positions_of_code(self, number: int, code: Code) -> tuple[int, ...]:
        """Return the positions for a full code: one lookup for each length that its system has, kept for next time."""
        key = (number, code.system, code.text)
        try:
            return self._by_code[key]
        except KeyError:
            if len(self._by_code) >= _MOST_CODES:
                self._by_code.clear()
            index = self.column(number)
            found = {position for text in self._ancestors(code) for position in index.codes.get(text, ())}
            found.update(index.values.get(code, ()))
            if index.sets:
                found.update(position for name in self.sets.may_hold(code) for position in index.sets.get(name, ()))
            result = self._by_code[key] = tuple(sorted(found))
            return result

    def column(self, number: int) -> _ColumnIndex:
        """Return the index of a key column."""
        found = self._columns.get(number)
        if found is None:
            found = self._columns[number] = self._indexed(self.columns[number])
        return found

    def _indexed(self, column: KeyColumn) -> _ColumnIndex:
        codes: dict[str, list[int]] = {}
        sets: dict[str, list[int]] = {}
        values: dict[object, list[int]] = {}
        for position, cell in enumerate(self._cells(column)):
            match cell:
                case None | Unknown():
                    continue
                case Code():
                    codes.setdefault(cell.text, []).append(position)
                case CodeList():
                    for code in cell.codes:
                        codes.setdefault(code.text, []).append(position)
                    for name in cell.sets:
                        sets.setdefault(name, []).append(position)
                case tuple():
                    for item in cell:
                        values.setdefault(canonical(item), []).append(position)  # type: ignore[arg-type]  # lists hold known values
                case _:
                    values.setdefault(canonical(cell), []).append(position)
        return _ColumnIndex(codes, sets, values)

    def _cells(self, column: KeyColumn) -> Iterable[Value]:
        rows = self._sequence
        if not isinstance(rows, RowStore | ResolvedRows):
            return [row.cells[column.place] for row in rows]
        known: dict[str, Value] = {}
        texts = rows.column_texts(column.name)
        return (known[text] if text in known else known.setdefault(text, _decoded(column, text)) for text in texts)


def _decoded(column: KeyColumn, text: str) -> Value:
    return cell_value(column.type, text)
