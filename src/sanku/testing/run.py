"""Cases run against a base: each judged by the rules beside it, compared, and counted for coverage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sanku.claim.decision import Decision
from sanku.claim.facts import Facts
from sanku.diagnostics.message import Diagnostic
from sanku.engines import reference as reference_engine
from sanku.judgement.results import Results
from sanku.kb import EventError, KnowledgeBase
from sanku.semantics.nodes import Rule
from sanku.testing.cases import SUFFIX, Case, Data, find_case_files, read_cases
from sanku.testing.compare import differences, first_difference

Judge = Callable[[KnowledgeBase, Facts], Results]

ENGINES: Mapping[str, Judge] = {
    "event": lambda base, facts: base.judge(facts),
    "reference": lambda base, facts: reference_engine.judge(base.model, facts),
}
"""The engines a case can be run on, by name."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case and what it came to.

    Args:
        case: The case.
        file: Its file.
        problems: What differs from the expectation; ``()`` = passed.
        decision: The decision, ``None`` if the event could not be read.
        rules: The rules it was limited to.
        fired: (rule, phase) pairs that fired with effect.
        excepted: Rules that fired but for an exception.
        undetermined: Rules that could not be decided.
    """

    case: Case
    file: Path
    problems: tuple[str, ...]
    decision: Decision | None
    rules: frozenset[str]
    fired: frozenset[tuple[str, str]] = frozenset()
    excepted: frozenset[str] = frozenset()
    undetermined: frozenset[str] = frozenset()

    @property
    def passed(self) -> bool:
        """Whether everything expected was found."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class Suite:
    """All case files below a path, read."""

    cases: tuple[tuple[Path, Case], ...]
    diagnostics: tuple[Diagnostic, ...]


def read_suite(base: KnowledgeBase, root: Path, keyword: str = "") -> Suite:
    """Read the case files below ``root``; ``keyword`` keeps the cases whose title or file has it."""
    cases: list[tuple[Path, Case]] = []
    diagnostics: list[Diagnostic] = []
    for path in find_case_files(root):
        found, problems = read_cases(path, base.model.schema)
        diagnostics.extend(problems)
        cases.extend((path, case) for case in found if keyword in case.title or keyword in path.name)
    return Suite(tuple(cases), tuple(diagnostics))


def run_case(base: KnowledgeBase, path: Path, case: Case, engines: Sequence[str] = ("event",)) -> CaseResult:
    """Judge a case on each engine; on two engines it passes only if both decide alike."""
    rules = rules_beside(base.model.rules, path, case)
    try:
        facts = base.facts(case.event)
    except EventError as error:
        return CaseResult(case, path, (f"the event cannot be read: {error}",), None, rules)
    found = [_restricted(ENGINES[name](base, facts), rules, base.model.rules, facts.phase) for name in engines]
    decisions = [base.decide_results(facts, results) for results in found]
    problems = [*_misspelt(facts), *differences(case.expect, decisions[0])]
    for name, other in zip(engines[1:], decisions[1:], strict=True):
        if differs := first_difference(decisions[0], other):
            problems.append(f"the engines {engines[0]} and {name} do not decide alike at {differs}")
    results = found[0]
    return CaseResult(
        case,
        path,
        tuple(problems),
        decisions[0],
        rules,
        frozenset((item.instance.version.rule.name, facts.phase) for item in results.fired if not item.excepted_by),
        frozenset(item.instance.version.rule.name for item in results.fired if item.excepted_by),
        frozenset(item.instance.version.rule.name for item in results.undecided),
    )


def _misspelt(facts: Facts) -> list[str]:
    """A field that no event has is a mistake in a case, though a data note in a message."""
    return [f"{note.path}: {note.message}" for note in facts.notes if note.code == "unknown-field"]


def rules_beside(rules: Mapping[str, Rule], path: Path, case: Case) -> frozenset[str]:
    """Return the rules that a case is judged by.

    Those it names in ``rules``; else those of the ``.kb`` file with the same stem beside it, else of all ``.kb`` files
    beside it, else all; and in any case those that its expectation names.
    """
    if case.rules:
        return frozenset(_named(rules, case.rules))
    stem = path.name.removesuffix(SUFFIX)
    folder = path.parent.as_posix()
    beside = {name for name, rule in rules.items() if Path(rule.span.file).as_posix() == f"{folder}/{stem}.kb"}
    if not beside:
        beside = {name for name, rule in rules.items() if Path(rule.span.file).parent.as_posix() == folder}
    expected = set(_named(rules, _expected_rules(case.expect)))
    return frozenset(beside | expected) or frozenset(rules)


def _named(rules: Mapping[str, Rule], names: Iterable[str]) -> Iterable[str]:
    for name in names:
        yield from (found for found in rules if found == name or found.endswith(f".{name}"))


def _expected_rules(expect: Mapping[str, Data]) -> list[str]:
    names: list[str] = []
    for key in ("findings", "excepted", "undetermined"):
        items = expect.get(key)
        for item in items if isinstance(items, list) else []:
            rule = item.get("rule") if isinstance(item, dict) else None
            if isinstance(rule, str):
                names.append(rule)
    return names


def _restricted(results: Results, names: frozenset[str], rules: Mapping[str, Rule], phase: str) -> Results:
    """Keep what the named rules found; an undated member only if one of them could have it as subject."""
    subjects = {
        rule.bindings[0].collection
        for name, rule in rules.items()
        if name in names and rule.dated_by is None and phase in rule.attributes.controls
    }
    return Results(
        tuple(found for found in results.fired if found.instance.version.rule.name in names),
        tuple(found for found in results.undecided if found.instance.version.rule.name in names),
        tuple(member for member in results.undated if member.collection in subjects),
    )
