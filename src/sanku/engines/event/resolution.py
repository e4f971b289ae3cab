"""A program for one pair of layer chains and one phase: which rules may apply, to whom, and how they are found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sanku.claim.facts import Facts
from sanku.core.moment import Moment
from sanku.engines.event.dispatch import ActiveRule, Dispatch
from sanku.engines.event.fast.functions import RuleFunctions
from sanku.engines.event.knowledge import Knowledge
from sanku.engines.event.rule_versions import RuleVersions, may_apply
from sanku.ir.nodes import RulePlan
from sanku.semantics.nodes import Model


@dataclass(frozen=True, slots=True, eq=False)
class Subjects:
    """The rules over one collection.

    Args:
        collection: Its name.
        rules: All of them, in name order.
        dispatch: Those whose subject is a single member, dated by itself.
        own: Those that find their subjects themselves: groups, and rules with ``dated by``.
        undated: Whether a member without a date has to be reported.
    """

    collection: str
    rules: Sequence[ActiveRule]
    dispatch: Dispatch
    own: Sequence[ActiveRule]
    undated: bool


@dataclass(frozen=True, slots=True, eq=False)
class Resolution:
    """The rules that may apply, by the collection of their subjects."""

    knowledge: Knowledge
    subjects: Sequence[Subjects]


def resolve(
    model: Model,
    plans: Mapping[str, RulePlan],
    functions: Callable[[str], RuleFunctions],
    knowledge: Knowledge,
    phase: str,
) -> Resolution:
    """Return the rules that may apply in the chains of ``knowledge`` and a phase."""
    rules: dict[str, list[ActiveRule]] = {}
    for name in sorted(plans):
        plan = plans[name]
        chain = knowledge.chains[plan.rule.region]
        if may_apply(model, plan.rule, chain, phase):
            versions = RuleVersions(model, plan.rule, chain, phase)
            rules.setdefault(plan.subject.collection, []).append(ActiveRule(plan, functions(name), versions))
    return Resolution(knowledge, [_subjects(name, rules[name], knowledge) for name in sorted(rules)])


def _subjects(name: str, rules: Sequence[ActiveRule], knowledge: Knowledge) -> Subjects:
    own = [one for one in rules if one.plan.rule.by or one.plan.rule.dated_by is not None]
    dispatched = [one for one in rules if one not in own]
    undated = any(one.plan.rule.dated_by is None for one in rules)
    return Subjects(name, rules, Dispatch(knowledge, dispatched), own, undated)


def admission_day(facts: Facts) -> date | None:
    """Return the civil date on which the current encounter began, ``None`` if it is not known."""
    return facts.encounter.at.day if isinstance(facts.encounter.at, Moment) else None
