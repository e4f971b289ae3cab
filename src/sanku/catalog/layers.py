"""What holds in a layer chain: the rows of a table and the values of a parameter (semantics 8, 10, 32, 35).

Pure functions of definition, chain and day, independent of file order; both engines and the checks use them.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import repeat

from sanku.catalog.dated import in_force
from sanku.catalog.listed import ListedCodes
from sanku.catalog.membership import code_matches, contains, list_contains, matched_length, set_layer
from sanku.catalog.nodes import Catalog, DatedValue, ParameterFacts, Row, Table, TableLayer
from sanku.catalog.resolved import ResolvedRows, Window
from sanku.catalog.rows import RowStore
from sanku.core.types import CodesType, CodeType

RUNNING = ("active", "shadow")
"""Row statuses that are in force; a draft or retired row is not."""

# A draft or shadow row shows nothing to anyone, so it cannot take another row's place.
_TAKES_PLACE = ("active", "retired")
_ONE_DAY = timedelta(days=1)

_Handle = tuple[int, int]


def table_rows(table: Table, chain: tuple[str, ...]) -> Sequence[Row]:
    """Return the rows of a table in a layer chain, with their final windows.

    From shallow to deep, each layer drops the rows it ``removes``, takes over the days of those it ``replaces``, adds
    its own rows, and ends on the day before those it ``supersedes``. Rows are built when asked for.
    """
    layers = [layer for code in chain for layer in table.layers if layer.layer == code]
    sources = tuple(layer.rows for layer in layers)
    targets = _targets(layers)
    if len(sources) == 1 and not targets:
        return sources[0]
    changed = _changed_windows(layers, targets)
    source_of, position_of = array("H"), array("I")
    windows: dict[int, Window] = {}
    blocks: list[range] = []
    places: list[dict[int, list[int]]] = []
    for number, rows in enumerate(sources):
        changes = {position: pieces for (source, position), pieces in changed.items() if source == number}
        places.append({position: [] for position in changes})
        for position, pieces in sorted(changes.items()):
            for piece in pieces:
                places[-1][position].append(len(source_of))
                windows[len(source_of)] = piece
                source_of.append(number)
                position_of.append(position)
        unchanged = (
            [position for position in range(len(rows)) if position not in changes] if changes else range(len(rows))
        )
        blocks.append(range(len(source_of), len(source_of) + len(unchanged)))
        source_of.extend(repeat(number, len(unchanged)))
        position_of.extend(unchanged)
    return ResolvedRows(sources, blocks, places, source_of, position_of, windows)


def rows_in_force(rows: Sequence[Row], day: date) -> Iterator[Row]:
    """Yield the rows that hold on ``day`` and run (active or shadow)."""
    if isinstance(rows, RowStore | ResolvedRows):
        statuses = rows.column_texts("status")
        for position in range(len(rows)):
            if in_force(rows.start(position), rows.end(position), day) and statuses[position] in RUNNING:
                yield rows[position]
        return
    for row in rows:
        if in_force(row.start, row.end, day) and row.status in RUNNING:
            yield row


def parameter_value(parameter: ParameterFacts, chain: tuple[str, ...], day: date) -> DatedValue | None:
    """Return the value in force of the deepest layer that has one, ``None`` if none has."""
    for code in reversed(chain):
        for value in parameter.values:
            if value.layer == code and in_force(value.start, value.end, day):
                return value
    return None


def listed_codes(catalog: Catalog) -> dict[str, ListedCodes]:
    """Return the assignable codes of each system whose ``catalogue`` table is loaded, of all layers and days."""
    found: dict[str, ListedCodes] = {}
    for name, system in catalog.systems.items():
        table = catalog.tables.get(system.catalogue)
        column = None if table is None else catalogue_column(table, name)
        if table is not None and column is not None:
            found[name] = ListedCodes(table, column, name)
    return found


def catalogue_column(table: Table, system: str) -> str | None:
    """Return the first column of a table that holds codes of ``system``, key columns first."""
    for column in sorted(table.columns, key=lambda column: column.name not in table.key):
        if isinstance(column.type, CodeType | CodesType) and system in column.type.systems:
            return column.name
    return None


def texts_of(rows: Sequence[Row], attribute: str) -> Sequence[str]:
    """Return ``id``, ``status``, ``supersedes`` or ``replaces`` of each row without building lazy rows."""
    if isinstance(rows, RowStore | ResolvedRows):
        return rows.column_texts(attribute)
    return [str(getattr(row, attribute)) for row in rows]


def _targets(layers: Sequence[TableLayer]) -> frozenset[str]:
    """Return the ids that some row or layer of the chain acts on."""
    found = {name for layer in layers for name in layer.removes}
    for layer in layers:
        for attribute in ("supersedes", "replaces"):
            texts = texts_of(layer.rows, attribute)
            found.update(texts.distinct() if isinstance(layer.rows, RowStore) else texts)  # type: ignore[attr-defined]  # stores give columns
    return frozenset(found - {""})


def _changed_windows(layers: Sequence[TableLayer], targets: frozenset[str]) -> dict[_Handle, list[Window]]:
    """Return, for each row that is acted on, the windows that are left of it."""
    handles: dict[str, list[_Handle]] = {}
    left: dict[_Handle, list[Window]] = {}
    for number, layer in enumerate(layers if targets else ()):
        for name in layer.removes:
            for handle in handles.get(name, ()):
                left[handle] = []
        acting = list(_acting_rows(layer.rows))
        for _, row in acting:
            for handle in handles.get(row.replaces, ()):
                left[handle] = [piece for window in left[handle] for piece in _without(window, (row.start, row.end))]
        for position, name in enumerate(texts_of(layer.rows, "id")):
            if name in targets:
                handles.setdefault(name, []).append((number, position))
                left[number, position] = [_window(layer.rows, position)]
        for position, row in acting:
            for handle in handles.get(row.supersedes, ()):
                if handle != (number, position):
                    left[handle] = [piece for window in left[handle] for piece in _without(window, (row.start, None))]
    return left


def _acting_rows(rows: Sequence[Row]) -> Iterator[tuple[int, Row]]:
    """Yield the rows that supersede or replace another, with their positions."""
    for position, (old, other) in enumerate(zip(texts_of(rows, "supersedes"), texts_of(rows, "replaces"), strict=True)):
        if (old or other) and rows[position].status in _TAKES_PLACE:
            yield position, rows[position]


def _window(rows: Sequence[Row], position: int) -> Window:
    if isinstance(rows, RowStore | ResolvedRows):
        return rows.start(position), rows.end(position)
    return rows[position].start, rows[position].end


def _without(window: Window, taken: Window) -> Iterator[Window]:
    """Yield what is left of a window before and after ``taken``; both ends are included, ``None`` is open."""
    start, end = window
    first, last = taken
    if first is not None and first > date.min and (start is None or start < first):
        before = first - _ONE_DAY
        yield start, before if end is None else min(end, before)
    if last is not None and last < date.max and (end is None or end > last):
        after = last + _ONE_DAY
        yield after if start is None else max(start, after), end


__all__ = [
    "RUNNING", "catalogue_column", "code_matches", "contains", "list_contains", "listed_codes", "matched_length",
    "parameter_value", "rows_in_force", "set_layer", "table_rows", "texts_of",
]  # fmt: skip
