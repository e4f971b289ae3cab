"""What is found does not depend on the order in which members arrived (semantics 37, 48)."""

from __future__ import annotations

from pathlib import Path

import pytest

from sanku.claim.decision import Decision
from sanku.engines.reference import judge
from sanku.judgement import decide
from sanku.semantics import load_model
from tests.golden.cases import Case, all_cases, complete_event
from tests.golden.test_semantics import facts_of, name_of

# Two lines with one key are told apart by their place (semantics 5); a member without an id is named by it.
CASES = [case for case in all_cases() if case.questions]


def turned(value: object) -> object:
    """Return an event with every list of records the other way round."""
    if isinstance(value, dict):
        return {key: turned(item) for key, item in value.items()}
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        return [turned(item) for item in reversed(value)]
    return value


def found_in(decision: Decision) -> tuple[object, object, object]:
    return (decision.findings, decision.undetermined, frozenset(decision.lines))


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_members_the_other_way_round(case: Case, tmp_path: Path) -> None:
    model, _ = load_model(case.write_base(tmp_path))
    assert model is not None
    for fence, _ in case.questions:
        event = complete_event(fence)
        other = turned(event)
        assert isinstance(other, dict)
        decisions = [
            decide(model, facts, judge(model, facts), "e") for facts in (facts_of(model, event), facts_of(model, other))
        ]
        assert found_in(decisions[0]) == found_in(decisions[1]), fence
