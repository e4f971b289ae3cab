"""Parameters: dated values of one type, and which one holds in a layer chain on a day."""

from datetime import date

import pytest

from sanku.catalog.layers import parameter_value
from sanku.catalog.nodes import NATION
from sanku.core.quantity import Quantity
from sanku.core.unit import DAY

NATION_FILE = """\
parameter: policy.supply
type: quantity[day]
region: care
values:
  - {from: 2007-05-01, to: 2021-12-31, value: 7 days, cites: [law, 第十九条]}
  - {from: 2022-01-01, published: 2022-06-01, value: 10, cites: [[law, a], [notice, b]]}
"""
CITY_FILE = "parameter: policy.supply\nvalues:\n  - {from: 2021-09-01, to: 2023-12-31, value: 14 days, cites: [notice, 第三条]}\n"


def days(value: int) -> Quantity:
    return Quantity(value, DAY)


@pytest.mark.parametrize(
    ("chain", "day", "expected"),
    [
        ((NATION,), date(2007, 4, 30), None),
        ((NATION,), date(2007, 5, 1), 7),
        ((NATION,), date(2021, 12, 31), 7),
        ((NATION,), date(2022, 1, 1), 10),
        ((NATION, "330000", "330100"), date(2021, 8, 31), 7),
        ((NATION, "330000", "330100"), date(2021, 9, 1), 14),
        ((NATION, "330000", "330100"), date(2023, 12, 31), 14),
        ((NATION, "330000", "330100"), date(2024, 1, 1), 10),
        ((NATION, "330000"), date(2022, 1, 1), 10),
    ],
)
def test_semantics_08_the_deepest_layer_with_a_value_in_force_wins(clean, chain, day, expected) -> None:
    catalog = clean({"a.yaml": NATION_FILE, "regions/330100/a.yaml": CITY_FILE})
    found = parameter_value(catalog.parameters["policy.supply"], chain, day)
    assert (None if found is None else found.value) == (None if expected is None else days(expected))


def test_semantics_33_a_value_keeps_when_it_was_published(clean) -> None:
    first, second = clean({"a.yaml": NATION_FILE}).parameters["policy.supply"].values
    assert (first.published, second.published) == (None, date(2022, 6, 1))
    assert [(cite.source, cite.place) for cite in second.cites] == [("law", "a"), ("notice", "b")]


def test_a_list_is_one_value(clean) -> None:
    text = (
        "parameter: policy.kinds\ntype: list[sex]\nvalues: [{from: 2024-01-01, value: [男, female], cites: [law, x]}]\n"
    )
    assert clean({"a.yaml": text}).parameters["policy.kinds"].values[0].value == ("male", "female")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("type: number\nvalues: [{from: 2024-01-01, value: x, cites: [law, a]}]", [("bad-number", "3:36")]),
        ("type: number\nvalues: [{from: 2024-01-01, cites: [law, a]}]", [("missing-key", "3:10")]),
        ("type: number\nvalues: [{from: 2024-01-01, value: , cites: [law, a]}]", [("missing-key", "3:10")]),
        ("type: number\nvalues: [{form: 2024-01-01, value: 1, cites: [law, a]}]", [("unknown-key", "3:11")]),
        ("type: number\nvalues: [1]", [("wrong-shape", "3:10")]),
        ("type: number\nvalues: [{from: 2024-01-02, to: 2024-01-01, value: 1, cites: [law, a]}]", [("reversed-interval", "3:33")]),
        ("type: number\nvalues: [{from: 2024-01-01, value: 1, cites: [law]}]", [("bad-citation", "3:46")]),
        ("type: nmber\nvalues: [{from: 2024-01-01, value: 1, cites: [law, a]}]", [("unknown-type", "2:7")]),
        ("values: [{from: 2024-01-01, value: 1, cites: [law, a]}]", [("missing-key", "1:1")]),
        ("type: number", [("missing-key", "1:1")]),
        (
            "type: number\nvalues: [{from: 2024-01-01, to: 2024-12-31, value: 1, cites: [law, a]}, {from: 2024-12-31, value: 2, cites: [law, a]}]",
            [("overlapping-values", "3:73")],
        ),
        (
            "type: number\nvalues: [{to: 2024-12-31, value: 1, cites: [law, a]}, {value: 2, cites: [law, a]}]",
            [("overlapping-values", "3:55")],
        ),
    ],
)  # fmt: skip
def test_faults(faults, body: str, expected: list[tuple[str, str]]) -> None:
    found = faults({"a.yaml": f"parameter: policy.a\n{body}\n"})
    assert found == [(code, f"a.yaml:{place}") for code, place in expected]


def test_values_of_different_layers_may_hold_on_the_same_days(clean) -> None:
    catalog = clean({"a.yaml": NATION_FILE, "regions/330100/a.yaml": CITY_FILE, "regions/330000/b.yaml": CITY_FILE})
    assert [value.layer for value in catalog.parameters["policy.supply"].values] == [NATION, NATION, "330000", "330100"]
