"""Ties of most-specific tables (semantics 28) and symmetric pairs stored twice (semantics 18)."""

from collections.abc import Sequence

import pytest

HEAD = "from: 2024-01-01\ncites: [label, x]\n"
SPECIFIC = f"table: drugs.t\ncolumns: {{code: 'code[nhsa_drug]', dx: 'code[icd10]', sex: sex}}\nkey: [code, dx, sex]\nmatch: most_specific\n{HEAD}"
SETS = {
    "s1.yaml": "codes: clinical.wide\nsystem: icd10\ninclude: [I10..I15]\nexclude: [I13]\ncites: [label, x]\n",
    "s2.yaml": "codes: clinical.narrow\nsystem: icd10\ninclude: [I13]\ncites: [label, x]\n",
    "s3.yaml": "codes: clinical.edge\nsystem: icd10\ninclude: [I15..I20]\ncites: [label, x]\n",
    "s4.yaml": "codes: clinical.nested\nsystem: icd10\nsets: [clinical.narrow]\ncites: [label, x]\n",
}


def rows(cells: Sequence[str]) -> str:
    return "rows:\n" + "".join(f"  - {{id: r{number}, {cell}}}\n" for number, cell in enumerate(cells))


@pytest.mark.parametrize(
    ("one", "other", "tied"),
    [
        ("code: XA01AB, dx: I10, sex: male", "code: XA01AB, dx: I10, sex: male", True),
        ("code: XA01AB, dx: I10, sex: male", "code: XA01AB, dx: I10, sex: female", False),
        ("code: XA01AB, dx: I10, sex: male", "code: XA01AB, dx: I10.0, sex: male", False),
        ("code: [XA01AB, XA01AC], dx: [I10, I20], sex: male", "code: [XA01AD, XA01AC], dx: [I20, I30.1], sex: male", True),
        ("code: [XA01AB, XA01AC], dx: I10, sex: male", "code: XA01AD, dx: I10, sex: male", False),
        ("code: XA01AB, dx: clinical.wide, sex: male", "code: XA01AB, dx: I11, sex: male", True),
        ("code: XA01AB, dx: clinical.wide, sex: male", "code: XA01AB, dx: I11.1, sex: male", False),
        ("code: XA01AB, dx: clinical.wide, sex: male", "code: XA01AB, dx: clinical.narrow, sex: male", False),
        ("code: XA01AB, dx: clinical.wide, sex: male", "code: XA01AB, dx: clinical.edge, sex: male", True),
        ("code: XA01AB, dx: I13, sex: male", "code: XA01AB, dx: clinical.nested, sex: male", True),
        ("code: XA01AB, dx: I10, sex: male, to: 2024-06-30", "code: XA01AB, dx: I10, sex: male, from: 2024-07-01", False),
        ("code: XA01AB, dx: I10, sex: male, to: 2024-07-01", "code: XA01AB, dx: I10, sex: male, from: 2024-07-01", True),
        ("code: XA01AB, dx: I10, sex: male", "code: XA01AB, dx: I10, sex: male, status: retired", False),
        ("code: XA01AB, dx: I10, sex: male", "code: XA01AB, dx: I10, sex: male, supersedes: r0, from: 2024-07-01", False),
    ],
)  # fmt: skip
def test_semantics_28_ties(faults, one: str, other: str, tied: bool) -> None:
    found = faults({"t.yaml": SPECIFIC + rows([one, other]), **SETS})
    assert [code for code, _ in found] == (["tied-rows"] if tied else [])


def test_semantics_28_ties_are_looked_for_after_overlays(faults) -> None:
    nation = SPECIFIC + rows(["code: XA01AB, dx: I10, sex: male", "code: XA01AB, dx: I11, sex: male"])
    city = "table: drugs.t\n" + HEAD + "rows:\n  - {id: hz, %s code: XA01AB, dx: I10, sex: male}\n"
    assert faults({"t.yaml": nation, "regions/330100/t.yaml": city % ""}) == [
        ("tied-rows", "regions/330100/t.yaml:5:5")
    ]
    replaced = faults({"t.yaml": nation, "regions/330100/t.yaml": city % "replaces: r0,"})
    assert replaced == []


def test_ties_without_code_columns(faults) -> None:
    head = f"table: drugs.t\ncolumns: {{sex: sex, most: money}}\nkey: sex\nmatch: most_specific\n{HEAD}"
    assert faults({"t.yaml": head + rows(["sex: male", "sex: female", "sex: male"])}) == [("tied-rows", "t.yaml:10:5")]


SYMMETRIC = f"table: drugs.p\ncolumns: {{a: 'code[nhsa_drug]', b: 'code[nhsa_drug]', effect: text}}\nkey: [a, b]\nsymmetric: [a, b]\n{HEAD}"


@pytest.mark.parametrize(
    ("cells", "twice"),
    [
        (["a: XA01AB, b: XA01AC", "a: XA01AC, b: XA01AB"], True),
        (["a: XA01AB, b: XA01AC", "a: XA01AB, b: XA01AC"], True),
        (["a: XA01AB, b: XA01AC", "a: [XA01AD, XA01AC], b: [XA01AB, XA01AE]"], True),
        (["a: XA01AB, b: XA01AC", "a: XA01AB, b: XA01AD"], False),
        (["a: [XA01AB, XA01AC], b: [XA01AB, XA01AC]"], False),
        (["a: XA01AB, b: XA01AC, to: 2024-01-31", "a: XA01AC, b: XA01AB, from: 2024-02-01"], False),
    ],
)
def test_semantics_18_a_symmetric_table_stores_each_pair_once(faults, cells: list[str], twice: bool) -> None:
    assert [code for code, _ in faults({"p.yaml": SYMMETRIC + rows(cells)})] == (
        ["symmetric-pair-twice"] if twice else []
    )
