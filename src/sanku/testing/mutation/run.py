"""All mutants of a base, or those of one rule: judged in parallel, kept verdicts used, survivors with their killers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sanku.diagnostics.message import Diagnostic
from sanku.kb import KnowledgeBase
from sanku.testing.mutation.explained import Reasons
from sanku.testing.mutation.judge import Bench, Verdict, bench_of, judged
from sanku.testing.mutation.kill import Killer, killers
from sanku.testing.mutation.nodes import Mutant
from sanku.testing.mutation.plant import Unit, mutants_of, units_of
from sanku.testing.mutation.store import content_of, read_store, store_path, write_store
from sanku.testing.parallel import in_parallel
from sanku.testing.run import Suite


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that no case notices: the reason that makes it equivalent, or the case that would notice it.

    Args:
        verdict: The mutant.
        reason: Why it changes nothing, as its file says; ``""`` if nothing is said.
        killer: The case that would kill it, if one was found.
    """

    verdict: Verdict
    reason: str = ""
    killer: Killer | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """What became of all mutants.

    Args:
        verdicts: All, in order.
        survivors: Those that live.
        kept: How many verdicts were taken from an earlier run.
        failing: Cases that the base itself does not pass, as ``place: title``.
        diagnostics: Explanations without a reason, and of faults that are noticed.
    """

    verdicts: tuple[Verdict, ...]
    survivors: tuple[Survivor, ...]
    kept: int
    failing: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def killed(self) -> int:
        """How many were noticed."""
        return sum(bool(verdict.killed_by) for verdict in self.verdicts)

    @property
    def explained(self) -> int:
        """How many live, and change nothing, as their files explain."""
        return sum(bool(survivor.reason) for survivor in self.survivors)

    @property
    def percent(self) -> int:
        """Killed of those that are not explained, in percent, rounded down."""
        counted = len(self.verdicts) - self.explained
        return self.killed * 100 // counted if counted else 100


def mutation_score(
    base: KnowledgeBase, root: Path, suite: Suite, *, rule: str | None, jobs: int, with_cases: bool = True
) -> Iterator[str | Score]:
    """Yield what is being done, and at last the score.

    Args:
        base: The base.
        root: Its folder.
        suite: Cases.
        rule: The rule whose mutants are asked for, with what it reads; ``None`` = everything.
        jobs: Processes.
        with_cases: Whether cases that would kill the survivors are looked for.
    """
    bench = bench_of(base, suite)
    units = units_of(base.model, rule)
    path = store_path()
    store = read_store(path)
    planted = {unit: tuple(mutants_of(base.model, unit, bench.rows())) for unit in units}
    keys = {unit: content_of(base.model, unit, planted[unit], bench.touching(unit.rules)) for unit in units}
    open_units = [unit for unit in units if keys[unit] not in store]
    kept = sum(len(planted[unit]) for unit in units) - sum(len(planted[unit]) for unit in open_units)
    parts = [(unit, place) for unit in open_units for place in range(0, len(planted[unit]), _SHARE)]

    def judge(part: tuple[Unit, int]) -> list[Verdict]:
        unit, place = part
        trials = bench.touching(unit.rules)
        return [judged(bench, mutant, trials) for mutant in planted[unit][place : place + _SHARE]]

    done: dict[Unit, list[Verdict]] = {}
    for (unit, _), verdicts in zip(parts, in_parallel(judge, parts, jobs, worth=2), strict=True):
        done.setdefault(unit, []).extend(verdicts)
        yield f"{unit.kind} {unit.name}"
    store |= {keys[unit]: verdicts for unit, verdicts in done.items()}
    write_store(path, store)
    found = [verdict for unit in units for verdict in store.get(keys[unit], [])]
    yield from _concluded(base, root, bench, planted, found, kept, jobs, with_cases=with_cases, whole=rule is None)


_SHARE = 12
"""Mutants that a process takes at a time."""


def _concluded(
    base: KnowledgeBase,
    root: Path,
    bench: Bench,
    planted: dict[Unit, tuple[Mutant, ...]],
    found: Sequence[Verdict],
    kept: int,
    jobs: int,
    *,
    with_cases: bool,
    whole: bool,
) -> Iterator[str | Score]:
    mutants = {(str(mutant.span), mutant.text): mutant for some in planted.values() for mutant in some}
    reasons = Reasons.of(mutant.span.file for mutant in mutants.values())
    alive = [verdict for verdict in found if not verdict.killed_by]
    said = {
        (verdict.place, verdict.text): reasons.of_mutant(mutants[verdict.place, verdict.text].span, verdict.text)
        for verdict in alive
    }
    by_rule: dict[str, list[Mutant]] = {}
    for key, reason in said.items():
        if not reason and with_cases:
            for name in mutants[key].rules[:_MOST_RULES]:
                by_rule.setdefault(name, []).append(mutants[key])

    def kill(name: str) -> dict[tuple[str, str], Killer]:
        return killers(base, root, base.model.rules[name], by_rule[name])

    cases: dict[tuple[str, str], Killer] = {}
    for name, texts in zip(by_rule, in_parallel(kill, list(by_rule), jobs, worth=2), strict=True):
        cases = {**texts, **cases}
        yield f"cases for {name}"
    survivors = tuple(
        Survivor(verdict, said[verdict.place, verdict.text], cases.get((verdict.place, verdict.text)))
        for verdict in alive
    )
    failing = tuple(f"{case.span}: {case.title}" for case in bench.failing)
    yield Score(tuple(found), survivors, kept, failing, reasons.problems(whole=whole))


_MOST_RULES = 3
"""Rules through which a case is looked for, of a fact that many read."""
