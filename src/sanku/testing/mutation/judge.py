"""A mutant before the cases that touch its rules: killed by the first that comes out otherwise, or alive.

Only the rules that a fault can change are judged again, by the reference interpreter; of the others the case's results
stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

from sanku.claim.facts import Facts
from sanku.engines.reference import Question, branches_taken, judge_rule
from sanku.judgement import decide as assemble
from sanku.judgement.results import Fired, Results, Undecided
from sanku.kb import EventError, KnowledgeBase
from sanku.semantics.nodes import Model
from sanku.testing.cases import Case
from sanku.testing.compare import differences
from sanku.testing.mutation.nodes import Mutant
from sanku.testing.run import Suite, restricted, rules_beside


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """A case, its facts, and what the unchanged base finds in it."""

    file: Path
    case: Case
    facts: Facts
    rules: frozenset[str]
    results: Results
    met: frozenset[tuple[str, str, str]]
    digest: str


@dataclass(frozen=True, slots=True, eq=False)
class Bench:
    """A base and the cases that it passes.

    Args:
        base: The base.
        trials: The cases.
        failing: Cases that the unchanged base does not pass: they can kill nothing.
    """

    base: KnowledgeBase
    trials: tuple[Trial, ...]
    failing: tuple[Case, ...]

    def touching(self, rules: Sequence[str]) -> list[Trial]:
        """Return the cases that are judged by one of the rules, those that meet it first."""
        wanted = set(rules)
        found = [trial for trial in self.trials if trial.rules & wanted]
        return sorted(found, key=lambda trial: not any(_is_about(result, wanted) for result in _all(trial.results)))

    def rows(self) -> dict[str, frozenset[tuple[str, str]]]:
        """Return the rows (layer, id) that some case meets, by table."""
        found: dict[str, set[tuple[str, str]]] = {}
        for trial in self.trials:
            for table, layer, row in trial.met:
                found.setdefault(table, set()).add((layer, row))
        return {table: frozenset(rows) for table, rows in found.items()}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant: the case that noticed it, or ``""``."""

    text: str
    place: str
    rules: tuple[str, ...]
    killed_by: str


def bench_of(base: KnowledgeBase, suite: Suite) -> Bench:
    """Return the cases of a suite with what the unchanged base finds in them."""
    trials: list[Trial] = []
    failing: list[Case] = []
    for file, case in suite.cases:
        rules = rules_beside(base.model.rules, file, case)
        try:
            facts = base.facts(case.event)
        except EventError:
            failing.append(case)
            continue
        results = restricted(base.judge(facts), rules, base.model.rules, facts.phase)
        if differences(case.expect, base.decide_results(facts, results)):
            failing.append(case)
            continue
        taken = [one for name in sorted(rules) for one in branches_taken(base.model, facts, name)]
        met = frozenset(
            (step.table, row.layer, row.id)
            for one in taken
            for step in base.model.rules[one.rule].matches
            for row in one.rows
        )
        content = repr((case.event, case.expect, sorted(rules), [(one.rule, one.rows, one.day) for one in taken]))
        digest = blake2b(content.encode(), digest_size=16).hexdigest()
        trials.append(Trial(file, case, facts, rules, results, met, digest))
    return Bench(base, tuple(trials), tuple(failing))


def judged(bench: Bench, mutant: Mutant, trials: Sequence[Trial]) -> Verdict:
    """Return whether one of the trials notices a mutant."""
    by = next((trial.case for trial in trials if notices(bench, mutant.model, mutant.rules, trial)), None)
    return Verdict(mutant.text, str(mutant.span), mutant.rules, "" if by is None else f"{by.span}")


def notices(bench: Bench, model: Model, rules: Sequence[str], trial: Trial) -> bool:
    """Tell whether a case comes out otherwise on a changed model."""
    results = changed_results(model, rules, trial.facts, trial.rules, trial.results)
    decision = assemble(model, trial.facts, results, bench.base.edition, bench.base.late)
    return bool(differences(trial.case.expect, decision))


def changed_results(
    model: Model, rules: Sequence[str], facts: Facts, among: frozenset[str], results: Results
) -> Results:
    """Return results with those of some rules judged again on a changed model."""
    again = [name for name in rules if name in among]
    found = [
        result
        for question in (Question(model, facts, model.rules[name], {}) for name in again)
        if question.may_apply()
        for result in judge_rule(question)
    ]
    return replace(
        results,
        fired=(
            *(old for old in results.fired if old.instance.version.rule.name not in again),
            *(new for new in found if isinstance(new, Fired)),
        ),
        undecided=(
            *(old for old in results.undecided if old.instance.version.rule.name not in again),
            *(new for new in found if isinstance(new, Undecided)),
        ),
    )


def _all(results: Results) -> tuple[Fired | Undecided, ...]:
    return (*results.fired, *results.undecided)


def _is_about(result: Fired | Undecided, wanted: set[str]) -> bool:
    return result.instance.version.rule.name in wanted
