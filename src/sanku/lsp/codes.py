"""The codes that a base writes down, with their names: what completion offers and hover says.

A system's catalogue speaks first; where none is loaded, tables that have a name beside a code.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sanku.catalog.cells import ITEM, LIST, SET
from sanku.catalog.layers import catalogue_column, texts_of
from sanku.catalog.nodes import Catalog, Table
from sanku.core.code import normalise_code
from sanku.core.span import Span
from sanku.core.types import CodesType, CodeType

NAMES = ("name", "title", "label", "名称")
"""Columns that hold the name of what a row is about."""

MOST = 100
"""Codes that are offered at once; what is typed further narrows them."""


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of one system.

    Args:
        names: Code to name, ``""`` if no row says one.
        ordered: The codes, ascending.
    """

    names: Mapping[str, str]
    ordered: tuple[str, ...]

    def like(self, typed: str) -> Iterator[str]:
        """Yield the codes that start with what is typed, then those whose name holds it."""
        code = normalise_code(typed)
        place = bisect_left(self.ordered, code)
        while place < len(self.ordered) and self.ordered[place].startswith(code):
            yield self.ordered[place]
            place += 1
        if typed and not typed.isascii():
            yield from (code for code, name in self.names.items() if typed in name)


def codes_of(catalog: Catalog) -> dict[str, Codes]:
    """Return the codes of every system, by its name."""
    names: dict[str, dict[str, str]] = {system: {} for system in catalog.systems}
    catalogues = {system.catalogue for system in catalog.systems.values()}
    for table in sorted(catalog.tables.values(), key=lambda table: table.name not in catalogues):
        _take(table, names)
    return {system: Codes(found, tuple(sorted(found))) for system, found in names.items()}


def _take(table: Table, names: Mapping[str, dict[str, str]]) -> None:
    coded = [column for column in table.columns if isinstance(column.type, CodeType | CodesType)]
    label = next((column.name for column in table.columns if column.name in NAMES), None)
    for column in coded:
        named = label if column is coded[0] else None
        for layer in table.layers:
            texts = texts_of(layer.rows, column.name)
            labels = texts_of(layer.rows, named) if named else None
            for position, text in enumerate(texts):
                items = text.removeprefix(LIST).split(ITEM) if text else ()
                for item in items:
                    system, _, code = item.partition(":")
                    known = names.get(system)
                    if known is None or item.startswith(SET):
                        continue
                    if labels is not None and len(items) == 1:
                        known[code] = known.get(code) or labels[position]
                    else:
                        known.setdefault(code, "")


def listed_at(catalog: Catalog, system: str, code: str) -> Span | None:
    """Return the row of a system's catalogue that lists a code."""
    table = catalog.tables.get(catalog.systems[system].catalogue) if system in catalog.systems else None
    column = None if table is None else catalogue_column(table, system)
    if table is None or column is None:
        return None
    spelled = f"{system}:{code}"
    for layer in table.layers:
        for position, text in enumerate(texts_of(layer.rows, column)):
            if spelled in (text, text.removeprefix(LIST)):
                return layer.rows[position].span
    return None
