"""A fault inside one instance: undetermined with at least hold, and everything else as it was (semantics 38)."""

from __future__ import annotations

from pathlib import Path

import pytest

from sanku.core.unknown import Missing
from sanku.engines.reference import conditions, judge
from sanku.judgement import decide
from tests.engines.reference.worlds import facts_of, model_of, rule_text

EVENT = "lines: [{id: 1, days: 9, at: 2025-06-10}, {id: 2, days: 9, at: 2025-06-10}]\ndiagnoses: []\n"


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bool:
        raise RuntimeError("no such thing")

    monkeypatch.setattr(conditions, "exists", fail)


@pytest.mark.usefixtures("broken")
def test_a_fault_leaves_the_other_rules(tmp_path: Path) -> None:
    model = model_of(
        tmp_path,
        rule_text("breaks", "exists d in diagnoses"),
        rule_text("works", "line.days > 7 days"),
    )
    facts = facts_of(model, EVENT)
    results = judge(model, facts)
    assert [(found.instance.version.rule.name, found.instance.subject.id) for found in results.fired] == [
        ("policy.case.works", "1"),
        ("policy.case.works", "2"),
    ]
    assert [(found.missing, found.at_least_hold) for found in results.undecided] == [
        (frozenset({Missing("policy.case.breaks", "fault")}), True)
    ] * 2
    decision = decide(model, facts, results, "edition")
    assert [entry.effect for entry in decision.undetermined] == ["hold", "hold"]


@pytest.mark.usefixtures("broken")
def test_a_fault_before_any_subject_is_about_the_event(tmp_path: Path) -> None:
    text = rule_text("breaks", "line.days > 7 days", for_="line in lines where exists d in diagnoses by line.days")
    model = model_of(tmp_path, text)
    (found,) = judge(model, facts_of(model, EVENT)).undecided
    assert found.instance.subject.collection == "encounter"
    assert found.missing == {Missing("policy.case.breaks", "fault")}
