"""The rows of a table in a chain of several layers: a lazy sequence over the layers' own rows, with changed windows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import overload

import msgspec

from sanku.catalog.key_index import Wanted
from sanku.catalog.nodes import Row
from sanku.catalog.rows import RowStore
from sanku.core.value import Value

Window = tuple[date | None, date | None]
"""First and last day, both included; ``None`` is open."""


class ResolvedRows(Sequence[Row]):
    """Rows of several layers. ``source_of`` and ``position_of`` say which row of which layer stands at a position.

    Args:
        sources: The rows of each layer.
        blocks: For each layer, the range of the rows whose windows are its own, in their order.
        changed: For each layer, the places of each row whose window is another, by its position.
        source_of: Place in ``sources``.
        position_of: Position in that source.
        windows: Final window by position, where it differs from the row's own.
    """

    __slots__ = ("_blocks", "_changed", "_position_of", "_source_of", "_sources", "_windows")

    def __init__(
        self,
        sources: Sequence[Sequence[Row]],
        blocks: Sequence[range],
        changed: Sequence[Mapping[int, Sequence[int]]],
        source_of: Sequence[int],
        position_of: Sequence[int],
        windows: Mapping[int, Window],
    ) -> None:
        self._sources = sources
        self._blocks = blocks
        self._changed = changed
        self._source_of = source_of
        self._position_of = position_of
        self._windows = windows

    def __len__(self) -> int:
        return len(self._source_of)

    @overload
    def __getitem__(self, position: int) -> Row: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[Row]: ...
    def __getitem__(self, position: int | slice) -> Row | Sequence[Row]:
        if isinstance(position, slice):
            return [self[index] for index in range(*position.indices(len(self)))]
        size = len(self)
        if not -size <= position < size:
            raise IndexError(position)
        place = position % size
        row = self._sources[self._source_of[place]][self._position_of[place]]
        window = self._windows.get(place)
        return row if window is None else msgspec.structs.replace(row, start=window[0], end=window[1])

    def start(self, position: int) -> date | None:
        """Return the first day of a row, ``None`` if open."""
        return self._window(position)[0]

    def end(self, position: int) -> date | None:
        """Return the last day of a row, ``None`` if open."""
        return self._window(position)[1]

    def cell(self, position: int, column: int) -> Value:
        """Return one cell by row and column position."""
        source, place = self._sources[self._source_of[position]], self._position_of[position]
        return source.cell(place, column) if isinstance(source, RowStore) else source[place].cells[column]

    def id(self, position: int) -> str:
        """Return the id of a row."""
        source, place = self._sources[self._source_of[position]], self._position_of[position]
        return source.id(place) if isinstance(source, RowStore) else source[place].id

    def status(self, position: int) -> str:
        """Return the status of a row."""
        source, place = self._sources[self._source_of[position]], self._position_of[position]
        return source.status(place) if isinstance(source, RowStore) else source[place].status

    def positions(self, column: int, names: Sequence[Wanted]) -> set[int]:
        """Return the rows whose cell names one of ``names`` (``RowStore.positions``)."""
        return set(self._positions(column, names))

    def _positions(self, column: int, names: Sequence[Wanted]) -> Iterator[int]:
        for source, block, changed in zip(self._sources, self._blocks, self._changed, strict=True):
            assert isinstance(source, RowStore), "rows are only looked up in stores"
            for found in source.positions(column, names):
                if found in changed:
                    yield from changed[found]
                    continue
                yield bisect_left(self._position_of, found, block.start, block.stop)

    def distinct_texts(self, column: int) -> Iterator[str]:
        """Yield the canonical texts of a column, given by its position, most of them once."""
        for source in self._sources:
            assert isinstance(source, RowStore), "rows are only looked up in stores"
            yield from source.distinct_texts(column)

    def column_texts(self, name: str) -> Sequence[str]:
        """Return the canonical texts of a column, or an attribute other than a date, without building rows."""
        return _Texts([_source_texts(source, name) for source in self._sources], self._source_of, self._position_of)

    def _window(self, position: int) -> Window:
        window = self._windows.get(position)
        if window is not None:
            return window
        source, place = self._sources[self._source_of[position]], self._position_of[position]
        if isinstance(source, RowStore):
            return source.start(place), source.end(place)
        return source[place].start, source[place].end


def _source_texts(source: Sequence[Row], name: str) -> Sequence[str]:
    return source.column_texts(name) if isinstance(source, RowStore) else [str(getattr(row, name)) for row in source]


class _Texts(Sequence[str]):
    def __init__(self, columns: Sequence[Sequence[str]], source_of: Sequence[int], position_of: Sequence[int]) -> None:
        self._columns = columns
        self._source_of = source_of
        self._position_of = position_of

    def __len__(self) -> int:
        return len(self._source_of)

    @overload
    def __getitem__(self, position: int) -> str: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[str]: ...
    def __getitem__(self, position: int | slice) -> str | Sequence[str]:
        if isinstance(position, slice):
            return [self[index] for index in range(*position.indices(len(self)))]
        return self._columns[self._source_of[position]][self._position_of[position]]
