"""Code set files: what they may list, and what is wrong with them."""

import pytest

HEAD = "codes: clinical.a\nsystem: icd10\ncites: [label, x]\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("include: [I10, I1]", [("code-not-on-level", "4:16")]),
        ("include: [I11..I13.1]", [("range-across-levels", "4:11")]),
        ("include: [I13..I11]", [("reversed-interval", "4:11")]),
        ("include: [A01.0+J17.0*..A02.0+J17.0*]", [("range-across-levels", "4:11")]),
        ("include: [clinical.b]", [("set-among-codes", "4:11")]),
        ("include: [I10]\nexclude: [clinical.b]", [("set-among-codes", "5:11")]),
        ("include: [I10]\nsets: [clinical.c]", [("unknown-code-set", "5:8")]),
        ("include: [I10]\nsets: [drugs.d]", [("code-system-mismatch", "5:8")]),
        ("include: [[I10]]", [("wrong-shape", "4:11")]),
        ("include: [{from: 2024-01-01}]", [("missing-key", "4:11")]),
        ("include: [{code: I10, until: 2024-01-01}]", [("unknown-key", "4:23")]),
        ("exclude: [I10]", [("missing-key", "1:1")]),
        ("include: [I10]\nincude: [I11]", [("unknown-key", "5:1")]),
        ("include: []", []),
        ("include: i10", []),
        ("include: [i10, 'A01.000x005+J17.0*']", []),
        ("includes: clinical.b", []),
        ("title: 高血压\ninclude: [I10]", []),
    ],
)
def test_faults(faults, body: str, expected: list[tuple[str, str]]) -> None:
    others = {
        "b.yaml": "codes: clinical.b\nsystem: icd10\ninclude: [I10]\ncites: [label, x]\n",
        "d.yaml": "codes: drugs.d\nsystem: nhsa_drug\ninclude: [XA01AB]\ncites: [label, x]\n",
    }
    found = faults({"a.yaml": f"{HEAD}{body}\n", **others})
    assert found == [(code, f"a.yaml:{place}") for code, place in expected]


def test_an_unknown_system_names_the_nearest(load) -> None:
    _, (found,) = load({"a.yaml": "codes: clinical.a\nsystem: icd-10\ninclude: [I1]\ncites: [label, x]\n"})
    assert (found.code, found.help) == ("unknown-code-system", "did you mean `icd10`?")


def test_a_circle_of_sets_is_reported_with_its_path_and_cut(load) -> None:
    files = {
        f"{name}.yaml": f"codes: clinical.{name}\nsystem: icd10\ninclude: [I10]\nsets: [clinical.{other}]\ncites: [label, x]\n"
        for name, other in (("a", "b"), ("b", "c"), ("c", "b"), ("d", "d"))
    }
    catalog, found = load(files)
    assert [(each.code, each.message.split(": ")[1]) for each in found] == [
        ("code-set-cycle", "`clinical.b` → `clinical.c` → `clinical.b`"),
        ("code-set-cycle", "`clinical.d` → `clinical.d`"),
    ]
    assert [catalog.code_sets[f"clinical.{name}"].layers[0].includes_sets for name in "abcd"] == [
        ("clinical.b",),
        ("clinical.c",),
        (),
        (),
    ]


def test_a_set_includes_only_sets_of_its_own_region_kind(faults) -> None:
    other = "codes: clinical.b\nsystem: icd10\nregion: care\ninclude: [I10]\ncites: [label, x]\n"
    found = faults({"a.yaml": f"{HEAD}sets: [clinical.b]\n", "b.yaml": other})
    assert found == [("region-mismatch", "a.yaml:1:1")]


def test_an_overlay_takes_its_system_from_the_nation(clean, faults) -> None:
    nation = {"a.yaml": f"{HEAD}include: [I10]\n"}
    city = "codes: clinical.a\ninclude: [I11]\ncites: [notice, x]\n"
    assert [
        layer.layer for layer in clean({**nation, "regions/330100/a.yaml": city}).code_sets["clinical.a"].layers
    ] == ["000000", "330100"]
    again = faults({**nation, "regions/330100/a.yaml": city + "system: icd10\n"})
    assert again == [("unknown-key", "regions/330100/a.yaml:4:1")]
