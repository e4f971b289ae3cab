"""The events around a case, and explanations of faults that change nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sanku.core.span import Span
from sanku.testing.mutation.explained import Reasons
from sanku.testing.mutation.neighbours import Words, changed, nearest

EVENT = {
    "phase": "order",
    "patient": {"sex": "male", "born": "2000-05-01"},
    "history": {"lines": [{"id": "h1", "at": "2026-01-02", "quantity": "1"}]},
    "lines": [{"id": "1", "code": "001", "at": "2026-06-10T08:00:00", "quantity": "2", "amount": "10.00"}],
}
WORDS = Words(
    fields={("lines", "kind"): ("drug",), ("patient", "pregnant"): ("true",)},
    others={"male": ("male", "female")},
    days=(date(2026, 1, 1),),
    lengths=(3,),
    ages=(18 * 12,),
)


def test_the_whole_event_is_moved_to_the_day_of_a_change_and_the_day_before() -> None:
    found = {near.shows: near.event for near in nearest(EVENT, WORDS)}
    assert found[""] == EVENT
    moved = found["移至2026-01-01"]
    assert isinstance(moved["lines"], list)
    assert {line["at"] for line in moved["lines"]} <= {"2026-01-01T08:00:00", "2026-06-09T08:00:00"}
    assert moved["patient"]["born"] != EVENT["patient"]["born"]  # everyone moves, so ages stay


def test_a_member_is_left_out_and_said_twice_under_an_id_of_its_own() -> None:
    found = {near.shows: near.event for near in nearest(EVENT, WORDS)}
    assert found["无 lines 1"]["lines"] == []
    assert [line["id"] for line in found["lines 1 重复"]["lines"]] == ["1", "1b"]
    assert found["无 history lines 1"]["history"] == {"lines": []}


def test_a_field_is_left_out_or_says_something_near() -> None:
    found = {near.shows: near.event for near in changed(EVENT, WORDS)}
    assert "quantity" not in found["lines 1 quantity 未提供"]["lines"][0]
    for shows in (
        "lines 1 quantity = 3",
        "lines 1 quantity = 1",
        "lines 1 amount = 10.01",
        "lines 1 at = 2026-06-13T08:00:00",
        "lines 1 kind = drug",
        "patient pregnant = true",
        "patient sex = female",
        "patient born = 2008-06-10",
        "patient born = 2008-06-11",
        "lines 1 重复，lines 2 at = 2026-06-11T08:00:00",
    ):
        assert shows in found
    assert not any("code = 2" in shows for shows in found)  # a code is no number


def test_the_case_itself_is_not_changed() -> None:
    before = repr(EVENT)
    assert len(list(changed(EVENT, WORDS))) + len(list(nearest(EVENT, WORDS))) > 30
    assert repr(EVENT) == before


def test_an_explanation_holds_in_its_own_rule_only(tmp_path: Path) -> None:
    file = tmp_path / "a.kb"
    file.write_text(
        'module a\n\n# equivalent "when: x": one\nrule one "一"\n  when x\n\nrule two "二"\n  when x\n'
        '  # equivalent "unless: y": never\n',
        encoding="utf-8",
    )
    reasons = Reasons.of([str(file)])
    at = {line: Span(str(file), line, 3, line, 4) for line in (5, 8)}
    assert reasons.of_mutant(at[5], "when: x") == "one"
    assert reasons.of_mutant(at[8], "when: x") == ""
    (idle,) = reasons.problems(whole=True)
    assert (idle.code, idle.span.line, idle.is_error) == ("equivalent-unused", 9, False)
    assert reasons.problems(whole=False) == ()
