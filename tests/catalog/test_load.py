"""A knowledge directory as a whole: what is found where, and that no bad file hides another."""

from datetime import date

from sanku.catalog import load_catalog
from sanku.catalog.nodes import NATION, ExtraField, Region, RuleFile
from sanku.core.code import Code, Level
from sanku.core.quantity import Quantity
from sanku.core.types import CodesType, QuantityType
from sanku.core.unit import CNY, DAY
from sanku.core.value import CodeList

TOUR = {
    "kb.yaml": """\
name: sanku starter base
bases: {drugs: [], clinical: [drugs], policy: [drugs, clinical]}
systems:
  nhsa_drug: {levels: [{pattern: "X.*", at: [10, 14, 23]}, {pattern: "Z.*", at: [10, 20]}]}
  nhsa_herb: {levels: [10]}
  nhsa_service: {levels: [15]}
  icd10: {levels: [3, 5, 7, 11]}
  icd9cm3: {levels: [4, 5, 7, 11]}
  lab: {levels: [], aliases: {serum_albumin: 1751-7}}
reasons: {documented_exception: 病历记录的特殊情况, specialist_opinion: 专科会诊意见, text: 其他说明}
region: {default: insured, policy.charging: care}
regions: regions
""",
    "drugs/sex_limits.yaml": """\
table: drugs.sex_limits
columns: {code: "code[nhsa_drug]", sex: sex}
key: code
match: all                             # or most_specific
rows:
  - {id: levonorgestrel_ius, code: XG02BAZ061, sex: female, from: 2020-01-01, cites: [label_levonorgestrel, 适应症]}
  - {id: some_row, code: XG02BAZ062, sex: female, from: 2020-01-01, cites: [label_levonorgestrel, 适应症]}
  - {id: other_row, code: XG02BAZ063, sex: female, from: 2020-01-01, cites: [label_levonorgestrel, 适应症]}
""",
    "policy/limits.yaml": """\
parameter: policy.limits.outpatient_supply
type: quantity[day]
region: care
values:
  - {from: 2007-05-01, value: 7 days, cites: [prescription_measures, 第十九条]}
""",
    "clinical/icd10.yaml": """\
codes: clinical.icd10.hypertension
system: icd10
include: [I10, I11..I13, I15]
exclude: [I15.1]
cites: [icd10_yb_2, 第九章]
""",
    "regions/330100/limits.yaml": """\
parameter: policy.limits.outpatient_supply
values:
  - {from: 2021-09-01, value: 14 days, cites: [hz_long_prescription, 第三条]}
""",
    "regions/330100/sex_limits.yaml": """\
table: drugs.sex_limits
removes: [some_row]
rows:
  - {id: hz_row, replaces: other_row, code: XG02BAZ062, sex: female, from: 2022-01-01, cites: [hz_notice, 附件]}
""",
    "regions/330000/zj.kb": "module policy.zj\n",
    "drugs/use.kb": "module drugs.use\n",
    "sources/label_levonorgestrel.yaml": "title: 说明书\nissued: 2020-01-01\n",
    "sources/more.yml": "sources: {prescription_measures: {title: b}, icd10_yb_2: {title: c}, hz_long_prescription: {title: d}}\n",
    "sources/hz_notice.yaml": "title: e\nissuer: 杭州市医疗保障局\nnumber: 杭医保〔2022〕1号\nlink: https://example.org\n",
}


def test_the_files_of_the_tour(clean) -> None:
    catalog = clean(TOUR)
    table = catalog.tables["drugs.sex_limits"]
    assert (table.base, table.key, table.match, table.region) == ("drugs", ("code",), "all", "insured")
    assert table.columns[0].type == CodesType(("nhsa_drug",))
    row = table.layers[0].rows[0]
    assert (row.id, row.start, row.end, row.status, row.layer) == (
        "levonorgestrel_ius",
        date(2020, 1, 1),
        None,
        "active",
        NATION,
    )
    assert row.cells == (CodeList((Code("nhsa_drug", "XG02BAZ061"),)), "female")
    assert [(cite.source, cite.place) for cite in row.cites] == [("label_levonorgestrel", "适应症")]
    assert str(row.span).endswith("drugs/sex_limits.yaml:6:5")
    assert (table.layers[1].layer, table.layers[1].removes, table.layers[1].rows[0].replaces) == (
        "330100",
        ("some_row",),
        "other_row",
    )
    supply = catalog.parameters["policy.limits.outpatient_supply"]
    assert (supply.type, supply.region) == (QuantityType((("day", 1),), "day"), "care")
    assert [(value.value, value.layer) for value in supply.values] == [
        (Quantity(7, DAY), NATION),
        (Quantity(14, DAY), "330100"),
    ]
    (layer,) = catalog.code_sets["clinical.icd10.hypertension"].layers
    assert [(item.first, item.last) for item in layer.include] == [("I10", "I10"), ("I11", "I13"), ("I15", "I15")]
    assert catalog.systems["nhsa_herb"].levels == (Level(".*", (10,)),)
    assert catalog.regions == {"330000": Region("330000", NATION), "330100": Region("330100", "330000")}
    assert catalog.sources["hz_notice"].number == "杭医保〔2022〕1号"
    root = catalog.root
    assert catalog.rule_files == (
        RuleFile(f"{root}/drugs/use.kb", NATION),
        RuleFile(f"{root}/regions/330000/zj.kb", "330000"),
    )


def test_a_directory_without_kb_yaml_says_what_to_do(tmp_path, enums) -> None:
    for root in (tmp_path, tmp_path / "none"):
        catalog, (found,) = load_catalog(root, enums)
        assert (catalog, found.code) == (None, "no-kb-yaml")
        assert "kb.yaml" in found.help


def test_an_unreadable_kb_yaml_gives_no_catalog(write, enums) -> None:
    catalog, found = load_catalog(write({"kb.yaml": "a: [1\n"}), enums)
    assert (catalog, [each.code for each in found]) == (None, ["yaml-syntax"])


def test_one_run_reports_every_bad_file(faults) -> None:
    found = faults(
        {
            "a.yaml": "table: drugs.a\ncolumns: {code: 'code[icd11]'}\nkey: code\nrows: []\n",
            "b.yaml": b"\xff\xfe",
            "c.yaml": "",
            "c2.yaml": "table: drugs.a\ncolumns: {code: code[icd10]}\n",
            "d.yaml": "table: drugs.d\n\tcolumns: {}\n",
            "e.yaml": "parameter: drugs.e\ntype: quantity[dya]\nvalues: []\n",
            "f.yaml": "codes: drugs.f\nsystem: icd10\ninclude: [I1]\ncites: [label, x]\n",
            "g.yaml": "rows: []\ntable: drugs.g\n",
            "h.yaml": "table：drugs.h\n",
            "i.yaml": "- a\n",
            "j.yaml": "table: drug.j\ncolumns: {a: text}\nkey: a\nrows: []\n",
            "k.yaml": "table: j\n",
            "l.yaml": "table: [a]\n",
        }
    )
    assert found == [
        ("unknown-code-system", "a.yaml:2:17"),
        ("wrong-encoding", "b.yaml:1:1"),
        ("empty-file", "c.yaml:1:1"),
        ("yaml-syntax", "c2.yaml:2:21"),
        ("tab", "d.yaml:2:1"),
        ("unknown-unit", "e.yaml:2:7"),
        ("code-not-on-level", "f.yaml:3:11"),
        ("unknown-file", "g.yaml:1:1"),
        ("unknown-file", "h.yaml:1:1"),
        ("unknown-file", "i.yaml:1:1"),
        ("unknown-base", "j.yaml:1:8"),
        ("bad-name", "k.yaml:1:8"),
        ("bad-name", "l.yaml:1:8"),
    ]


def test_what_is_left_out(clean) -> None:
    catalog = clean(
        {
            ".hidden.yaml": "]",
            ".git/x.yaml": "]",
            "coverage.yaml": "]",
            "drugs/use.test.yaml": "]",
            "README.md": "]",
            "notes.txt": "]",
        }
    )
    assert (catalog.tables, catalog.rule_files) == ({}, ())


def test_region_folders_are_six_digits(faults) -> None:
    table = "table: drugs.a\nrows: []\n"
    found = faults({"regions/hangzhou/a.yaml": table, "regions/000000/a.yaml": table, "regions/readme.yaml": table})
    assert [code for code, _ in found if code != "unknown-table"] == ["bad-region", "bad-region", "bad-region"]


def test_a_region_may_have_a_table_and_sources_of_its_own(clean) -> None:
    catalog = clean(
        {
            "regions/330100/prices.yaml": "table: policy.prices\ncolumns: {code: 'code[nhsa_service]', price: unit_price}\nkey: code\n"
            "rows: [{id: a, code: '001102000040000', price: 1.5, from: 2024-01-01, cites: [hz, 附件]}]\n",
            "regions/330100/sources/hz.yaml": "title: 通知\n",
        }
    )
    table = catalog.tables["policy.prices"]
    assert [layer.layer for layer in table.layers] == ["330100"]
    assert table.layers[0].rows[0].cells[1].unit == CNY


def test_an_overlay_of_nothing_is_reported(load) -> None:
    _, (found,) = load(
        {
            "a.yaml": "table: drugs.sex\ncolumns: {code: 'code[nhsa_drug]'}\nkey: code\nrows: []\n",
            "regions/330100/a.yaml": "table: drugs.sexes\nremoves: [x]\n",
        }
    )
    assert (found.code, "drugs.sexes" in found.message, "`drugs.sex`" in found.help) == ("unknown-table", True, True)


def test_two_files_of_one_name_are_reported(faults) -> None:
    text = "parameter: drugs.a\ntype: number\nvalues: [{from: 2024-01-01, value: 1, cites: [label, x]}]\n"
    assert faults({"a.yaml": text, "b.yaml": text}) == [("duplicate-definition", "b.yaml:1:12")]


def test_links_that_leave_the_root_are_not_followed(write, tmp_path_factory, enums) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "a.yaml").write_text("table: drugs.a\n", encoding="utf-8")
    root = write({})
    (root / "link.yaml").symlink_to(outside / "a.yaml")
    (root / "folder").symlink_to(outside)
    catalog, found = load_catalog(root, enums)
    assert [each.code for each in found] == ["outside-root", "outside-root"]
    assert catalog.tables == {}


def test_declared_event_fields(clean, faults, base_text) -> None:
    text = (
        base_text
        + "event:\n  line.ward: {type: 'enum[icu, general]', title: 病区}\n  patient.income: {type: money, title: 收入}\n"
    )
    ward, income = clean({"kb.yaml": text}).extra_fields
    assert isinstance(ward, ExtraField)
    assert (ward.record, ward.name, ward.type.members, income.type.decimals) == ("line", "ward", ("icu", "general"), 2)
    bad = base_text + "event:\n  ward: {type: text}\n  line.a: {type: monye}\n  line.b: text\n"
    assert [code for code, _ in faults({"kb.yaml": bad})] == ["bad-name", "unknown-type", "wrong-shape"]


def test_faults_of_kb_yaml(faults) -> None:
    text = """\
name: x
bases: {drugs: [], clinical: [drug], 1x: []}
systems:
  a: {levels: [3, 2]}
  b: {levels: [x]}
  c: {levels: [{pattern: "(a+)+", at: [3]}]}
  d: {pattern: "["}
  e: {catalogue: drugs.none}
  f: {level: [3]}
region: {default: nation}
severities: {grave: 严重}
basis: {}
regions: ../elsewhere
"""
    found = faults({"kb.yaml": text})
    assert sorted(found) == sorted(
        [
            ("unknown-base", "kb.yaml:2:31"),
            ("bad-name", "kb.yaml:2:38"),
            ("bad-number", "kb.yaml:4:15"),
            ("bad-number", "kb.yaml:5:16"),
            ("bad-pattern", "kb.yaml:6:26"),
            ("bad-pattern", "kb.yaml:7:16"),
            ("unknown-table", ":0:0"),
            ("unknown-key", "kb.yaml:9:7"),
            ("not-a-member", "kb.yaml:10:19"),
            ("not-a-member", "kb.yaml:11:13"),
            ("unknown-key", "kb.yaml:12:1"),
            ("bad-name", "kb.yaml:13:10"),
        ]
    )


def test_a_source_that_nobody_declared_is_named_with_the_nearest(load) -> None:
    text = "parameter: drugs.a\ntype: number\nvalues: [{from: 2024-01-01, value: 1, cites: [labell, x]}]\n"
    _, (found,) = load({"a.yaml": text})
    assert (found.code, found.help, found.span.column) == ("unknown-source", "did you mean `label`?", 46)


def test_sources_are_declared_once_and_superseded_by_known_ones(faults) -> None:
    found = faults({"sources/label.yaml": "title: a\nsuperseded_by: nothing\n", "sources/z.yaml": "issuer: a\n"})
    assert {code for code, _ in found} == {"duplicate-definition", "missing-key"}


def test_sender_profiles(clean, faults) -> None:
    text = """\
dictionaries:
  patient.sex: {"1": male, "2": female}
none_values: [9999-12-31]
null_is_none: [encounter.discharged_at]
midnight_is_time: false
supplies: {diagnoses: complete, documents: absent}
code_maps: {XYZD01: M10.900, hilist_code: {"7": XA01}}
"""
    profile = clean({"senders/H330.yaml": text}).senders["H330"]
    assert profile.dictionaries == {"patient.sex": {"1": "male", "2": "female"}}
    assert (profile.none_values, profile.midnight_is_time) == (("9999-12-31",), False)
    assert profile.supplies == {"diagnoses": "complete", "documents": "absent"}
    assert (profile.code_maps, profile.code_tables) == ({"XYZD01": "M10.900"}, {"hilist_code": {"7": "XA01"}})
    bad = "dictionaries: {a: b}\nsupplies: {lines: all}\nmidnight_is_time: perhaps\nother: 1\ncode_maps: {a: [b]}\n"
    found = faults({"senders/H330.yaml": bad})
    assert sorted(code for code, _ in found) == [
        "bad-cell",
        "not-a-member",
        "unknown-key",
        "wrong-shape",
        "wrong-shape",
    ]
