"""Rows in a layer chain: removes, replaces, supersedes; and rows in force (semantics 8, 10, 32, 35)."""

from datetime import date, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from sanku.catalog.layers import listed_codes, rows_in_force, table_rows, texts_of
from sanku.catalog.nodes import NATION, Row, Table, TableLayer
from sanku.catalog.rows import RowStore

HEAD = "table: drugs.t\ncolumns: {code: 'code[nhsa_drug]'}\nkey: code\ncites: [label, x]\n"
CITY = (NATION, "330000", "330100")


def row(id_: str, code: str = "XA01AB", **said: str) -> str:
    return (
        "  - {"
        + ", ".join(
            f"{name}: {value}" for name, value in {"id": id_, "code": code, "from": "2020-01-01", **said}.items()
        )
        + "}\n"
    )


def overlay(rows: str = "", removes: str = "") -> str:
    return f"table: drugs.t\ncites: [notice, x]\nremoves: [{removes}]\n" + (f"rows:\n{rows}" if rows else "")


def windows(rows) -> list[tuple[str, str, str]]:
    return [(each.id, str(each.start or ""), str(each.end or "")) for each in rows]


def test_one_layer_with_nothing_superseded_is_the_store_itself(clean) -> None:
    table = clean({"t.yaml": f"{HEAD}rows:\n{row('a')}"}).tables["drugs.t"]
    assert table_rows(table, CITY) is table.layers[0].rows
    assert len(table_rows(table, ())) == 0


def test_semantics_32_supersedes_ends_the_whole_old_row_the_day_before(clean) -> None:
    rows = row("old", "[XA01AB, XA01AC]") + row("new", "[XA01AB, XA01AC]", supersedes="old", **{"from": "2024-03-01"})
    table = clean({"t.yaml": f"{HEAD}rows:\n{rows}"}).tables["drugs.t"]
    resolved = table_rows(table, (NATION,))
    assert windows(resolved) == [("old", "2020-01-01", "2024-02-29"), ("new", "2024-03-01", "")]
    assert [each.id for each in rows_in_force(resolved, date(2024, 2, 29))] == ["old"]
    assert [each.id for each in rows_in_force(resolved, date(2024, 3, 1))] == ["new"]
    assert resolved[0].cells == table.layers[0].rows[0].cells


def test_semantics_32_codes_dropped_by_a_new_row_are_listed(load) -> None:
    rows = row("old", "[XA01AB, XA01AC]") + row("new", supersedes="old", **{"from": "2024-03-01"})
    _, (found,) = load({"t.yaml": f"{HEAD}rows:\n{rows}"})
    assert (found.code, found.is_error, "`XA01AC`" in found.message) == ("supersede-drops-codes", False, True)


def test_semantics_32_an_id_may_come_again_with_other_days(clean, faults) -> None:
    apart = row("a", to="2021-12-31") + row("a", **{"from": "2022-01-01"})
    assert len(clean({"t.yaml": f"{HEAD}rows:\n{apart}"}).tables["drugs.t"].layers[0].rows) == 2
    itself = row("a") + row("a", supersedes="a", **{"from": "2022-01-01"})
    assert windows(table_rows(clean({"t.yaml": f"{HEAD}rows:\n{itself}"}).tables["drugs.t"], (NATION,))) == [
        ("a", "2020-01-01", "2021-12-31"),
        ("a", "2022-01-01", ""),
    ]
    together = row("a", to="2022-01-01") + row("a", **{"from": "2022-01-01"})
    assert faults({"t.yaml": f"{HEAD}rows:\n{together}"}) == [("duplicate-row", "t.yaml:7:5")]


def test_semantics_35_an_overlay_removes_and_replaces_by_id(clean) -> None:
    nation = row("gone") + row("other") + row("kept")
    city = row("hz", replaces="other", to="2022-12-31", **{"from": "2022-01-01"}) + row(
        "more", **{"from": "2023-01-01"}
    )
    table = clean({"t.yaml": f"{HEAD}rows:\n{nation}", "regions/330100/t.yaml": overlay(city, "gone")}).tables[
        "drugs.t"
    ]
    assert windows(table_rows(table, (NATION, "330000"))) == [
        (name, "2020-01-01", "") for name in ("gone", "other", "kept")
    ]
    assert windows(table_rows(table, CITY)) == [
        ("other", "2020-01-01", "2021-12-31"),
        ("other", "2023-01-01", ""),
        ("kept", "2020-01-01", ""),
        ("hz", "2022-01-01", "2022-12-31"),
        ("more", "2023-01-01", ""),
    ]
    assert [each.id for each in rows_in_force(table_rows(table, CITY), date(2022, 6, 1))] == ["kept", "hz"]


def test_layers_are_applied_from_shallow_to_deep(clean) -> None:
    files = {
        "t.yaml": f"{HEAD}rows:\n{row('a')}{row('b')}",
        "regions/330000/t.yaml": overlay(row("zj", replaces="a")),
        "regions/330100/t.yaml": overlay(row("hz", supersedes="b", **{"from": "2021-01-01"}), "zj"),
    }
    table = clean(files).tables["drugs.t"]
    assert windows(table_rows(table, CITY)) == [("b", "2020-01-01", "2020-12-31"), ("hz", "2021-01-01", "")]
    assert windows(table_rows(table, (NATION, "330000"))) == [("b", "2020-01-01", ""), ("zj", "2020-01-01", "")]


def test_a_row_that_shows_nothing_takes_no_place(clean) -> None:
    rows = row("a") + row("b", supersedes="a", status="draft", **{"from": "2021-01-01"}) + row("c", status="retired")
    table = clean({"t.yaml": f"{HEAD}rows:\n{rows}"}).tables["drugs.t"]
    resolved = table_rows(table, (NATION,))
    assert [each.id for each in rows_in_force(resolved, date(2022, 1, 1))] == ["a"]
    shadow = row("a") + row("b", status="shadow", **{"from": "2021-01-01"})
    table = clean({"t.yaml": f"{HEAD}rows:\n{shadow}"}).tables["drugs.t"]
    assert [each.id for each in rows_in_force(table_rows(table, (NATION,)), date(2022, 1, 1))] == ["a", "b"]


def test_references_to_rows_that_are_not_there(faults) -> None:
    nation = (
        row("alpha")
        + row("b", supersedes="alhpa")
        + row("c", replaces="alpha")
        + row("d", supersedes="alpha").replace("from: 2020-01-01, ", "")
    )
    city = row("e", replaces="none") + row("f", replaces="g") + row("g", supersedes="alpha", **{"from": "2024-01-01"})
    found = faults({"t.yaml": f"{HEAD}rows:\n{nation}", "regions/330100/t.yaml": overlay(city, "x, b")})
    assert [each for each in found if each[0] != "undated-fact"] == [
        ("unknown-row", "regions/330100/t.yaml:1:1"),
        ("unknown-row", "regions/330100/t.yaml:5:5"),
        ("unknown-row", "regions/330100/t.yaml:6:5"),
        ("unknown-row", "t.yaml:7:5"),
        ("unknown-row", "t.yaml:8:5"),
        ("supersedes-without-date", "t.yaml:9:5"),
    ]


def test_resolved_rows_give_cells_and_texts_without_building_rows(clean) -> None:
    files = {
        "t.yaml": f"{HEAD}rows:\n{row('a')}{row('b', 'XA01AC')}",
        "regions/330100/t.yaml": overlay(row("c", "XA01AD"), "a"),
    }
    rows = table_rows(clean(files).tables["drugs.t"], CITY)
    assert not isinstance(rows, RowStore)
    assert list(texts_of(rows, "id")) == ["b", "c"]
    assert [rows.cell(place, 0) for place in range(2)] == [each.cells[0] for each in rows]
    assert rows[-1].layer == "330100"
    assert [each.id for each in rows[0:2]] == ["b", "c"]


def test_the_codes_of_a_catalogue(clean, base_text) -> None:
    base = base_text.replace("at: [6, 11, 20]}]}", "at: [6, 11, 20]}], catalogue: drugs.t}")
    catalog = clean({"kb.yaml": base, "t.yaml": f"{HEAD}rows:\n{row('a', '[XA01AB, XA01AC]')}{row('b', 'XA01AC')}"})
    assert listed_codes(catalog) == {"nhsa_drug": frozenset({"XA01AB", "XA01AC"})}


# ---------------------------------------------------------------- against the definition, day by day

FIRST = date(2024, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(6)]
NAMES = ("a", "b", "c")


@st.composite
def layers(draw: st.DrawFn) -> tuple[TableLayer, ...]:
    found = []
    for layer in CITY[: draw(st.integers(1, 3))]:
        rows = [
            Row(
                draw(st.sampled_from(NAMES)) + str(number) + layer[3],
                (),
                draw(st.none() | st.sampled_from(DAYS)),
                draw(st.none() | st.sampled_from(DAYS)),
                status=draw(st.sampled_from(("active", "active", "draft", "shadow", "retired"))),
                supersedes=draw(st.sampled_from(("", "", "a00", "b10", "a03", "b13"))),
                replaces=draw(st.sampled_from(("", "", "a00", "b10", "a03"))) if layer != NATION else "",
                layer=layer,
            )
            for number in range(draw(st.integers(0, 3)))
        ]
        removes = draw(st.lists(st.sampled_from(("a00", "b10", "c20", "a03")), max_size=1)) if layer != NATION else []
        found.append(TableLayer(layer, tuple(rows), tuple(removes)))
    return tuple(found)


def holds(row: Row, day: date) -> bool:
    return (row.start or date.min) <= day <= (row.end or date.max)


def in_force_by_definition(said: tuple[TableLayer, ...], day: date) -> set[str]:
    """Return the ids in force on one day, layer by layer, as semantics 32 and 35 say it."""
    found: list[Row] = []
    for layer in said:
        acting = [row for row in layer.rows if row.status in ("active", "retired")]
        replaced = {row.replaces for row in acting if holds(row, day)}
        found = [row for row in found if row.id not in layer.removes and row.id not in replaced]
        found += [row for row in layer.rows if holds(row, day)]
        found = [
            row
            for row in found
            if not any(
                other.supersedes == row.id and other is not row and (other.start or date.min) <= day for other in acting
            )
        ]
    return {row.id for row in found if row.status in ("active", "shadow")}


@given(layers())
def test_resolution_is_what_the_definition_says_on_every_day(said: tuple[TableLayer, ...]) -> None:
    table = Table("drugs.t", "drugs", (), (), "all", (), "insured", said)
    rows = table_rows(table, CITY)
    for day in (FIRST - timedelta(days=9), *DAYS, FIRST + timedelta(days=99)):
        assert {row.id for row in rows_in_force(rows, day)} == in_force_by_definition(said, day)


@given(layers(), st.randoms())
def test_resolution_does_not_depend_on_the_order_in_files(said: tuple[TableLayer, ...], random) -> None:
    shuffled = []
    for layer in said:
        rows = list(layer.rows)
        random.shuffle(rows)
        shuffled.append(msgspec.structs.replace(layer, rows=tuple(rows)))
    tables = [Table("drugs.t", "drugs", (), (), "all", (), "insured", tuple(each)) for each in (said, shuffled)]
    one, other = (sorted(windows(table_rows(table, CITY))) for table in tables)
    assert one == other
