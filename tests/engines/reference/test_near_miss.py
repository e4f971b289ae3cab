"""What would have had to differ: distances, the nearer end, and whether one comparison alone was enough."""

from __future__ import annotations

from pathlib import Path

from sanku.claim.decision import NearMiss
from sanku.engines.reference import judge
from tests.engines.reference.worlds import facts_of, model_of, rule_text

EVENT = "lines: [{id: 1, days: 9, kind: drug, quantity: {value: 2, unit: 盒}, amount: 5.00, at: 2025-06-10}]\n"


def misses(folder: Path, when: str, event: str = EVENT, **more: str) -> list[NearMiss]:
    model = model_of(folder, rule_text("r", when, **more))
    (found,) = judge(model, facts_of(model, event)).fired
    return list(found.near_miss)


def test_a_quantity_in_the_left_unit(tmp_path: Path) -> None:
    assert misses(tmp_path, "line.days > 1 week") == [NearMiss("line.days > 1 week", "9天", "1周", "2天", alone=True)]


def test_dates_in_whole_days(tmp_path: Path) -> None:
    (found,) = misses(tmp_path, "line.at > 2025-06-01")
    assert (found.left, found.right, found.by) == ("2025-06-10", "2025-06-01", "9天")


def test_words_have_no_distance(tmp_path: Path) -> None:
    (found,) = misses(tmp_path, "line.kind = drug")
    assert found.by == ""


def test_between_counts_to_the_nearer_end(tmp_path: Path) -> None:
    (found,) = misses(tmp_path, "line.days between 1 day and 10 days")
    assert (found.left, found.right, found.by) == ("9天", "1天..10天", "1天")


def test_either_of_a_disjunction_is_not_enough_alone(tmp_path: Path) -> None:
    assert [found.alone for found in misses(tmp_path, "line.days > 7 days or line.kind = drug")] == [False, False]


def test_each_of_a_conjunction_is(tmp_path: Path) -> None:
    assert [found.alone for found in misses(tmp_path, "line.days > 7 days and line.kind = drug")] == [True, True]


def test_a_false_operand_of_a_true_disjunction_is_none(tmp_path: Path) -> None:
    assert [found.text for found in misses(tmp_path, "line.days > 7 days or line.kind = herb")] == [
        "line.days > 7 days"
    ]


def test_a_false_comparison_under_not_is_one_too(tmp_path: Path) -> None:
    found = misses(tmp_path, "not line.days > 10 days and not (not line.days > 7 days)")
    assert found == [
        NearMiss("line.days > 10 days", "9天", "10天", "1天", alone=True),
        NearMiss("line.days > 7 days", "9天", "7天", "2天", alone=True),
    ]


def test_the_same_comparison_twice_is_one(tmp_path: Path) -> None:
    (found,) = misses(tmp_path, "line.days > 7 days or line.days > 7 days")
    assert found.alone


def test_through_a_let_but_not_into_a_quantifier(tmp_path: Path) -> None:
    event = EVENT + "diagnoses: [{id: D1, code: N18.900, at: 2025-06-01}]\n"
    more = "  let      long = line.days > 7 days"
    found = misses(tmp_path, "long and exists d in diagnoses where (d.at < line.at)", event, more=more)
    assert [miss.text for miss in found] == ["line.days > 7 days"]


def test_a_guard_counts(tmp_path: Path) -> None:
    found = misses(tmp_path, "line.days > 7 days", for_="line in lines where line.kind = drug")
    assert [miss.text for miss in found] == ["line.days > 7 days", "line.kind = drug"]


def test_it_speaks_of_the_first_true_binding_only(tmp_path: Path) -> None:
    event = EVENT + "diagnoses: [{id: D1, at: 2025-06-01}, {id: D2, at: 2025-06-02}]\n"
    found = misses(tmp_path, "d.at < line.at and line.days > 7 days", event, more="  for      d in diagnoses")
    assert [(miss.text, miss.left, miss.alone) for miss in found] == [
        ("d.at < line.at", "2025-06-01", True),
        ("line.days > 7 days", "9天", True),
    ]


def test_a_range_shows_its_ends_and_no_distance(tmp_path: Path) -> None:
    event = (
        "lines: [{id: 1, kind: drug, at: 2025-06-10}]\n"
        "diagnoses: [{id: D1, main: true}, {id: D2, main: true}, {id: D3}]\n"
    )
    (found,) = misses(tmp_path, "count(d for d in diagnoses where (d.main)) >= 2", event)
    assert (found.left, found.right, found.by) == ("2..3", "2", "")


def test_a_cap_by_its_excess(tmp_path: Path) -> None:
    text = rule_text("r", "X").replace("when     X", "cap      sum(l.quantity for l in lines) at most 1.5 盒")
    model = model_of(tmp_path, text)
    (found,) = judge(model, facts_of(model, EVENT)).fired
    assert found.near_miss == (
        NearMiss("sum(l.quantity for l in lines) at most 1.5 盒", "2盒", "1.5盒", "0.5盒", alone=True),
    )
