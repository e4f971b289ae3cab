"""What the cases have exercised: each rule's controls, exceptions, and its undetermined branch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic, Severity
from sanku.semantics.nodes import Model, Rule
from sanku.testing.results import CaseResult

_RUNNING = ("active", "shadow")


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """Which branches of one rule the cases have taken.

    Args:
        rule: Its name.
        span: Where it stands.
        fired: Phases in which it fired with effect.
        controls: Phases for which it has a control.
        spared: Some case that it judges in one of its phases saw neither finding, exception nor undetermined of it.
        excepted: Some case saw it excepted; ``None`` if it has nothing that could except it.
        undetermined: Some case saw it undetermined.
    """

    rule: str
    span: Span
    fired: frozenset[str]
    controls: frozenset[str]
    spared: bool
    excepted: bool | None
    undetermined: bool

    @property
    def open_phases(self) -> tuple[str, ...]:
        """Phases with a control that no case has fired."""
        return tuple(phase for phase in ("order", "settle", "audit") if phase in self.controls - self.fired)

    @property
    def parts(self) -> dict[str, bool]:
        """Every control and branch that a case can take, and whether one did."""
        found = {f"fired {phase}": phase in self.fired for phase in sorted(self.controls)}
        branches = (("not fired", self.spared), ("excepted", self.excepted), ("undetermined", self.undetermined))
        return {**found, **{name: taken for name, taken in branches if taken is not None}}


def coverage(model: Model, results: Iterable[CaseResult]) -> tuple[RuleCoverage, ...]:
    """Return the coverage of every rule that runs, in name order."""
    done = tuple(results)
    return tuple(_of(model, rule, done) for rule in model.rules.values() if rule.attributes.status in _RUNNING)


def _of(model: Model, rule: Rule, results: tuple[CaseResult, ...]) -> RuleCoverage:
    name = rule.name
    exceptions = rule.unless is not None or any(found.rule == name for found in model.exemptions.values())
    controls = frozenset(rule.attributes.controls)
    return RuleCoverage(
        rule=name,
        span=rule.span,
        fired=frozenset(phase for result in results for found, phase in result.fired if found == name),
        controls=controls,
        spared=any(_spares(name, controls, result) for result in results),
        excepted=any(name in result.excepted for result in results) if exceptions else None,
        undetermined=any(name in result.undetermined for result in results),
    )


def _spares(name: str, controls: frozenset[str], result: CaseResult) -> bool:
    if result.decision is None or name not in result.rules or result.decision.phase not in controls:
        return False
    seen = {found for found, _ in result.fired} | result.excepted | result.undetermined
    return name not in seen


def gaps(found: Iterable[RuleCoverage]) -> tuple[Diagnostic, ...]:
    """Return an error for each control without a case that fires it, and a warning for each other open branch."""
    problems: list[Diagnostic] = []
    for rule in found:
        for phase in rule.open_phases:
            message = f"no case shows `{rule.rule}` firing in phase `{phase}`"
            problems.append(Diagnostic("missing-case", message, rule.span, help=f"add a case with `phase: {phase}`"))
        for branch, taken in (
            ("not firing", rule.spared),
            ("excepted", rule.excepted),
            ("undetermined", rule.undetermined),
        ):
            if taken is False:
                message = f"no case shows `{rule.rule}` {branch}"
                advice = f"add a case with it {branch}"
                problems.append(Diagnostic("missing-branch", message, rule.span, Severity.WARNING, help=advice))
    return tuple(problems)
