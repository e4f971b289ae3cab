"""Rows by what their key cells name: the same as going through all rows, in one layer and in several."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from sanku.catalog.cells import ITEM, LIST
from sanku.catalog.columns import ColumnBuilder, Texts
from sanku.catalog.key_index import KeyIndex, key_index, names_in, wanted
from sanku.catalog.layers import table_rows
from sanku.catalog.nodes import NATION, Column, Table, TableLayer
from sanku.catalog.rows import ATTRIBUTES, Places, RowParts, RowStore
from sanku.core.types import CodesType

NAMES = ("s:XA01", "s:XA02", "s:XA0102", "@drugs.some", "s:中")
texts = st.lists(st.sampled_from(NAMES), max_size=3).map(lambda names: LIST + ITEM.join(names) if names else "")


def column(cells: Sequence[str]) -> Texts:
    builder = ColumnBuilder(str)
    builder.extend(cells)
    return builder.column()


def store(ids: Sequence[str], cells: Sequence[str], **attributes: Sequence[str]) -> RowStore:
    said = {"id": ids, "status": ["active"] * len(ids), **attributes}
    parts = tuple(column(said.get(name, [""] * len(ids))) for name in ATTRIBUTES)
    places = Places("t.csv", array("I", range(2, len(ids) + 2)))
    return RowStore((Column("code", CodesType(("s",))),), RowParts(NATION, (column(cells),), parts, places))


@given(st.lists(texts, min_size=1, max_size=60))
def test_positions_are_those_of_going_through_all_rows(cells) -> None:
    rows = store([f"r{n}" for n in range(len(cells))], cells)
    for name in (*NAMES, "s:XA"):
        assert rows.positions(0, [wanted(name)]) == {
            place for place, text in enumerate(cells) if name in names_in(text)
        }
    both = rows.positions(0, [wanted(name) for name in NAMES[:2]])
    assert both == {place for place, text in enumerate(cells) if not {*NAMES[:2]}.isdisjoint(names_in(text))}


def test_names_of_equal_hash_are_told_apart() -> None:
    one, other = "plumless", "buckeroo"
    rows = store(["a", "b", "c"], [other, one, other])
    assert list(key_index(column([one, other])).hashes) == [0x4DDB0C25] * 2
    assert rows.positions(0, [wanted(one)]) == {1}
    assert rows.positions(0, [wanted(other)]) == {0, 2}


def test_an_empty_index_finds_nothing() -> None:
    assert list(KeyIndex((), ()).candidates(0)) == []


rows_of_layer = st.lists(st.tuples(st.sampled_from("abcdef"), texts, st.sampled_from(("", *"abcdef"))), max_size=8)


@given(rows_of_layer, rows_of_layer, st.sets(st.sampled_from("abcdef"), max_size=2))
def test_several_layers_give_the_positions_of_the_rows_that_are_left(nation, city, removed) -> None:
    layers = [
        TableLayer(layer, store([row[0] for row in said], [row[1] for row in said], replaces=[row[2] for row in said], **{"from": ["2024-01-01"] * len(said), "to": ["2024-06-30"] * len(said)}), removes)
        for layer, said, removes in ((NATION, nation, ()), ("330000", city, tuple(sorted(removed))))
    ]  # fmt: skip
    columns = layers[0].rows.columns
    table = Table("drugs.t", "drugs", columns, ("code",), "all", (), "insured", tuple(layers))
    rows = table_rows(table, (NATION, "330000"))
    cells = [set(names_in(text)) for text in rows.column_texts("code")]
    for name in NAMES:
        assert rows.positions(0, [wanted(name)]) == {place for place, names in enumerate(cells) if name in names}
    assert [rows.id(place) for place in range(len(rows))] == [row.id for row in rows]
    assert [rows.status(place) for place in range(len(rows))] == [row.status for row in rows]
