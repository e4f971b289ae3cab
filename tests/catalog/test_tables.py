"""Tables: shapes, cells of every type, CSV beside YAML, and a clear place for every bad cell."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanku.core.code import Code
from sanku.core.moment import Moment, Precision
from sanku.core.quantity import Quantity
from sanku.core.unit import CNY, ONE, find_unit
from sanku.core.value import CodeList, Period

HEAD = "from: 2024-01-01\ncites: [label, x]\n"


def table(type_: str, cell: str) -> dict[str, str]:
    text = f"table: drugs.t\ncolumns: {{k: text, v: '{type_}'}}\nkey: k\n{HEAD}rows:\n  - {{id: a, k: x, v: {cell}}}\n"
    return {"t.yaml": text}


def quantity(value: int, unit: str) -> Quantity:
    return Quantity(value, find_unit(unit))


@pytest.mark.parametrize(
    ("type_", "cell", "value"),
    [
        ("text", "' 甲 '", "甲"),
        ("text", "null", None),
        ("text", "", None),
        ("text", '""', None),
        ("bool", "true", True),
        ("bool", "否", False),
        ("money", "1153.00", Quantity(1153, CNY)),
        ("money", "12 元", Quantity(12, CNY)),
        ("number", "-3", Quantity(-3, ONE)),
        ("number", "50%", quantity(50, "%")),
        ("quantity[day]", "7", quantity(7, "day")),
        ("quantity[day]", "2 weeks", quantity(2, "week")),
        ("quantity[day]", "7天", quantity(7, "day")),
        ("quantity", "30 g/L", quantity(30, "g/L")),
        ("quantity", "24", Quantity(24, ONE)),
        ("date", "2024-02-29", Moment(datetime(2024, 2, 29), Precision.DAY)),
        ("datetime", "2024-02-29T08:30", Moment(datetime(2024, 2, 29, 8, 30), Precision.MINUTE)),
        ("datetime", "2024-02-29 08:30:15", Moment(datetime(2024, 2, 29, 8, 30, 15), Precision.SECOND)),
        ("span", "3 months", quantity(3, "month")),
        ("window", "encounter", "encounter"),
        ("window", "6 hours", quantity(6, "hour")),
        ("period", "2024-01-01..", Period(Moment(datetime(2024, 1, 1), Precision.DAY), None)),
        ("code[icd10]", "i10", Code("icd10", "I10")),
        ("code[icd10]", "a01.000x005+j17.0*", Code("icd10", "A01.000X005+J17.0*")),
        ("code[lab]", "serum_albumin", Code("lab", "1751-7")),
        ("code[nhsa_drug, nhsa_service]", "XA01AB", Code("nhsa_drug", "XA01AB")),
        ("code[nhsa_drug, nhsa_service]", "'nhsa_service:001102000040000'", Code("nhsa_service", "001102000040000")),
        ("codes[icd10]", "[I10, I11.0]", CodeList((Code("icd10", "I10"), Code("icd10", "I11.0")))),
        ("codes[icd10]", "clinical.a", CodeList((), ("clinical.a",))),
        ("codes[icd10]", "[]", CodeList(())),
        ("sex", "female", "female"),
        ("sex", "男", "male"),
        ("facility.level", "secondary", "secondary"),
        ("enum[甲, 乙]", "乙", "乙"),
        ("severity", "明确违规", "clear"),
        ("list[text]", "[a, 'b;c']", ("a", "b;c")),
        ("list[sex]", "[男, female]", ("male", "female")),
        ("list[text]", "a", ("a",)),
    ],
)  # fmt: skip
def test_cells(clean, type_: str, cell: str, value: object) -> None:
    sets = {"s.yaml": "codes: clinical.a\nsystem: icd10\ninclude: [I10]\ncites: [label, x]\n"}
    row = clean({**table(type_, cell), **sets}).tables["drugs.t"].layers[0].rows[0]
    assert row.cells == ("x", value)
    assert type(row.cells[1]) is type(value)


@pytest.mark.parametrize(
    ("type_", "cell", "code", "says", "advice"),
    [
        ("bool", "yes", "bad-cell", "`yes`", "`true`"),
        ("money", "1.234", "too-many-decimals", "3 decimals", ""),
        ("money", "1,5", "bad-number", "", ""),
        ("money", "7 days", "unit-mismatch", "`day`", "`CNY`"),
        ("number", "1e3", "unknown-unit", "`e3`", ""),
        ("number", "ten", "bad-number", "`ten`", ""),
        ("quantity[mg]", "5 ml", "unit-mismatch", "`ml`, not in `mg`", ""),
        ("quantity[day]", "7 dayz", "unknown-unit", "`dayz`", "`day"),
        ("date", "2024/1/1", "bad-date", "`2024/1/1`", "`2024-01-01`"),
        ("date", "2023-02-29", "bad-date", "", ""),
        ("date", "2024-01-01T08:00", "bad-date", "time of day", ""),
        ("datetime", "2024-01-01T25:00", "bad-date", "", ""),
        ("span", "3 mg", "bad-span", "", "3 months"),
        ("window", "encountr", "bad-window", "", "`encounter`"),
        ("period", "2024-01-01", "bad-period", "", ""),
        ("code[icd10]", "I1", "code-not-on-level", "`icd10`", "3, 5, 7 or 11"),
        ("code[icd10]", "I10.12", "code-not-on-level", "", "`I10.1`"),
        ("code[icd10]", "A01.00+J17.0*", "code-not-on-level", "", ""),
        ("code[icd10]", "I 10", "bad-code", "", ""),
        ("code[lab]", "serum albumin", "bad-code", "", "`serum_albumin`"),
        ("code[nhsa_service, icd10]", "I10", "", "", ""),
        ("code[nhsa_drug, lab]", "ABC", "ambiguous-code", "", "`lab:ABC`"),
        ("codes[icd10]", "clinical.b", "unknown-code-set", "`clinical.b`", "`clinical.a`"),
        ("codes[icd10]", "I11..I13", "range-in-cell", "", ""),
        ("codes[lab]", "clinical.a", "code-system-mismatch", "`icd10`", ""),
        ("sex", "femal", "not-a-member", "`femal`", "`female`"),
        ("text", "[a, b]", "list-in-cell", "", ""),
        ("text", "{a: b}", "wrong-shape", "", ""),
        ("list[text]", "[a, [b]]", "wrong-shape", "", ""),
        ("list[sex]", "[male, both]", "not-a-member", "`both`", ""),
    ],
)  # fmt: skip
def test_bad_cells_stand_at_their_place(load, type_: str, cell: str, code: str, says: str, advice: str) -> None:
    sets = {"s.yaml": "codes: clinical.a\nsystem: icd10\ninclude: [I10]\ncites: [label, x]\n"}
    _, found = load({**table(type_, cell if "," not in cell or cell[0] in "[{" else f"'{cell}'"), **sets})
    if not code:
        assert found == ()
        return
    assert [each.code for each in found] == [code]
    assert (found[0].span.line, found[0].span.column) == (7, 22)
    assert says in found[0].message
    assert advice in found[0].help


@pytest.mark.parametrize(
    ("type_", "code", "advice"),
    [
        ("monye", "unknown-type", "`money`"),
        ("code[icd-10]", "unknown-code-system", "`icd10`"),
        ("code[]", "unknown-type", ""),
        ("quantity[daz]", "unknown-unit", "`day`"),
        ("enum[a, a]", "unknown-type", ""),
        ("list[list[text]]", "unknown-type", ""),
        ("facility.levl", "unknown-type", "`facility.level`"),
        ("[text]", "wrong-shape", "quote"),
    ],
)
def test_unknown_types_name_the_nearest(load, type_: str, code: str, advice: str) -> None:
    text = table(type_, "").get("t.yaml", "")
    _, found = load({"t.yaml": text.replace("'[text]'", "[text]")})
    assert [each.code for each in found] == [code]
    assert advice in found[0].help


@pytest.mark.parametrize(
    ("shape", "codes"),
    [
        ("columns: {a: text}\nkey: b", ["unknown-column"]),
        ("columns: {a: text}", ["missing-key"]),
        ("key: a", ["missing-key"]),
        ("columns: {a: text, b: text, c: text, d: text}\nkey: [a, b, c, d]", ["too-many-keys"]),
        ("columns: {id: text}\nkey: id", ["reserved-column"]),
        ("columns: {a b: text}\nkey: a b", ["bad-name"]),
        ("columns: {a: 'list[text]'}\nkey: a", ["bad-key-type"]),
        ("columns: {a: text}\nkey: a\nmatch: some", ["not-a-member"]),
        ("columns: {a: text}\nkey: a\nregion: here", ["not-a-member"]),
        ("columns: {a: text, b: text}\nkey: [a, b]\nsymmetric: [a]", ["bad-symmetric"]),
        ("columns: {a: text}\nkey: a\nmach: all", ["unknown-key"]),
        ("columns: {a: text}\nkey: a\nstatus: actve", ["not-a-member"]),
        ("columns: {a: text}\nkey: a\nremoves: [x]", ["removes-in-nation", "unknown-row"]),
    ],
)
def test_faults_of_a_shape(faults, shape: str, codes: list[str]) -> None:
    found = faults({"t.yaml": f"table: drugs.t\n{shape}\nrows: []\n"})
    assert sorted(code for code, _ in found) == codes


def test_faults_of_rows(faults) -> None:
    rows = """\
rows:
  - {k: x}
  - {id: "x'); import os", k: x}
  - {id: c, k: x, price: 1}
  - {id: d}
  - {id: e, k: x, from: 1/1/2024, status: on, cites: label}
  - {id: f, k: x, from: 2024-01-02, to: 2024-01-01}
  - {id: g, k: x, cites: [[label, a], [lable, b]], weaken: {settle: deny}}
  - text
"""
    found = faults({"t.yaml": f"table: drugs.t\ncolumns: {{k: text, price_max: money}}\nkey: k\n{HEAD}{rows}"})
    assert found == [
        ("missing-id", "t.yaml:7:5"),
        ("bad-id", "t.yaml:8:10"),
        ("unknown-column", "t.yaml:9:19"),
        ("blank-key", "t.yaml:10:5"),
        ("bad-date", "t.yaml:11:25"),
        ("not-a-member", "t.yaml:11:43"),
        ("bad-citation", "t.yaml:11:54"),
        ("reversed-interval", "t.yaml:12:5"),
        ("unknown-source", "t.yaml:13:26"),
        ("bad-weaken", "t.yaml:13:60"),
        ("wrong-shape", "t.yaml:14:5"),
    ]


def test_a_row_takes_from_its_table_what_it_does_not_say(clean) -> None:
    text = """\
table: drugs.t
columns: {k: text}
key: k
from: 2024-01-01
to: 2024-12-31
published: 2023-12-01
status: shadow
cites: [[label, x], [law, y]]
rows:
  - {id: a, k: x}
  - {id: b, k: x, from: 2024-02-01, to: 2024-03-01, published: 2024-01-01, status: active, cites: [notice, z]}
"""
    one, other = clean({"t.yaml": text}).tables["drugs.t"].layers[0].rows
    assert (one.start, one.end, one.published, one.status) == (
        date(2024, 1, 1),
        date(2024, 12, 31),
        date(2023, 12, 1),
        "shadow",
    )
    assert [(cite.source, cite.place) for cite in one.cites] == [("label", "x"), ("law", "y")]
    assert (other.start, other.status, other.cites[0].source) == (date(2024, 2, 1), "active", "notice")


def test_facts_without_day_or_source_are_warned_about_once(load) -> None:
    rows = "".join(f"  - {{id: r{number}, k: x}}\n" for number in range(30))
    _, found = load({"t.yaml": f"table: drugs.t\ncolumns: {{k: text}}\nkey: k\nrows:\n{rows}"})
    assert [(each.code, each.is_error) for each in found] == [("uncited-fact", False), ("undated-fact", False)]
    assert "29 more" in found[0].message


CSV = "id,code,sex,cites,list,from,weaken\n"
CSV_TABLE = (
    "table: drugs.t\ncolumns: {code: 'code[nhsa_drug]', sex: sex, list: 'list[text]'}\n"
    "key: code\nfrom: 2024-01-01\ncites: [label, x]\nrows: t.csv\n"
)  # fmt: skip


def test_a_csv_says_the_same_as_yaml(clean) -> None:
    rows = (
        CSV
        + 'a,XA01AB;XA01AC,女,,,,\nb,XA01AD,male,law|第一条;notice|附件,甲;乙,2024-02-01,settle:remind\n\nc,XA01AE,,,"a,""b",,\n'
    )
    store = clean({"t.yaml": CSV_TABLE, "t.csv": rows}).tables["drugs.t"].layers[0].rows
    assert [row.id for row in store] == ["a", "b", "c"]
    assert store[0].cells == (CodeList((Code("nhsa_drug", "XA01AB"), Code("nhsa_drug", "XA01AC"))), "female", None)
    assert [(cite.source, cite.place) for cite in store[1].cites] == [("law", "第一条"), ("notice", "附件")]
    assert (store[1].cells[2], store[1].start, store[1].weaken) == (
        ("甲", "乙"),
        date(2024, 2, 1),
        {"settle": "remind"},
    )
    assert (store[2].cells[1:], [row.span.line for row in store]) == ((None, ('a,"b',)), [2, 3, 5])


def test_bad_cells_of_a_csv_stand_at_their_place(faults) -> None:
    rows = CSV + 'a,XA01ABC,女,,"x,\ny",,\nb,XA01AD,neither,none|x,"a,b",today,\n'
    assert faults({"t.yaml": CSV_TABLE, "t.csv": rows}) == [
        ("code-not-on-level", "t.csv:2:3"),
        ("not-a-member", "t.csv:4:10"),
        ("unknown-source", "t.csv:4:18"),
        ("bad-date", "t.csv:4:31"),
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("id,kode,sex\na,XA01AB,女\n", [("missing-column", "t.csv:1:1"), ("unknown-column", "t.csv:1:4"), ("blank-key", "t.csv:2:1")]),
        ("code,sex\nXA01AB,女\n", [("missing-column", "t.csv:1:1"), ("missing-id", "t.csv:2:1")]),
        ("id,code,code\na,XA01AB,XA01AB\n", [("duplicate-key", "t.csv:1:9")]),
        ("id\tcode\na\tXA01AB\n", [("csv-syntax", "t.csv:1:1")]),
        ("id,code\na,XA01AB,x\nb\n", [("csv-width", "t.csv:2:1"), ("csv-width", "t.csv:3:1")]),
        ('id,code\na,"XA01AB\n', [("csv-syntax", "t.csv:2:1")]),
        ("", [("empty-file", "t.csv:1:1")]),
        ("id,code,sex\na,XA01AB,说明\n".encode("gbk"), [("wrong-encoding", "t.csv:2:11")]),
        ("id,code\n", []),
        ("\ufeffid,code\r\na,XA01AB\r\n", []),
    ],
)  # fmt: skip
def test_faults_of_a_csv(faults, data: str | bytes, expected: list[tuple[str, str]]) -> None:
    assert faults({"t.yaml": CSV_TABLE, "t.csv": data}) == expected


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("../t.csv", "outside-root"),
        ("/etc/passwd", "outside-root"),
        ("a\\b.csv", "outside-root"),
        ("none.csv", "missing-file"),
        ("t.yaml", "bad-rows"),
        ("{a: b}", "wrong-shape"),
    ],
)
def test_semantics_45_rows_stay_under_the_root(faults, path: str, code: str) -> None:
    assert [code for code, _ in faults({"t.yaml": CSV_TABLE.replace("t.csv", path)})] == [code]


def test_semantics_45_a_link_does_not_lead_out(write, tmp_path_factory, faults) -> None:
    outside = tmp_path_factory.mktemp("outside") / "t.csv"
    outside.write_text("id,code\na,XA01AB\n", encoding="utf-8")
    (write({}) / "t.csv").symlink_to(outside)
    assert [code for code, _ in faults({"t.yaml": CSV_TABLE})] == ["outside-root", "outside-root"]


def test_a_csv_may_stand_elsewhere_under_the_root_and_unread_ones_are_named(faults) -> None:
    csv = "id,code\na,XA01AB\n"
    found = faults({"d/t.yaml": CSV_TABLE.replace("t.csv", "../data/t.csv"), "data/t.csv": csv, "data/old.csv": csv})
    assert found == [("unused-csv", "data/old.csv:1:1")]


def test_many_bad_cells_fold_into_ten_and_a_count(load) -> None:
    rows = "id,code\n" + "".join(f"r{number},XA0\n" for number in range(25_000))
    _, found = load({"t.yaml": CSV_TABLE, "t.csv": rows})
    assert len(found) == 11
    assert found[-1].message == "24990 more of this kind in column `code` of table `drugs.t`; the last stands here"
    assert found[-1].span.line == 25_001


CELL = st.text("XA01Bé甲;,\"' \n", max_size=6) | st.sampled_from(("", "a", "b"))


@given(rows=st.lists(st.tuples(CELL, CELL), max_size=8), repeat=st.sampled_from((1, 3, 4000)))
def test_compact_columns_give_back_what_went_in(rows: list[tuple[str, str]], repeat: int) -> None:
    from sanku.catalog.columns import ColumnBuilder

    texts = [text + (str(number) if repeat > 3 else "") for number in range(repeat) for pair in rows for text in pair]
    builder = ColumnBuilder(str)
    for start in range(0, len(texts), 7000):
        builder.extend(texts[start : start + 7000])
    column = builder.column() if texts else ()
    assert list(column) == texts
    assert [column[place] for place in range(len(texts))] == texts


def test_rows_are_built_when_asked_for(clean) -> None:
    rows = "id,code\n" + "".join(f"r{number},XA01AB{number:017d}\n" for number in range(30_000))
    store = clean({"t.yaml": CSV_TABLE, "t.csv": rows}).tables["drugs.t"].layers[0].rows
    assert len(store) == 30_000
    assert store[-1] == store[29_999]
    assert [row.id for row in store[5:7]] == ["r5", "r6"]
    assert store.column_texts("id")[12_345] == "r12345"
    assert store.column_values("code").at(3).codes == (Code("nhsa_drug", "XA01AB" + "3".zfill(17)),)
    assert store.cell(3, 0) == store[3].cells[0]
    assert (store.start(0), store.end(0)) == (date(2024, 1, 1), None)
    with pytest.raises(IndexError):
        store[30_000]
