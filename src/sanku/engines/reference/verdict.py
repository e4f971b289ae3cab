"""The value of an instance: true, false, unknown, or true but for its exceptions (semantics 3).

C(b) = every guard and `when` (or the cap) and not `unless` and no exemption; the value is: some b with C(b).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sanku.core.truth import Truth, conjunction, disjunction, negate
from sanku.core.unknown import Unknown
from sanku.engines.reference.branches import Branch, branches_of, guards
from sanku.engines.reference.cap import CapState, cap_state
from sanku.engines.reference.evaluation import truth_of
from sanku.engines.reference.subjects import Question, Subject
from sanku.judgement.results import Instance
from sanku.semantics.nodes import Expr
from sanku.semantics.versions import RuleVersion

UNLESS = "unless"


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """One branch with the truth of its parts.

    Args:
        base: Guards and condition.
        exceptions: ``unless`` and the exemptions that concern the rows: name, expression and truth, by name.
        cap: How the cap stands, if the rule has one.
    """

    branch: Branch
    base: Truth
    exceptions: tuple[tuple[str, Expr, Truth], ...]
    cap: CapState | None

    @property
    def excepted(self) -> Truth:
        """Whether some exception holds."""
        return disjunction([truth for _, _, truth in self.exceptions])

    @property
    def value(self) -> Truth:
        """C(b)."""
        return conjunction((self.base, negate(self.excepted)))


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """An instance and its branches, in order."""

    instance: Instance
    judged: tuple[Judged, ...]

    @property
    def value(self) -> Truth:
        """Some b with C(b), in Kleene's logic."""
        return disjunction([judged.value for judged in self.judged])

    def true_branches(self) -> tuple[Judged, ...]:
        """Return the branches that make the instance fire, or, if none does, those that only an exception stops."""
        true = tuple(judged for judged in self.judged if judged.value is True)
        stopped = (judged for judged in self.judged if judged.base is True and judged.excepted is True)
        return true or tuple(stopped)


@dataclass(frozen=True, slots=True, eq=False)
class Instances:
    """The instances of a subject, each with its branches, and the causes of keys that are not known."""

    found: tuple[tuple[Instance, tuple[Branch, ...]], ...]
    blind: Unknown | None


def instances_of(question: Question, subject: Subject) -> Instances:
    """Return the instances that exist for a subject: one for each choice of rows (engine contract 1.9)."""
    branches = branches_of(question.rule, subject.member, question.scope(subject.member, subject.day))
    by_rows: dict[tuple[str, ...], list[Branch]] = {}
    for branch in branches.found:
        by_rows.setdefault(branch.row_ids, []).append(branch)
    found = [
        (Instance(subject.version, picked[0].rows, row_ids, subject.member, subject.group, subject.day), tuple(picked))
        for row_ids, picked in by_rows.items()
    ]
    return Instances(tuple(found), branches.blind)


def verdict_of(question: Question, subject: Subject, instance: Instance, branches: tuple[Branch, ...]) -> Verdict:
    """Return the verdict of one instance."""
    return Verdict(instance, tuple(judge_branch(question, subject, branch) for branch in branches))


def judge_branch(question: Question, subject: Subject, branch: Branch) -> Judged:
    """Return one branch with the truth of its parts."""
    rule, scope = question.rule, branch.scope
    cap = None if rule.cap is None else cap_state(rule.cap, subject.member, scope)
    condition: Truth = cap.passed if cap is not None else truth_of(_condition(rule.when), scope)
    base = _granted(branch, conjunction((branch.real, guards(rule, scope), condition)), fits=True)
    exceptions = [
        (name, expr, _granted(branch, truth_of(expr, scope), fits=False))
        for name, expr in _exceptions(subject.version, branch.row_ids)
    ]
    return Judged(branch, base, tuple(exceptions), cap)


def _granted(branch: Branch, truth: Truth, *, fits: bool) -> Truth:
    """Return the truth with what depends only on an assumed member taken to fit (semantics 36)."""
    settled = isinstance(truth, Unknown) and bool(branch.granted) and truth.missing <= branch.granted
    return fits if settled else truth


def _condition(when: Expr | None) -> Expr:
    assert when is not None, "a rule has `when` or `cap`"
    return when


def _exceptions(version: RuleVersion, row_ids: tuple[str, ...]) -> Iterator[tuple[str, Expr]]:
    """Yield the exceptions of an instance: exemptions that name no rows, or one of its own (semantics 34)."""
    if version.rule.unless is not None:
        yield UNLESS, version.rule.unless
    for exemption in version.exemptions:
        if not exemption.rows or not set(exemption.rows).isdisjoint(row_ids):
            yield exemption.name, exemption.condition


def value_with(question: Question, subject: Subject, row_ids: tuple[str, ...]) -> Truth:
    """Return the value of the instance of ``subject`` with these rows under the question's assumptions.

    An instance that is no longer there, since a guard is assumed false, does not fire.
    """
    for instance, branches in instances_of(question, subject).found:
        if instance.row_ids == row_ids:
            return verdict_of(question, subject, instance, branches).value
    return False
