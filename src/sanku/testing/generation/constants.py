"""The constants that a rule compares with: literals, parameter values, cells, codes, and the days of any change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sanku.catalog.layers import RUNNING, table_rows
from sanku.catalog.nodes import Row
from sanku.core.code import Code
from sanku.core.quantity import Quantity
from sanku.core.types import EnumType
from sanku.core.value import CodeList
from sanku.semantics.nodes import Cell, CodeSetValue, Literal, Model, ParameterValue, Rule
from sanku.semantics.walk import everything_of, exemptions_of, walk

_MOST_ROWS, _EACH_KIND = 12, 2
"""Rows that events are made for, and of those that say the same words: more show the same thresholds again."""
_SOME_DAY, _LATER = date(2025, 1, 1), timedelta(days=30)
_SHAPES = [
    "A" * letters + "0" * digits + "A" * more + "0" * rest
    for letters in range(4)
    for digits in range(5)
    for more in range(2)
    for rest in range(17)
]


@dataclass(frozen=True, slots=True)
class Constants:
    """What events are made from.

    Args:
        quantities: Numbers that something is compared with.
        members: Enum members by name of the enum.
        codes: Whole codes by system, some that a row, set or literal names, and one that none does.
        texts: Texts.
        edges: First days of anything, and the days after last days.
        day: A day on which the rule and its rows are in force.
    """

    quantities: tuple[Quantity, ...]
    members: dict[str, tuple[str, ...]]
    codes: dict[str, tuple[str, ...]]
    texts: tuple[str, ...]
    edges: tuple[date, ...]
    day: date


def constants_of(model: Model, rule: Rule, region: str, rows: tuple[str, ...] = ()) -> Constants:
    """Return the constants of a rule in a region; ``rows`` limits the rows of its tables by id."""
    catalog = model.catalog
    parts = [part for expr in everything_of(model, rule) for part in walk(expr)]
    values: list[object] = [part.value for part in parts if isinstance(part, Literal)]
    chain = catalog.chain(region)
    picked = _rows(model, rule, chain, rows)
    values += [cell for row in picked for cell in row.cells]
    edges: set[date] = set(_window(rule.start, rule.end))
    for exemption in exemptions_of(model, rule):
        edges.update(_window(exemption.start, exemption.end))
    for amendment in model.amendments:
        if amendment.rule == rule.name:
            edges.update(_window(amendment.start, amendment.end))
    for row in picked:
        edges.update(_window(row.start, row.end))
    for name in sorted({part.name for part in parts if isinstance(part, ParameterValue)}):
        for value in catalog.parameters[name].values:
            if value.layer in chain:
                values.append(value.value)
                edges.update(_window(value.start, value.end))
    names = {part.name for part in parts if isinstance(part, CodeSetValue)}
    names |= {name for value in values if isinstance(value, CodeList) for name in value.sets}
    codes = [code for value in values for code in _codes(value)]
    codes += [code for name in sorted(names) for code in _set_codes(model, name)]
    members: dict[str, list[str]] = {}
    for part in parts:
        if isinstance(part, Literal) and isinstance(part.type, EnumType):
            members.setdefault(part.type.name, []).append(str(part.value))
        if isinstance(part, Cell):
            kind = part.type
            index = catalog.tables[part.table].index(part.column)
            if isinstance(kind, EnumType):
                cells = (row.cells[index] for row in picked if index < len(row.cells))
                members.setdefault(kind.name, []).extend(str(cell) for cell in cells if cell in kind.members)
    return Constants(
        tuple(dict.fromkeys(value for value in values if isinstance(value, Quantity))),
        {name: tuple(dict.fromkeys(found)) for name, found in members.items()},
        _whole(model, codes),
        tuple(dict.fromkeys(value for value in values if isinstance(value, str))),
        tuple(sorted(edges)),
        rule.end if rule.end is not None and rule.end < date.max else max(edges, default=_SOME_DAY) + _LATER,
    )


def _window(start: date | None, end: date | None) -> Iterator[date]:
    if start is not None:
        yield start
    if end is not None and end < date.max:
        yield end + timedelta(days=1)


def _rows(model: Model, rule: Rule, chain: tuple[str, ...], wanted: tuple[str, ...]) -> list[Row]:
    found: list[Row] = []
    for step in rule.matches:
        running = (row for row in table_rows(model.catalog.tables[step.table], chain) if row.status in RUNNING)
        kinds: dict[tuple[object, ...], int] = {}
        for row in running:
            kind = tuple(cell for cell in row.cells if isinstance(cell, str) and len(cell.encode()) == len(cell))
            kinds[kind] = kinds.get(kind, 0) + 1
            if row.id in wanted or (not wanted and kinds[kind] <= _EACH_KIND and len(found) < _MOST_ROWS):
                found.append(row)
    return found


def _codes(value: object) -> Iterator[Code]:
    match value:
        case Code():
            yield value
        case CodeList(codes=codes):
            yield from codes
        case tuple():
            yield from (part for part in value if isinstance(part, Code))
        case _:
            return


def _set_codes(model: Model, name: str) -> Iterator[Code]:
    found = model.catalog.code_sets[name]
    for layer in found.layers:
        for item in (*layer.include[:1], *layer.exclude[:1]):
            yield Code(found.system, item.first)
        for inner in layer.includes_sets[:1]:
            yield from _set_codes(model, inner)


def _whole(model: Model, codes: list[Code]) -> dict[str, tuple[str, ...]]:
    """Return codes by system, each completed to what its system takes for a whole code."""
    found: dict[str, list[str]] = {}
    for code in codes:
        found.setdefault(code.system, []).append(completed(model, code))
    return {system: tuple(dict.fromkeys(texts)) for system, texts in found.items()}


def completed(model: Model, code: Code) -> str:
    """Return a code completed to what its system takes for a whole code."""
    system = model.catalog.systems.get(code.system)
    return whole_code(system.pattern if system else "", code.text)


def whole_code(pattern: str, stem: str) -> str:
    """Return the first code below a stem that a pattern takes for whole; the stem itself if none is found."""
    shapes = (f"{stem}{rest}" for rest in _SHAPES)
    return next((text for text in shapes if pattern and re.fullmatch(pattern, text)), stem)
