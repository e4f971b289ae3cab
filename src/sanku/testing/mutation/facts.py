"""Faults in facts: thresholds a step off, days moved, rows and codes left out, another member of an enum."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from sanku.catalog.layers import RUNNING
from sanku.catalog.nodes import CodeSet, Column, DatedValue, ParameterFacts, Row, Table
from sanku.claim.show import show_value
from sanku.core.quantity import Quantity
from sanku.core.span import Span
from sanku.core.types import EnumType
from sanku.core.value import CodeList, Value

_ONE_DAY = timedelta(days=1)


def parameter_faults(parameter: ParameterFacts) -> Iterator[tuple[ParameterFacts, str, Span]]:
    """Yield a parameter with one value a step off, moved by a day, or left out."""
    for place, held in enumerate(parameter.values):
        before, after = parameter.values[:place], parameter.values[place + 1 :]
        for changed, text in _dated_value(held):
            values = (*before, *changed, *after)
            yield msgspec.structs.replace(parameter, values=values), f"{parameter.name}: {text}", held.span


def _dated_value(held: DatedValue) -> Iterator[tuple[tuple[DatedValue, ...], str]]:
    for value, text in _near(held.value):
        yield (msgspec.structs.replace(held, value=value),), text
    for field, moved, text in _moved(held.start, held.end):
        yield (msgspec.structs.replace(held, **{field: moved}),), text


def _near(value: Value) -> Iterator[tuple[Value, str]]:
    if isinstance(value, Quantity):
        for number in (value.value - 1, value.value + 1):
            other = Quantity(number, value.unit)
            yield other, f"{show_value(value, None, 'en')} becomes {show_value(other, None, 'en')}"


def _moved(start: date | None, end: date | None) -> Iterator[tuple[str, date, str]]:
    if start is not None and start > date.min:
        for moved in (start - _ONE_DAY, start + _ONE_DAY):
            yield "start", moved, f"from {start} becomes {moved}"
    if end is not None and end < date.max:
        for moved in (end - _ONE_DAY, end + _ONE_DAY):
            yield "end", moved, f"to {end} becomes {moved}"


def table_faults(table: Table, wanted: frozenset[tuple[str, str]]) -> Iterator[tuple[Table, str, Span]]:
    """Yield a table with one fault in a row that is ``wanted`` (layer, id)."""
    for number, layer in enumerate(table.layers):
        rows = tuple(layer.rows) if any(code == layer.layer for code, _ in wanted) else ()
        for place, row in enumerate(rows):
            if (layer.layer, row.id) not in wanted or row.status not in RUNNING:
                continue
            for changed, text in _row(table.columns, table.key, row):
                kept = (*rows[:place], *changed, *rows[place + 1 :])
                layers = list(table.layers)
                layers[number] = msgspec.structs.replace(layer, rows=kept)
                yield msgspec.structs.replace(table, layers=tuple(layers)), f"row {row.id}: {text}", row.span


def _row(columns: tuple[Column, ...], key: tuple[str, ...], row: Row) -> Iterator[tuple[tuple[Row, ...], str]]:
    yield (), "left out"
    for field, moved, text in _moved(row.start, row.end):
        yield (msgspec.structs.replace(row, **{field: moved}),), text
    for place, column in enumerate(columns):
        if column.name == "name":
            continue
        for value, text in _cell(column, row.cells[place], is_key=column.name in key):
            cells = (*row.cells[:place], value, *row.cells[place + 1 :])
            yield (msgspec.structs.replace(row, cells=cells),), f"{column.name}: {text}"


def _cell(column: Column, value: Value, *, is_key: bool) -> Iterator[tuple[Value, str]]:
    match value:
        case None:
            return
        case CodeList(codes=codes) if len(codes) > 1:
            for code in codes:
                rest = tuple(other for other in codes if other != code)
                yield msgspec.structs.replace(value, codes=rest), f"without {code.text}"
        case str() if isinstance(column.type, EnumType):
            other = next(member for member in column.type.members if member != value)
            yield other, f"{value} becomes {other}"
        case _:
            yield from _near(value)
    if not is_key and not isinstance(value, str):
        yield None, "blank"


def code_set_faults(codes: CodeSet) -> Iterator[tuple[CodeSet, str, Span]]:
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
                yield msgspec.structs.replace(codes, layers=tuple(layers)), text, layer.span
        if layer.start is not None:
            for field, moved, text in _moved(layer.start, layer.end):
                layers = list(codes.layers)
                layers[number] = msgspec.structs.replace(layer, **{field: moved})
                yield msgspec.structs.replace(codes, layers=tuple(layers)), f"{codes.name}: {text}", layer.span
