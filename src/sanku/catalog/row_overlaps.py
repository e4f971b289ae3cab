"""Rows that claim the same: ties of a most-specific table (semantics 28), and pairs stored twice (semantics 18)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import product

import msgspec

from sanku.catalog.dated import overlaps
from sanku.catalog.layers import RUNNING, matched_length, set_layer, table_rows
from sanku.catalog.nodes import NATION, Catalog, Table
from sanku.catalog.problems import Problems
from sanku.catalog.resolved import ResolvedRows
from sanku.catalog.rows import RowStore
from sanku.core.code import Code
from sanku.core.types import CodesType
from sanku.core.value import CodeList, Value
from sanku.diagnostics.message import Label

_MOST_PAIRS = 2_000_000


class Item(msgspec.Struct, frozen=True, order=True):
    """What a key cell lists: a code or a range of codes of one system; sorted so that overlapping items are near."""

    system: str
    length: int
    first: str
    last: str
    position: int


def report_overlaps(table: Table, catalog: Catalog, problems: Problems) -> None:
    """Report rows of one table that claim the same on a common day, in the nation and in each overlaid region."""
    if table.match != "most_specific" and not table.symmetric:
        return
    for layer in table.layers:
        chain = catalog.chain(layer.layer)
        rows = table_rows(table, chain)
        if not isinstance(rows, RowStore | ResolvedRows):
            continue
        # Rows of the layers below were looked at with their own layer; only pairs with a row of this one are new.
        own = layer.layer if layer.layer != NATION else ""
        found = [*(_twice(table, rows) if table.symmetric else ())]
        if table.match == "most_specific":
            found.extend(_ties(table, catalog, chain, rows))
        for each in found:
            if own in ("", rows[each.one].layer, rows[each.other].layer):
                _report(each, rows, table, problems, chain)


class Shared(msgspec.Struct, frozen=True):
    """Two rows, by position, that share a key; ``shown`` is what they share."""

    code: str
    shown: str
    one: int
    other: int


def _report(
    found: Shared, rows: RowStore | ResolvedRows, table: Table, problems: Problems, chain: tuple[str, ...]
) -> None:  # fmt: skip
    both = (rows[found.one], rows[found.other])
    first, second = sorted(both, key=lambda row: (chain.index(row.layer), row.span))
    if found.code == "symmetric-pair-twice":
        message = f"rows `{first.id}` and `{second.id}` of `{table.name}` hold the same pair {found.shown}"
        advice = "store each pair once: it matches both ways"
    else:
        message = (
            f"rows `{first.id}` and `{second.id}` of `{table.name}` match {found.shown} equally well on the same days"
        )
        advice = "end one with `to:`, or name the longer code"
    labels = (Label(first.span, "the other"),)
    problems.error(found.code, message, second.span, help=advice, topic=f"table `{table.name}`", labels=labels)


def _overlap(rows: RowStore | ResolvedRows, one: int, other: int) -> bool:
    return overlaps(rows.start(one), rows.end(one), rows.start(other), rows.end(other))


def _running(rows: RowStore | ResolvedRows) -> Iterator[int]:
    return (position for position, status in enumerate(rows.column_texts("status")) if status in RUNNING)


# ---------------------------------------------------------------- symmetric pairs


def _twice(table: Table, rows: RowStore | ResolvedRows) -> Iterator[Shared]:
    """Yield rows that share a pair; sets count by their names."""
    left, right = (table.index(name) for name in table.symmetric)
    others = [table.index(name) for name in table.key if name not in table.symmetric]
    seen: dict[int, list[int]] = {}
    for position in _running(rows):
        rest = tuple(str(rows.cell(position, place)) for place in others)
        for pair in _pairs(rows, position, left, right):
            # Hashes take a tenth of the room of pairs; equal hashes are looked at again.
            earlier = seen.setdefault(hash((pair, rest)), [])
            for other in earlier:
                same_rest = rest == tuple(str(rows.cell(other, place)) for place in others)
                if (
                    other != position
                    and same_rest
                    and pair in _pairs(rows, other, left, right)
                    and _overlap(rows, other, position)
                ):
                    shown = " and ".join(f"`{text}`" for text in pair)
                    yield Shared("symmetric-pair-twice", shown, other, position)
                    break
            earlier.append(position)


def _pairs(rows: RowStore | ResolvedRows, position: int, left: int, right: int) -> set[tuple[str, str]]:
    one, other = (_names(rows.cell(position, place)) for place in (left, right))
    return {(min(pair), max(pair)) for pair in product(one, other)}


def _names(value: Value) -> tuple[str, ...]:
    if isinstance(value, CodeList):
        return (*(code.text for code in value.codes), *value.sets)
    return (value.text if isinstance(value, Code) else str(value),)


# ---------------------------------------------------------------- ties


def _ties(table: Table, catalog: Catalog, chain: tuple[str, ...], rows: RowStore | ResolvedRows) -> Iterator[Shared]:
    """Yield rows that match some code equally well: they share an item of equal length in every key column."""
    coded = [table.index(name) for name in table.key if isinstance(table.columns[table.index(name)].type, CodesType)]
    plain = [table.index(name) for name in table.key if table.index(name) not in coded]
    groups: dict[tuple[str, ...], list[int]] = {}
    for position in _running(rows):
        groups.setdefault(tuple(str(rows.cell(position, place)) for place in plain), []).append(position)
    for group in groups.values():
        if len(group) > 1:
            yield from _ties_in(group, coded, catalog, chain, rows)


def _ties_in(
    group: Sequence[int], coded: Sequence[int], catalog: Catalog, chain: tuple[str, ...], rows: RowStore | ResolvedRows
) -> Iterator[Shared]:
    if not coded:
        for one, other in _all_pairs(group):
            if _overlap(rows, one, other):
                yield Shared("tied-rows", "the same key", one, other)
        return
    sweep = max(coded, key=lambda place: len({rows.cell(position, place) for position in group}))
    for one, other in _touching(_items(group, sweep, catalog, chain, rows)):
        if not _overlap(rows, one, other):
            continue
        day = max(rows.start(one) or date.min, rows.start(other) or date.min)
        shared = [_equal_code(rows.cell(one, place), rows.cell(other, place), catalog, chain, day) for place in coded]
        codes = [code for code in shared if code is not None]
        if len(codes) == len(coded):
            yield Shared("tied-rows", " with ".join(f"`{code.text}`" for code in codes), one, other)


def _all_pairs(group: Sequence[int]) -> Iterator[tuple[int, int]]:
    return ((one, other) for place, other in enumerate(group) for one in group[:place])


def _items(
    group: Iterable[int], place: int, catalog: Catalog, chain: tuple[str, ...], rows: RowStore | ResolvedRows
) -> list[Item]:
    found: list[Item] = []
    for position in group:
        for system, first, last in _ranges(rows.cell(position, place), catalog, chain):
            found.append(Item(system, len(first), first, last, position))
    return sorted(found)


def _ranges(value: Value, catalog: Catalog, chain: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """Yield system, first and last of everything a cell lists; sets are followed, each once."""
    if not isinstance(value, CodeList):
        return
    yield from ((code.system, code.text, code.text) for code in value.codes)
    pending, seen = list(value.sets), set(value.sets)
    while pending:
        code_set = catalog.code_sets.get(pending.pop())
        layer = None if code_set is None else set_layer(code_set, chain)
        if code_set is not None and layer is not None:
            yield from ((code_set.system, item.first, item.last) for item in layer.include)
            pending.extend(set(layer.includes_sets) - seen)
            seen.update(layer.includes_sets)


def _touching(items: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """Yield pairs of rows with items that overlap, each pair once."""
    seen: set[tuple[int, int]] = set()
    open_items: list[Item] = []
    for item in items:
        open_items = [
            other
            for other in open_items
            if other.system == item.system and other.length == item.length and other.last >= item.first
        ]
        for other in open_items:
            pair = (min(other.position, item.position), max(other.position, item.position))
            if pair[0] != pair[1] and pair not in seen and len(seen) < _MOST_PAIRS:
                seen.add(pair)
                yield pair
        open_items.append(item)


def _equal_code(one: Value, other: Value, catalog: Catalog, chain: tuple[str, ...], day: date) -> Code | None:
    """Return a code that both cells match by the same length: an end of two overlapping items, if any."""
    if not isinstance(one, CodeList) or not isinstance(other, CodeList):
        return None
    for system, first, last in _ranges(one, catalog, chain):
        for other_system, other_first, other_last in _ranges(other, catalog, chain):
            if (
                system == other_system
                and len(first) == len(other_first)
                and max(first, other_first) <= min(last, other_last)
            ):
                for text in (max(first, other_first), min(last, other_last)):
                    code = Code(system, text)
                    length = matched_length(catalog, one, chain, day, code)
                    if length is not None and length == matched_length(catalog, other, chain, day, code):
                        return code
    return None
