"""A table's rows by key: from a code, and every prefix of it that a row names, to the rows that may match.

Positions only; a ``Row`` is built when it is asked for. What is found here is verified by ``knowledge``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sanku.catalog.cells import cell_value
from sanku.catalog.key_index import Wanted, wanted
from sanku.catalog.layers import RUNNING
from sanku.catalog.nodes import Row, Table
from sanku.catalog.resolved import ResolvedRows
from sanku.catalog.rows import RowStore
from sanku.core.code import Code
from sanku.core.types import Type
from sanku.core.unknown import Unknown
from sanku.core.value import CodeList, Value
from sanku.engines.event.operators import canonical
from sanku.semantics.versions import holds_on

Names = Callable[[Code], Sequence[Wanted]]
"""From a code to everything by which a key cell can name it."""

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


class Values:
    """Positions by the values of one key column that holds no codes; different spellings of a value are one."""

    __slots__ = ("_place", "_rows", "_spellings")

    def __init__(self, rows: RowStore | ResolvedRows, column: KeyColumn) -> None:
        self._rows = rows
        self._place = column.place
        self._spellings: dict[object, list[Wanted]] = {}
        for text in dict.fromkeys(rows.distinct_texts(column.place)):
            value = cell_value(column.type, text)
            if value is not None and not isinstance(value, Unknown):
                self._spellings.setdefault(canonical(value), []).append(wanted(text))

    def get(self, value: object) -> Sequence[int]:
        """Return the positions whose cell is ``value``, in its canonical form."""
        return sorted(self._rows.positions(self._place, self._spellings.get(value, ())))


class TableIndex:
    """The rows of a table in one chain. What is looked up is kept; a row is only looked at when a key leads to it."""

    __slots__ = ("_by_code", "_names", "_rows", "_sequence", "_values", "columns", "table")

    def __init__(self, table: Table, rows: Sequence[Row], names: Names) -> None:
        self.table = table
        self.columns = key_columns(table)
        self._names = names
        assert isinstance(rows, RowStore | ResolvedRows), "rows are only looked up in stores"
        self._sequence = rows
        self._values: dict[int, Values] = {}
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
        return self._sequence.cell(position, column)

    def in_force(self, position: int, day: date) -> bool:
        """Tell whether a row holds on a day and runs."""
        rows = self._sequence
        return rows.status(position) in RUNNING and holds_on(rows.start(position), rows.end(position), day)

    def swapped(self, keys: tuple[Value, ...]) -> tuple[Value, ...]:
        """Return the key with the two columns of an unordered pair exchanged (semantics 18)."""
        one, two = (self.table.key.index(name) for name in self.table.symmetric)
        swapped = list(keys)
        swapped[one], swapped[two] = keys[two], keys[one]
        return tuple(swapped)

    def codes_named(self, number: int) -> Iterable[str]:
        """Return the texts of the codes that the rows name in a key column."""
        column = self.columns[number]
        found: dict[str, None] = {}
        for text in self._sequence.distinct_texts(column.place):
            match cell_value(column.type, text):
                case Code() as code:
                    found[code.text] = None
                case CodeList() as listed:
                    found.update(dict.fromkeys(code.text for code in listed.codes))
                case _:
                    continue
        return found

    def names(self, name: str) -> bool:
        """Tell whether a row names ``system:CODE`` in a key column."""
        looked = (wanted(name),)
        return any(len(self._sequence.positions(column.place, looked)) > 0 for column in self.columns)

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
        return self.values(number).get(canonical(key))

    def _positions_of_code(self, number: int, code: Code) -> tuple[int, ...]:
        """Return the positions for a full code: one lookup for each length that its system has, kept for next time."""
        key = (number, code.system, code.text)
        try:
            return self._by_code[key]
        except KeyError:
            if len(self._by_code) >= _MOST_CODES:
                self._by_code.clear()
            found = self._sequence.positions(self.columns[number].place, self._names(code))
            if not found:
                return ()  # most codes are in most tables not: nothing is kept for them
            result = self._by_code[key] = tuple(sorted(found))
            return result

    def values(self, number: int) -> Values:
        """Return the index of a key column that holds no codes, made when first asked for, and kept."""
        found = self._values.get(number)
        if found is None:
            found = self._values[number] = Values(self._sequence, self.columns[number])
        return found
