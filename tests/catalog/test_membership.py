"""Code sets and code lists: membership at level boundaries, checked against a definition that lists every code."""

from datetime import date
from itertools import product

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanku.catalog.layers import code_matches, contains, list_contains, matched_length, set_layer
from sanku.catalog.nodes import NATION, Catalog, CodeRange, CodeSet, CodeSetLayer
from sanku.core.code import Code, Level, System
from sanku.core.value import CodeList

DAY = date(2024, 6, 1)
SETS = {
    "a.yaml": "codes: clinical.hypertension\nsystem: icd10\ninclude: [I10, I11..I13, I15]\nexclude: [I15.1]\ncites: [label, x]\n",
    "b.yaml": "codes: clinical.heart\nsystem: icd10\ninclude: [I50.0]\nsets: [clinical.hypertension]\nexclude: [I11.9]\ncites: [label, x]\n",
    "c.yaml": "codes: clinical.typhoid\nsystem: icd10\ninclude: [J17]\nexclude: [A01.000x006+J17.0*]\ncites: [label, x]\n",
    "d.yaml": "codes: clinical.dated\nsystem: icd10\ncites: [label, x]\nfrom: 2024-01-01\n"
    "include: [{code: I10, from: 2024-03-01, to: 2024-03-31}, {code: I20..I21, to: 2024-06-30}]\n"
    "exclude: [{code: I20.1, from: 2024-05-01}]\n",
}


@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [
        ("hypertension", "I10", True),
        ("hypertension", "I10.X00", True),
        ("hypertension", "I1", False),
        ("hypertension", "I12.900", True),
        ("hypertension", "I14", False),
        ("hypertension", "I15.000X001", True),
        ("hypertension", "I15.1", False),
        ("hypertension", "I15.100", False),
        ("hypertension", "I15", True),
        ("heart", "I50", False),
        ("heart", "I50.000", True),
        ("heart", "I11.000", True),
        ("heart", "I11.900", False),
        ("heart", "I15.100", False),
        ("typhoid", "A01.000X005+J17.0*", True),
        ("typhoid", "A01.000X006+J17.0*", False),
        ("typhoid", "A01.000X005", False),
        ("typhoid", "J17.001", True),
        ("none", "I10", False),
    ],
)
def test_semantics_29_membership(clean, name: str, code: str, expected: bool) -> None:
    assert contains(clean(SETS), f"clinical.{name}", (NATION,), DAY, code) is expected


@pytest.mark.parametrize(
    ("day", "code", "expected"),
    [
        ("2023-12-31", "I20", False),
        ("2024-01-01", "I20", True),
        ("2024-03-31", "I10", True),
        ("2024-04-01", "I10", False),
        ("2024-04-30", "I20.1", True),
        ("2024-05-01", "I20.1", False),
        ("2024-05-01", "I21.1", True),
        ("2024-07-01", "I21.1", False),
    ],
)
def test_semantics_08_entries_and_sets_hold_on_their_days(clean, day: str, code: str, expected: bool) -> None:
    assert contains(clean(SETS), "clinical.dated", (NATION,), date.fromisoformat(day), code) is expected


def test_semantics_29_a_service_code_is_not_below_another() -> None:
    system = System("nhsa_service", (Level(".*", (15,)),))
    assert not code_matches(system, "001201000100000", "001201000100100")
    assert code_matches(system, "001201000100100", "001201000100100")


def test_a_deeper_layer_replaces_a_set_whole_while_it_holds(clean) -> None:
    city = "codes: clinical.hypertension\ninclude: [I20]\nfrom: 2024-06-01\ncites: [notice, x]\n"
    catalog = clean({**SETS, "regions/330100/a.yaml": city})
    chain = (NATION, "330100")
    assert contains(catalog, "clinical.hypertension", chain, DAY, "I20")
    assert not contains(catalog, "clinical.hypertension", chain, DAY, "I10")
    assert contains(catalog, "clinical.hypertension", chain, date(2024, 5, 31), "I10")
    assert contains(catalog, "clinical.heart", chain, DAY, "I20.0")
    layer = set_layer(catalog.code_sets["clinical.hypertension"], chain)
    assert layer is not None
    assert layer.layer == "330100"


def test_semantics_28_a_list_counts_the_length_of_its_member_that_matched(clean) -> None:
    catalog = clean(SETS)
    cell = CodeList(
        (Code("icd10", "I11.9"), Code("icd10", "I20"), Code("nhsa_drug", "I50.0")), ("clinical.hypertension",)
    )

    def length(code: str, system: str = "icd10") -> int | None:
        return matched_length(catalog, cell, (NATION,), DAY, Code(system, code))

    assert [length(code) for code in ("I11.900", "I11.0", "I20.1", "I50.0", "I14")] == [5, 3, 3, None, None]
    assert length("I20", "lab") is None
    assert list_contains(catalog, cell, (NATION,), DAY, Code("icd10", "I13"))
    assert not list_contains(catalog, cell, (NATION,), DAY, Code("icd10", "I14"))


# ---------------------------------------------------------------- against every code of a small system

SYSTEM = System("tree", (Level(".*", (1, 2, 3)),))
ALL = ["".join(letters) for size in (1, 2, 3) for letters in product("abc", repeat=size)]
CHAIN = (NATION, "330100")


def below(code: str) -> set[str]:
    return {other for other in ALL if other.startswith(code)}


def codes_of(item: CodeRange) -> set[str]:
    return {low for end in ALL if len(end) == len(item.first) and item.first <= end <= item.last for low in below(end)}


def members(sets: dict[str, CodeSet], name: str, day: date) -> set[str]:
    """Return every code of a set by its definition."""
    deepest = {layer.layer: layer for layer in sets[name].layers}
    for code in reversed(CHAIN):
        layer = deepest.get(code)
        if layer is not None and (layer.start or date.min) <= day <= (layer.end or date.max):
            live = [item for item in layer.include if (item.start or date.min) <= day <= (item.end or date.max)]
            gone = [item for item in layer.exclude if (item.start or date.min) <= day <= (item.end or date.max)]
            found = {code for item in live for code in codes_of(item)}
            found |= {code for other in layer.includes_sets for code in members(sets, other, day)}
            return found - {code for item in gone for code in codes_of(item)}
    return set()


DATES = st.none() | st.dates(date(2024, 1, 1), date(2024, 1, 6))


@st.composite
def ranges(draw: st.DrawFn) -> CodeRange:
    first = draw(st.sampled_from(ALL))
    last = draw(st.sampled_from([code for code in ALL if len(code) == len(first) and code >= first]))
    return CodeRange(first, last, draw(DATES), draw(DATES))


@st.composite
def families(draw: st.DrawFn) -> dict[str, CodeSet]:
    names = ["s0", "s1", "s2", "s3"]
    found = {}
    for number, name in enumerate(names):
        layers = tuple(
            CodeSetLayer(
                layer,
                tuple(draw(st.lists(ranges(), max_size=3))),
                tuple(draw(st.lists(ranges(), max_size=2))),
                tuple(draw(st.lists(st.sampled_from(names[:number]), max_size=2)) if number else ()),
                draw(DATES),
                draw(DATES),
                (),
            )
            for layer in draw(st.sampled_from(((NATION,), CHAIN, ("330100",))))
        )
        found[name] = CodeSet(name, "b", "tree", "insured", layers)
    return found


EMPTY = Catalog("", "", {}, {"tree": SYSTEM}, {}, {}, {}, {}, {}, {}, {}, (), {}, ())


@given(families(), st.dates(date(2024, 1, 1), date(2024, 1, 6)))
def test_membership_is_what_the_definition_lists(sets: dict[str, CodeSet], day: date) -> None:
    catalog = msgspec.structs.replace(EMPTY, code_sets=sets)
    for name in sets:
        found = {code for code in ALL if contains(catalog, name, CHAIN, day, code)}
        assert found == members(sets, name, day)


@given(families(), st.sampled_from(ALL), st.sampled_from(ALL), st.dates(date(2024, 1, 1), date(2024, 1, 6)))
def test_a_combined_code_is_in_a_set_iff_either_part_is(
    sets: dict[str, CodeSet], one: str, other: str, day: date
) -> None:
    catalog = msgspec.structs.replace(EMPTY, code_sets=sets)
    either = {one, other} & members(sets, "s3", day)
    assert contains(catalog, "s3", CHAIN, day, f"{one}+{other}*") == bool(either)
