"""The fast path says of every instance what the slow one says, false ones too, on generated bases and events."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
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
from sanku.kb import EventError, KnowledgeBase
from sanku.semantics import load_model

from tests.agreement.events import event
from tests.agreement.facts import fact_files
from tests.agreement.rules import rule_files

EXAMPLES = int(os.environ.get("SANKU_EXAMPLES", "60"))


def base_of(files: dict[str, str]) -> KnowledgeBase | None:
    with TemporaryDirectory() as folder:
        for name, text in files.items():
            place = Path(folder) / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
        model, _ = load_model(Path(folder))
    return None if model is None else KnowledgeBase.of(model, edition="test")


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(facts=fact_files(), rules=rule_files(), events=st.lists(event(), min_size=2, max_size=4))
def test_both_paths_agree(facts: dict[str, str], rules: dict[str, str], events: list[dict[str, object]]) -> None:
    base = base_of({**facts, **rules})
    for message in events if base is not None else ():
        try:
            read = base.facts(message)
        except EventError:
            continue
        compare_paths(base.program, read)
        entries = base.judge(read).undecided
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
    return program._resolution(facts)  # noqa: SLF001 - the paths are compared below the one face that joins them
