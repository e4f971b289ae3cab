"""One subject of one rule to its instances: the value of each, and by which bindings (contract 2.1 to 2.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sanku.catalog.nodes import Row
from sanku.claim.facts import Member
from sanku.core.truth import Truth, conjunction, disjunction, negate
from sanku.core.unknown import Missing, Unknown, merge
from sanku.engines.event.claim_view import BUDGET, BudgetSpentError
from sanku.engines.event.detail.bindings import Picked, UnknownKey, picked
from sanku.engines.event.detail.cap import CapState, cap_state
from sanku.engines.event.detail.scope import Scope
from sanku.ir.nodes import RulePlan
from sanku.semantics.nodes import Exemption, Expr
from sanku.semantics.versions import RuleVersion


@dataclass(frozen=True, slots=True)
class Weighed:
    """One binding, weighed.

    Args:
        scope: All names bound, ``excess`` too.
        base: Guards and condition.
        exceptions: ``unless`` and the exemptions in force, with their truth.
        value: Whether the rule holds for this binding.
    """

    scope: Scope
    others: tuple[Member, ...]
    base: Truth
    exceptions: Mapping[str, Truth]
    value: Truth
    cap: CapState | None

    @property
    def is_excepted(self) -> bool:
        """Whether an exception alone turned it off."""
        return self.base is True and True in self.exceptions.values()


@dataclass(slots=True)
class Judged:
    """An instance: its rows and every binding that picks them, in order.

    ``failed``: ``budget`` or ``fault`` if it could not be weighed; ``steps`` are those it may still take.
    """

    row_ids: tuple[str, ...]
    rows: tuple[Row, ...]
    weighed: list[Weighed] = field(default_factory=list)
    failed: str = ""
    steps: int = 0

    @property
    def value(self) -> Truth:
        """Whether some binding makes the rule hold."""
        return disjunction(one.value for one in self.weighed)

    @property
    def excepted(self) -> list[Weighed]:
        """The bindings that an exception alone turned off."""
        return [one for one in self.weighed if one.is_excepted]


@dataclass(frozen=True, slots=True)
class Subject:
    """All instances of one subject, and why there may be more: keys with unknown parts."""

    instances: Mapping[tuple[str, ...], Judged]
    unknown_keys: frozenset[Missing]
    has_unknown_key: bool


def judge_subject(
    plan: RulePlan,
    version: RuleVersion,
    scope: Scope,
    subject: Member,
    wanted: frozenset[tuple[str, ...]] | None = None,
) -> Subject:
    """Return the instances of ``subject``, false ones too; ``wanted``: only those with these rows."""
    scope = Scope(scope.evaluator, scope.day, {plan.subject.name: subject}, plan.lets)
    found: dict[tuple[str, ...], Judged] = {}
    missing: set[Missing] = set()
    has_unknown_key = False
    for one in picked(plan, scope):
        if isinstance(one, UnknownKey):
            missing |= one.missing
            has_unknown_key = True
            continue
        if wanted is None or one.row_ids in wanted:
            instance = found.setdefault(one.row_ids, Judged(one.row_ids, one.rows, steps=BUDGET))
            _add(plan, version, instance, one, subject)
    return Subject(found, frozenset(missing), has_unknown_key)


def _add(plan: RulePlan, version: RuleVersion, instance: Judged, one: Picked, subject: Member) -> None:
    """Weigh one more binding of an instance, on the instance's own budget."""
    claim = one.scope.day.claim
    enumerating, claim.steps = claim.steps, instance.steps
    try:
        instance.weighed.append(weigh(plan, version, one, subject))
    except BudgetSpentError:
        instance.failed = "budget"
    except Exception:  # noqa: BLE001 - no fault of ours may drop another instance (semantics 38)
        instance.failed = "fault"
    instance.steps, claim.steps = claim.steps, enumerating


def weigh(plan: RulePlan, version: RuleVersion, one: Picked, subject: Member) -> Weighed:
    """Return what one binding is worth."""
    state = None if plan.cap is None else cap_state(one.scope, plan.cap, subject)
    scope = one.scope if state is None else one.scope.capped(state.excess)
    base = conjunction(
        [*(scope.truth(conjunct.expr) for conjunct in plan.conjuncts), *(() if state is None else (state.truth,))]
    )
    exceptions = {name: scope.truth(expr) for name, expr in exceptions_of(plan, version, one.row_ids)}
    value = conjunction([base, negate(disjunction(exceptions.values()))])
    if one.lacking:
        value = conjunction([value, Unknown(one.lacking)])
        base = conjunction([base, Unknown(one.lacking)])
    return Weighed(scope, one.others, base, exceptions, value, state)


def exceptions_of(plan: RulePlan, version: RuleVersion, row_ids: Iterable[str]) -> list[tuple[str, Expr]]:
    """Return the exceptions that stand for an instance with these rows, by name."""
    unless = [] if plan.rule.unless is None else [("unless", plan.rule.unless)]
    held = frozenset(row_ids)
    exempt = [(one.name, one.condition) for one in version.exemptions if covers(one, held)]
    return [*unless, *exempt]


def covers(exemption: Exemption, row_ids: frozenset[str]) -> bool:
    """Tell whether an exemption stands for an instance with these rows."""
    return not exemption.rows or not row_ids.isdisjoint(exemption.rows)


def missing_of(judged: Judged) -> frozenset[Missing]:
    """Return why an instance is undecided: the causes of every binding that is."""
    return merge(*(one.value for one in judged.weighed)).missing
