"""``code-not-in-catalogue``: a fact names a code that the loaded catalogue does not list, nor any below it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from sanku.catalog.layers import listed_codes
from sanku.catalog.nodes import Catalog, Row, Table
from sanku.core.code import Code, parts_of
from sanku.core.span import Span
from sanku.core.value import CodeList
from sanku.diagnostics.message import Diagnostic, Severity
from sanku.semantics.nodes import Model

_Named = tuple[str, str, str, str, Span]
"""System, first and last code, what names them, where."""


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per code, or range, of a row or code set that no listed code is or lies below."""
    listed = {system: sorted(codes) for system, codes in listed_codes(model.catalog).items()}
    for system, first, last, what, span in (*_in_sets(model.catalog), *_in_rows(model.catalog)) if listed else ():
        codes = listed.get(system)
        if codes and not all(
            _is_listed(codes, one, two) for one, two in zip(parts_of(first), parts_of(last), strict=True)
        ):
            catalogue = model.catalog.systems[system].catalogue
            shown = first if first == last else f"{first}..{last}"
            yield Diagnostic(
                code="code-not-in-catalogue",
                message=f"{what} names `{shown}`, and `{catalogue}` lists no such code and none below it",
                span=span,
                severity=Severity.WARNING,
                help="correct the code, or load the release of the catalogue that has it",
            )


def _is_listed(codes: list[str], first: str, last: str) -> bool:
    place = bisect_left(codes, first)
    return place < len(codes) and (codes[place] <= last or codes[place].startswith((first, last)))


def _in_sets(catalog: Catalog) -> Iterator[_Named]:
    for found in catalog.code_sets.values():
        for layer in found.layers:
            for one in (*layer.include, *layer.exclude):
                yield found.system, one.first, one.last, f"code set `{found.name}`", one.span


def _in_rows(catalog: Catalog) -> Iterator[_Named]:
    catalogues = {system.catalogue for system in catalog.systems.values()}
    for table in catalog.tables.values():
        for row in (row for part in table.layers for row in part.rows) if table.name not in catalogues else ():
            yield from _in_row(row, table)


def _in_row(row: Row, table: Table) -> Iterator[_Named]:
    for value in row.cells:
        codes = value.codes if isinstance(value, CodeList) else (value,)
        for code in codes:
            if isinstance(code, Code):
                yield code.system, code.text, code.text, f"row `{row.id}` of `{table.name}`", row.span
