"""Faults in facts: thresholds a step off, days moved, rows and codes left out, another member of an enum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import msgspec

from sanku.catalog.layers import RUNNING
from sanku.catalog.nodes import CodeSet, Column, DatedValue, ParameterFacts, Row, Table
from sanku.claim.show import show_value
from sanku.core.code import Code
from sanku.core.quantity import Quantity
from sanku.core.span import Span
from sanku.core.types import EnumType
from sanku.core.value import CodeList, Value
from sanku.testing.mutation.nodes import Hint

_ONE_DAY = timedelta(days=1)


def parameter_faults(parameter: ParameterFacts) -> Iterator[tuple[ParameterFacts, str, Span, Hint]]:
    """Yield a parameter with one value a step off, moved by a day, or left out."""
    for place, held in enumerate(parameter.values):
        before, after = parameter.values[:place], parameter.values[place + 1 :]
        for changed, text, hint in _dated_value(held):
            values = (*before, *changed, *after)
            where = replace(hint, layer=held.layer)
            yield msgspec.structs.replace(parameter, values=values), f"{parameter.name}: {text}", held.span, where


def _dated_value(held: DatedValue) -> Iterator[tuple[tuple[DatedValue, ...], str, Hint]]:
    for value, text in _near(held.value):
        yield (msgspec.structs.replace(held, value=value),), text, Hint()
    for field, moved, text, hint in _moved(held.start, held.end):
        yield (msgspec.structs.replace(held, **{field: moved}),), text, hint


def _near(value: Value) -> Iterator[tuple[Value, str]]:
    if isinstance(value, Quantity):
        for number in (value.value - 1, value.value + 1):
            other = Quantity(number, value.unit)
            yield other, f"{show_value(value, None, 'en')} becomes {show_value(other, None, 'en')}"


def _moved(start: date | None, end: date | None) -> Iterator[tuple[str, date, str, Hint]]:
    if start is not None and start > date.min:
        for moved in (start - _ONE_DAY, start + _ONE_DAY):
            yield "start", moved, f"from {start} becomes {moved}", Hint(days=(start, start + _ONE_DAY))
    if end is not None and end < date.max:
        for moved in (end - _ONE_DAY, end + _ONE_DAY):
            yield "end", moved, f"to {end} becomes {moved}", Hint(days=(end + _ONE_DAY, end))


def table_faults(table: Table, wanted: frozenset[tuple[str, str]]) -> Iterator[tuple[Table, str, Span, Hint]]:
    """Yield a table with one fault in a row that is ``wanted`` (layer, id), or in the days that its rows share."""
    for number, layer in enumerate(table.layers):
        rows = tuple(layer.rows) if any(code == layer.layer for code, _ in wanted) else ()
        met = [row for row in rows if (layer.layer, row.id) in wanted and row.status in RUNNING]
        for kept, text, row, hint in (*_redated(rows, met), *_changed(table, rows, met)):
            layers = list(table.layers)
            layers[number] = msgspec.structs.replace(layer, rows=kept)
            where = replace(hint, row=(table.name, layer.layer, row.id), layer=layer.layer)
            yield msgspec.structs.replace(table, layers=tuple(layers)), text, row.span, where


_Faulty = tuple[tuple[Row, ...], str, Row, Hint]


def _redated(rows: tuple[Row, ...], met: list[Row]) -> Iterator[_Faulty]:
    """Yield rows with a first or last day moved, in all that share it: a file says it once."""
    for window in dict.fromkeys((row.start, row.end) for row in met):
        same = {row.id for row in rows if (row.start, row.end) == window}
        first = next(row for row in met if row.id in same)
        for field, moved, text, hint in _moved(*window):
            kept = tuple(msgspec.structs.replace(row, **{field: moved}) if row.id in same else row for row in rows)
            yield kept, f"row {first.id}: {text}" if len(same) == 1 else f"{len(same)} rows: {text}", first, hint


def _changed(table: Table, rows: tuple[Row, ...], met: list[Row]) -> Iterator[_Faulty]:
    """Yield rows with one left out, or with one cell that holds something else."""
    places = {row.id: place for place, row in enumerate(rows)}
    for row in met:
        before, after = rows[: places[row.id]], rows[places[row.id] + 1 :]
        yield (*before, *after), f"row {row.id}: left out", row, Hint()
        for place, column in enumerate(table.columns):
            if column.name == "name":
                continue
            for value, text, codes in _cell(column, row.cells[place], is_key=column.name in table.key):
                cells = (*row.cells[:place], value, *row.cells[place + 1 :])
                changed = msgspec.structs.replace(row, cells=cells)
                yield (*before, changed, *after), f"row {row.id}: {column.name}: {text}", row, Hint(codes)


def _cell(column: Column, value: Value, *, is_key: bool) -> Iterator[tuple[Value, str, tuple[Code, ...]]]:
    match value:
        case None:
            return
        case CodeList(codes=codes) if len(codes) > 1:
            for code in codes:
                rest = tuple(other for other in codes if other != code)
                yield msgspec.structs.replace(value, codes=rest), f"without {code.text}", (code,)
        case str() if isinstance(column.type, EnumType):
            other = next(member for member in column.type.members if member != value)
            yield other, f"{value} becomes {other}", ()
        case _:
            yield from ((near, text, ()) for near, text in _near(value))
    if not is_key and not isinstance(value, str):
        yield None, "blank", ()


def code_set_faults(codes: CodeSet) -> Iterator[tuple[CodeSet, str, Span, Hint]]:
    """Yield a code set without one of its codes, or without one of its exceptions."""
    for number, layer in enumerate(codes.layers):
        for field in ("include", "exclude"):
            ranges = getattr(layer, field)
            for item in ranges:
                rest = tuple(other for other in ranges if other is not item)
                layers = list(codes.layers)
                layers[number] = msgspec.structs.replace(layer, **{field: rest})
                shown = item.first if item.first == item.last else f"{item.first}..{item.last}"
                text = f"{codes.name}: {field} without {shown}"
                hint = Hint((Code(codes.system, item.first),), layer=layer.layer)
                yield msgspec.structs.replace(codes, layers=tuple(layers)), text, layer.span, hint
        if layer.start is not None:
            for field, moved, text, hint in _moved(layer.start, layer.end):
                layers = list(codes.layers)
                layers[number] = msgspec.structs.replace(layer, **{field: moved})
                yield msgspec.structs.replace(codes, layers=tuple(layers)), f"{codes.name}: {text}", layer.span, hint
