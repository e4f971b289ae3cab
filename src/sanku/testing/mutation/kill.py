"""For a mutant that no case notices, the case that would: the first boundary case that comes out otherwise on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sanku.claim.decision import Decision
from sanku.claim.facts import Facts
from sanku.judgement import decide as assemble
from sanku.judgement.results import Results
from sanku.kb import EventError, KnowledgeBase
from sanku.semantics.nodes import Model, Rule
from sanku.testing.compare import differences
from sanku.testing.generation import Found, boundary_drafts, case_text, events_about, expectation, judge_alone
from sanku.testing.generation.draft import Draft, whole_event
from sanku.testing.mutation.judge import changed_results
from sanku.testing.mutation.nodes import Mutant


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """An event, its facts, and what the rule alone finds and decides on it."""

    found: Found
    facts: Facts
    results: Results
    decision: Decision


def candidates(base: KnowledgeBase, root: Path, rule: Rule) -> tuple[Candidate, ...]:
    """Return the boundary cases of a rule in each of its phases, judged."""
    found: list[Candidate] = []
    for one in boundary_drafts(base, rule, events=events_about(base, root, rule)):
        for phase in sorted(rule.attributes.controls):
            draft = replace(one.draft, phase=phase)
            try:
                facts = base.facts(whole_event(draft, base.model.schema))
            except EventError:
                continue
            results = judge_alone(base, rule, facts)
            found.append(Candidate(Found(draft, one.shows), facts, results, base.decide_results(facts, results)))
    return tuple(found)


def killers(
    base: KnowledgeBase, root: Path, alive: Mapping[str, Iterable[Mutant]]
) -> dict[tuple[str, str], tuple[Rule, Draft, Decision]]:
    """Return, for each mutant (place, text) of each rule, the draft that notices it; none where none was found."""
    found: dict[tuple[str, str], tuple[Rule, Draft, Decision]] = {}
    for name, mutants in alive.items():
        rule = base.model.rules[name]
        tried = candidates(base, root, rule)
        for mutant in mutants:
            by = next((one for one in tried if _notices(base, mutant.model, rule, one)), None)
            if by is not None:
                found[str(mutant.span), mutant.text] = (rule, by.found.draft, by.decision)
    return found


def _notices(base: KnowledgeBase, model: Model, rule: Rule, one: Candidate) -> bool:
    results = changed_results(model, (rule.name,), one.facts, frozenset((rule.name,)), one.results)
    decision = assemble(model, one.facts, results, base.edition, base.late)
    return bool(differences(expectation(one.decision), decision))


def killer_text(base: KnowledgeBase, mutant: Mutant, rule: Rule, draft: Draft, decision: Decision) -> str:
    """Return the case that notices a mutant, as the text of a case file."""
    return case_text(base, rule, draft, decision, f"{rule.title}，能发现：{mutant.text}")
