"""The fast path says of every instance what the slow one says, false ones too, on generated bases and events."""

from __future__ import annotations

import os

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sanku.claim.facts import Facts
from sanku.core.unknown import Unknown
from sanku.engines.event.closer import verdict_of
from sanku.engines.event.detail.evaluator import EVALUATOR
from sanku.engines.event.detail.instance import judge_subject
from sanku.engines.event.detail.scope import Scope
from sanku.engines.event.fast.enumerate import Enumeration
from sanku.engines.event.judging import Judging
from sanku.engines.event.program import Program
from sanku.engines.event.resolution import Resolution
from sanku.engines.event.subjects import Candidate, candidates
from tests.agreement.holding import load, read, world

EXAMPLES = int(os.environ.get("SANKU_EXAMPLES", "80"))
EVENTS = 6


@settings(max_examples=EXAMPLES, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(seed=st.integers(0, 2**48))
def test_both_paths_agree(seed: int) -> None:
    made = world(f"paths:{seed}", EVENTS)
    base = load(made.files)
    for message in made.events:
        facts = read(base, message)
        if facts is not None:
            compare_paths(base.program, facts)
            entries = base.judge(facts).undecided
            assert [entry for entry in entries if any(cause.cause == "fault" for cause in entry.missing)] == []


def compare_paths(program: Program, facts: Facts) -> None:
    judging = Judging(program.model, resolution_of(program, facts), facts)
    for subjects in judging.resolution.subjects:
        for rule in subjects.rules:
            for one in candidates(rule, judging.view):
                if not isinstance(one, Candidate):
                    continue
                view = judging.view(one.day)
                fast = Enumeration(rule.plan, rule.functions, rule.exceptions(one.version)).instances(view, one.subject)
                slow = judge_subject(rule.plan, one.version, Scope(EVALUATOR, view), one.subject)
                verdicts = {ids: verdict_of(judged) for ids, judged in slow.instances.items()}
                assert fast.verdicts == {ids: verdict for ids, verdict in verdicts.items() if verdict is not False}
                assert fast.has_unknown_key is slow.has_unknown_key
                assert all(isinstance(judged.value, bool | Unknown) for judged in slow.instances.values())


def resolution_of(program: Program, facts: Facts) -> Resolution:
    return program._resolution(facts)
