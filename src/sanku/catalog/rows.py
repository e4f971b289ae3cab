"""The rows of one layer of a table as a lazy sequence over compact columns: a ``Row`` is built when asked for."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import overload

import msgspec

from sanku.catalog.cells import cell_value
from sanku.catalog.columns import Constant, Decoded, Texts
from sanku.catalog.key_index import KeyIndex, Wanted, key_index, names_in
from sanku.catalog.nodes import Citation, Column, Row
from sanku.catalog.scalars import parse_date
from sanku.core.span import Span
from sanku.core.value import Value

ATTRIBUTES = ("id", "from", "to", "published", "status", "cites", "supersedes", "replaces", "weaken")
"""What any row may say besides its columns, in the order of ``RowParts.attributes``."""

BETWEEN = "\x1e"
WITHIN = "\x1f"


class Places(msgspec.Struct, frozen=True):
    """Where each row stands: line and column of its start and end; a CSV keeps its lines only."""

    file: str
    lines: Sequence[int]
    columns: Sequence[int] = ()
    end_lines: Sequence[int] = ()
    end_columns: Sequence[int] = ()

    def span(self, position: int) -> Span:
        """Return the span of the row at a position."""
        line = self.lines[position]
        if not self.columns:
            return Span(self.file, line, 1, line, 1)
        return Span(self.file, line, self.columns[position], self.end_lines[position], self.end_columns[position])


class RowParts(msgspec.Struct, frozen=True):
    """Everything a ``RowStore`` is made of: columns of canonical texts, ready to be written and read back.

    Args:
        layer: The layer that says these rows.
        cells: One column of texts for each column of the table.
        attributes: One column of texts for each of ``ATTRIBUTES``.
        places: Where the rows stand.
    """

    layer: str
    cells: tuple[Texts, ...]
    attributes: tuple[Texts, ...]
    places: Places


class RowStore(Sequence[Row]):
    """The rows that one layer says, over compact columns.

    Args:
        columns: The columns of the table.
        parts: What the rows are made of.
        indexes: Indexes of key columns by position; one that is missing is made when it is first asked for, and kept.
    """

    __slots__ = (
        "_cells", "_cites", "_end", "_id", "_indexes", "_names", "_published", "_start", "_status", "_weaken",
        "columns", "parts",
    )  # fmt: skip

    def __init__(
        self, columns: Sequence[Column], parts: RowParts, indexes: Mapping[int, KeyIndex] = MappingProxyType({})
    ) -> None:
        self.columns = tuple(columns)
        self.parts = parts
        self._indexes = dict(indexes)
        self._names = {column.name: place for place, column in enumerate(columns)}
        self._cells = tuple(
            Decoded(texts, partial(cell_value, column.type)) for column, texts in zip(columns, parts.cells, strict=True)
        )
        texts = dict(zip(ATTRIBUTES, parts.attributes, strict=True))
        self._id = texts["id"]
        self._status = texts["status"]
        self._start, self._end, self._published = (
            Decoded(texts[name], parse_date) for name in ("from", "to", "published")
        )
        self._cites = Decoded(texts["cites"], citations_of)
        self._weaken = Decoded(texts["weaken"], weaken_of)

    def __len__(self) -> int:
        return len(self._id)

    @overload
    def __getitem__(self, position: int) -> Row: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[Row]: ...
    def __getitem__(self, position: int | slice) -> Row | Sequence[Row]:
        if isinstance(position, slice):
            return [self._row(index) for index in range(*position.indices(len(self)))]
        size = len(self)
        if not -size <= position < size:
            raise IndexError(position)
        return self._row(position % size)

    def _row(self, position: int) -> Row:
        span = self.parts.places.span(position)
        supersedes, replaces = (self._attribute(name).at(position) for name in ("supersedes", "replaces"))
        return Row(
            self._id.at(position),
            tuple(cells.at(position) for cells in self._cells),
            self._start.at(position),
            self._end.at(position),
            self._published.at(position),
            self._status.at(position),
            tuple(Citation(source, place, span) for source, place in self._cites.at(position)),
            supersedes,
            replaces,
            self._weaken.at(position),
            self.parts.layer,
            span,
        )

    def column_texts(self, name: str) -> Texts:
        """Return the canonical texts of a column or of an attribute (``id``, ``status``, …), without building rows."""
        place = self._names.get(name)
        return self._attribute(name) if place is None else self.parts.cells[place]

    def distinct_texts(self, column: int) -> Iterator[str]:
        """Yield the canonical texts of a column, given by its position, most of them once."""
        return self.parts.cells[column].distinct()

    def column_values(self, name: str) -> Decoded[Value]:
        """Return the typed cells of a column; ``.at(position)`` reads one without building its row."""
        return self._cells[self._names[name]]

    def values_of(self, column: int) -> Decoded[Value]:
        """Return the typed cells of a column by its position."""
        return self._cells[column]

    def cell(self, position: int, column: int) -> Value:
        """Return one cell by row and column position."""
        return self._cells[column].at(position)

    def start(self, position: int) -> date | None:
        """Return the first day of a row, ``None`` if open."""
        return self._start.at(position)

    def end(self, position: int) -> date | None:
        """Return the last day of a row, ``None`` if open."""
        return self._end.at(position)

    def id(self, position: int) -> str:
        """Return the id of a row."""
        return self._id.at(position)

    def status(self, position: int) -> str:
        """Return the status of a row."""
        return self._status.at(position)

    def span(self, position: int) -> Span:
        """Return where a row stands."""
        return self.parts.places.span(position)

    def index_of(self, column: int) -> KeyIndex:
        """Return the index of a column by its position. Two threads may both make it; they make the same."""
        found = self._indexes.get(column)
        if found is None:
            found = self._indexes[column] = key_index(self.parts.cells[column])
        return found

    def make_indexes(self, key: Iterable[str]) -> None:
        """Make the indexes of these columns now, so that they are stored with the rows."""
        for name in key:
            self.index_of(self._names[name])

    def positions(self, column: int, names: Iterable[Wanted]) -> set[int]:
        """Return the rows whose cell names one of ``names``, without looking at any other row.

        Args:
            column: Position of the column.
            names: What to look for (``wanted``).
        """
        candidates, texts = self.index_of(column).candidates, self.parts.cells[column]
        found: set[int] = set()
        for name, value in names:
            for position in candidates(value):
                if name in names_in(texts.at(position)):
                    found.add(position)
        return found

    @property
    def indexes(self) -> dict[int, KeyIndex]:
        """The indexes made so far."""
        return dict(self._indexes)

    def _attribute(self, name: str) -> Texts:
        return self.parts.attributes[ATTRIBUTES.index(name)]


def empty_store(columns: Sequence[Column], layer: str, file: str) -> RowStore:
    """Return a store without rows."""
    cells = tuple(Constant("", 0) for _ in columns)
    attributes = tuple(Constant("", 0) for _ in ATTRIBUTES)
    return RowStore(columns, RowParts(layer, cells, attributes, Places(file, array("I"))))


def citations_of(text: str) -> tuple[tuple[str, str], ...]:
    """Return source and place of each citation of a canonical text."""
    pairs = (item.partition(WITHIN) for item in text.split(BETWEEN) if item)
    return tuple((source, place) for source, _, place in pairs)


def weaken_of(text: str) -> dict[str, str]:
    """Return what a row weakens, by phase or ``severity``."""
    pairs = (item.partition(WITHIN) for item in text.split(BETWEEN) if item)
    return {name: value for name, _, value in pairs}
