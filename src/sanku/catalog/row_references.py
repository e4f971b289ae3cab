"""Rows that name each other: repeated ids, and ids that ``supersedes``, ``replaces`` and ``removes`` act on."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from sanku.catalog.dated import overlaps, window_text
from sanku.catalog.layers import table_rows, texts_of
from sanku.catalog.nodes import Catalog, Row, Table, TableLayer
from sanku.catalog.problems import Problems
from sanku.core.text import nearest
from sanku.core.types import CodesType
from sanku.core.value import CodeList
from sanku.diagnostics.message import Label

_MOST_COMPARED = 5_000
_MOST_SHOWN = 5


class Handle(msgspec.Struct, frozen=True):
    """One row of one layer."""

    layer: TableLayer
    position: int

    @property
    def row(self) -> Row:
        """The row."""
        return self.layer.rows[self.position]


Named = dict[str, list[Handle]]


def report_references(table: Table, catalog: Catalog, problems: Problems) -> None:
    """Report repeated ids with common days, and references to rows that are not there."""
    named = _named(table)
    for name, handles in named.items():
        _report_repeated(name, handles, table, catalog, problems)
    for layer in table.layers:
        _report_removes(layer, table, named, catalog, problems)
        for row in _acting(layer.rows):
            chain = set(catalog.chain(layer.layer))
            _report_acting(row, {"supersedes": chain, "replaces": chain - {layer.layer}}, table, named, problems)


def _named(table: Table) -> Named:
    """Return where the rows stand whose ids matter: repeated ones, and those that others act on."""
    wanted: set[str] = set()
    for number, layer in enumerate(table.layers):
        wanted.update(
            layer.removes,
            *(texts_of(layer.rows, name) for name in ("supersedes", "replaces") if _says(layer.rows, name)),
        )
        ids = texts_of(layer.rows, "id")
        wanted.update(_repeated(ids) if number == 0 else ids)
    wanted.discard("")
    found: Named = {}
    for layer in table.layers if wanted else ():
        for position, name in enumerate(texts_of(layer.rows, "id")):
            if name in wanted:
                found.setdefault(name, []).append(Handle(layer, position))
    return found


def _says(rows: Sequence[Row], attribute: str) -> bool:
    return any(texts_of(rows, attribute))


def _repeated(texts: Sequence[str]) -> Iterator[str]:
    """Yield texts that stand more than once (and, by chance, a few that do not): hashes take a tenth of the room."""
    hashes = array("q", map(hash, texts))
    last, twice = None, set()
    for value in sorted(hashes):
        if value == last:
            twice.add(value)
        last = value
    if twice:
        yield from (text for text, value in zip(texts, hashes, strict=True) if value in twice)


def _report_repeated(name: str, handles: list[Handle], table: Table, catalog: Catalog, problems: Problems) -> None:
    for place, second in enumerate(handles):
        for first in handles[:place]:
            deepest = max((first.layer.layer, second.layer.layer), key=lambda code: len(catalog.chain(code)))
            chain = catalog.chain(deepest)
            if first.layer.layer not in chain or second.layer.layer not in chain:
                continue
            one, other = first.row, second.row
            if overlaps(one.start, one.end, other.start, other.end) and _overlap_when_resolved(name, table, chain):
                problems.error(
                    "duplicate-row", f"two rows `{name}` of table `{table.name}` hold on the same days", other.span,
                    help="give one another id, or end the first with `to:`", topic=f"table `{table.name}`",
                    labels=(Label(one.span, f"holds {window_text(one.start, one.end)}"),),
                )  # fmt: skip
                return


def _overlap_when_resolved(name: str, table: Table, chain: tuple[str, ...]) -> bool:
    """Tell whether rows of one id still share days after overlays and supersedes (semantics 32)."""
    rows = table_rows(table, chain)
    found = [rows[position] for position, text in enumerate(texts_of(rows, "id")) if text == name]
    return any(
        overlaps(one.start, one.end, other.start, other.end)
        for place, other in enumerate(found)
        for one in found[:place]
    )


def _acting(rows: Sequence[Row]) -> Iterator[Row]:
    if _says(rows, "supersedes") or _says(rows, "replaces"):
        both = zip(texts_of(rows, "supersedes"), texts_of(rows, "replaces"), strict=True)
        yield from (rows[position] for position, (old, other) in enumerate(both) if old or other)


def _report_removes(layer: TableLayer, table: Table, named: Named, catalog: Catalog, problems: Problems) -> None:
    below = set(catalog.chain(layer.layer)) - {layer.layer}
    for name in layer.removes:
        if not any(handle.layer.layer in below for handle in named.get(name, ())):
            advice = _near_row(name, table, below)
            message = f"region {layer.layer} removes row `{name}`, which no layer below has in `{table.name}`"
            problems.error("unknown-row", message, layer.span, help=advice)


def _report_acting(
    row: Row, reach: Mapping[str, set[str]], table: Table, named: Named, problems: Problems
) -> None:  # fmt: skip
    for verb, name in (("supersedes", row.supersedes), ("replaces", row.replaces)):
        layers = reach[verb]
        if not name:
            continue
        targets = [handle for handle in named.get(name, ()) if handle.layer.layer in layers and handle.row != row]
        if not targets:
            where = "this layer or one below" if verb == "supersedes" else "a layer below"
            message = f"row `{row.id}` {verb} `{name}`, which is no row of `{table.name}` in {where}"
            problems.error(
                "unknown-row", message, row.span, help=_near_row(name, table, layers), topic=f"table `{table.name}`"
            )
        elif verb == "supersedes" and row.start is None:
            message = f"row `{row.id}` supersedes `{name}` but has no `from`: the old row would never have held"
            problems.error("supersedes-without-date", message, row.span, help="write `from: 2024-01-01`")
        elif verb == "supersedes":
            _report_dropped(row, [handle.row for handle in targets], table, problems)


def _report_dropped(row: Row, old: Sequence[Row], table: Table, problems: Problems) -> None:
    """Warn about codes that the superseded row covers and the new one does not (semantics 32)."""
    for name in table.key:
        place = table.index(name)
        if isinstance(table.columns[place].type, CodesType):
            dropped = sorted({text for each in old for text in _listed(each, place)} - set(_listed(row, place)))
            if dropped:
                shown = ", ".join(f"`{text}`" for text in dropped[:_MOST_SHOWN])
                more = f" and {len(dropped) - _MOST_SHOWN} more" if len(dropped) > _MOST_SHOWN else ""
                message = f"row `{row.id}` supersedes `{old[0].id}` but no longer covers {shown}{more}"
                advice = "add them if they still hold"
                problems.warning("supersede-drops-codes", message, row.span, help=advice, topic=f"table `{table.name}`")


def _listed(row: Row, place: int) -> Iterable[str]:
    value = row.cells[place]
    return (*(code.text for code in value.codes), *value.sets) if isinstance(value, CodeList) else ()


def _near_row(name: str, table: Table, layers: Iterable[str]) -> str:
    known: list[str] = []
    for layer in table.layers:
        if layer.layer in layers and len(known) + len(layer.rows) <= _MOST_COMPARED:
            known.extend(texts_of(layer.rows, "id"))
    near = nearest(name, known)
    if near:
        return f"did you mean `{near}`?"
    shown = ", ".join(f"`{one}`" for one in sorted(set(known))[:_MOST_SHOWN])
    return (
        f"its rows there are {shown}{', …' if len(set(known)) > _MOST_SHOWN else ''}"
        if known
        else "it has no rows there"
    )
