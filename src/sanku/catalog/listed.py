"""The assignable codes of a system that a loaded catalogue lists: asked code by code, never gone through as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from sanku.catalog.key_index import wanted
from sanku.catalog.nodes import Row, Table
from sanku.catalog.rows import RowStore
from sanku.core.code import Code
from sanku.core.value import CodeList, Value

_MOST_KEPT = 65536


class ListedCodes(AbstractSet[str]):
    """The codes of one system in one column of a table, of all layers and days.

    Args:
        table: The catalogue.
        column: The column that lists the codes.
        system: The system.
    """

    __slots__ = ("_column", "_is_indexed", "_kept", "_layers", "_prefix", "_system")

    def __init__(self, table: Table, column: str, system: str) -> None:
        self._system = system
        self._prefix = f"{system}:"
        self._column = table.index(column)
        self._layers = tuple(layer.rows for layer in table.layers)
        self._is_indexed = column in table.key and all(isinstance(rows, RowStore) for rows in self._layers)
        self._kept: dict[object, bool] = {}

    def __contains__(self, code: object) -> bool:
        found = self._kept.get(code)
        if found is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            found = self._kept[code] = self._has(code)
        return found

    def __iter__(self) -> Iterator[str]:
        yield from dict.fromkeys(code for rows in self._layers for code in self._codes_of(rows))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _has(self, code: object) -> bool:
        if not isinstance(code, str):
            return False
        if self._is_indexed:
            names = (wanted(self._prefix + code),)
            return any(isinstance(rows, RowStore) and rows.positions(self._column, names) for rows in self._layers)
        return any(code == found for found in self)

    def _codes_of(self, rows: Sequence[Row]) -> Iterator[str]:
        for value in self._values(rows):
            codes = value.codes if isinstance(value, CodeList) else (value,)
            yield from (code.text for code in codes if isinstance(code, Code) and code.system == self._system)

    def _values(self, rows: Sequence[Row]) -> Iterator[Value]:
        if isinstance(rows, RowStore):
            yield from rows.values_of(self._column)
        else:
            yield from (row.cells[self._column] for row in rows)
