"""Cases run against a base: each judged by the rules beside it, compared, and counted for coverage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sanku.claim.decision import Decision
from sanku.claim.facts import Facts
from sanku.core.text import nearest
from sanku.diagnostics.message import Diagnostic
from sanku.engines import reference as reference_engine
from sanku.engines.reference import Reason, reasons_of
from sanku.judgement.results import Results
from sanku.kb import EventError, KnowledgeBase
from sanku.semantics.nodes import Rule
from sanku.testing.cases import SUFFIX, Case, Data, find_case_files, read_cases
from sanku.testing.compare import differences, first_difference
from sanku.testing.exercise import exercise
from sanku.testing.results import CaseResult
from sanku.testing.select import selection

Judge = Callable[[KnowledgeBase, Facts], Results]

ENGINES: Mapping[str, Judge] = {
    "event": lambda base, facts: base.judge(facts),
    "reference": lambda base, facts: reference_engine.judge(base.model, facts),
}
"""The engines a case can be run on, by name."""


@dataclass(frozen=True, slots=True)
class Suite:
    """All case files below a path, read."""

    cases: tuple[tuple[Path, Case], ...]
    diagnostics: tuple[Diagnostic, ...]


def read_suite(base: KnowledgeBase, root: Path, keyword: str = "") -> Suite:
    """Read the case files below ``root``, and keep what ``keyword`` selects by title, file or rule.

    Raises:
        SelectionError: ``keyword`` is no expression of ``select.selection``.
    """
    wanted = selection(keyword)
    cases: list[tuple[Path, Case]] = []
    diagnostics: list[Diagnostic] = []
    for path in find_case_files(root):
        found, problems = read_cases(path, base.model.schema)
        diagnostics.extend(problems)
        cases.extend((path, case) for case in found if wanted(_described(path, case)))
    return Suite(tuple(cases), tuple(diagnostics))


def _described(path: Path, case: Case) -> str:
    return "\n".join((case.title, path.name, *case.rules, *expected_rules(case.expect)))


def run_case(
    base: KnowledgeBase,
    path: Path,
    case: Case,
    engines: Sequence[str] = ("event",),
    *,
    exercised: bool = False,
) -> CaseResult:
    """Judge a case on each engine; on two engines it passes only if both decide alike.

    Args:
        base: The base.
        path: The case's file: the rules beside it judge it.
        case: The case.
        engines: Names of ``ENGINES``.
        exercised: Whether to note which instances it brings, for coverage of rows.
    """
    rules = rules_beside(base.model.rules, path, case)
    try:
        facts = base.facts(case.event)
    except EventError as error:
        return CaseResult(case, path, (f"the event cannot be read: {error}",), None, rules)
    found = [restricted(ENGINES[name](base, facts), rules, base.model.rules, facts.phase) for name in engines]
    decisions = [base.decide_results(facts, results) for results in found]
    problems = [*_unknown_rules(base, case), *_unread(facts, case), *differences(case.expect, decisions[0])]
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
        exercise(base, facts, rules) if exercised else (),
        _reasons(base, facts, case, decisions[0], rules) if problems else (),
    )


def _reasons(
    base: KnowledgeBase, facts: Facts, case: Case, decision: Decision, rules: frozenset[str]
) -> tuple[tuple[str, tuple[Reason, ...]], ...]:
    """Explain the rules that the case expects something of, and those that found something."""
    found = {finding.rule for finding in decision.findings} | {entry.rule or "" for entry in decision.undetermined}
    about = (found | set(_named(base.model.rules, expected_rules(case.expect)))) & rules
    return tuple((name, reasons_of(base.model, facts, name)) for name in sorted(about))


def _unknown_rules(base: KnowledgeBase, case: Case) -> list[str]:
    """A rule that is not there finds nothing, which is no way to say that it was misspelt."""
    rules = base.model.rules
    told: list[str] = []
    for name in dict.fromkeys((*case.rules, *expected_rules(case.expect))):
        if not any(_named(rules, (name,))):
            near = nearest(name, rules) or nearest(name, {rule.rpartition(".")[2] for rule in rules})
            told.append(f"there is no rule `{name}`" + (f"; did you mean `{near}`?" if near else ""))
    return told


def _unread(facts: Facts, case: Case) -> list[str]:
    """A field that no event has, or a value that cannot be read, is a mistake in a case, though a note in a message.

    A case that expects notes is about such values.
    """
    codes = {"unknown-field"} if "notes" in case.expect else {"unknown-field", "unreadable", "not-a-member"}
    return [f"{note.path}: {note.message}" for note in facts.notes if note.code in codes]


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
    expected = set(_named(rules, expected_rules(case.expect)))
    return frozenset(beside | expected) or frozenset(rules)


def _named(rules: Mapping[str, Rule], names: Iterable[str]) -> Iterable[str]:
    """Yield the rules that names mean, with or without their module."""
    for name in names:
        yield from (found for found in rules if found == name or found.endswith(f".{name}"))


def expected_rules(expect: Mapping[str, Data]) -> list[str]:
    """Return the rules that an expectation names, as it names them."""
    names: list[str] = []
    for key in ("findings", "excepted", "undetermined"):
        items = expect.get(key)
        for item in items if isinstance(items, list) else []:
            rule = item.get("rule") if isinstance(item, dict) else None
            if isinstance(rule, str):
                names.append(rule)
    return names


def restricted(results: Results, names: frozenset[str], rules: Mapping[str, Rule], phase: str) -> Results:
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
