"""Model to plans: each rule's parts taken apart, then arranged by the passes."""

from __future__ import annotations

from collections.abc import Mapping

from sanku.ir.nodes import Binder, Conjunct, KeyedMatch, RulePlan
from sanku.ir.passes import PASSES
from sanku.semantics.nodes import Let, Model, Rule


def plans_of(model: Model) -> Mapping[str, RulePlan]:
    """Return the plan of every rule, by name."""
    return {name: plan_of(model, rule) for name, rule in model.rules.items()}


def plan_of(model: Model, rule: Rule) -> RulePlan:
    """Return the plan of one rule."""
    subject, *others = (Binder(one.name, one.collection, one.window) for one in rule.bindings)
    guards = [Conjunct(one.where, is_guard=True) for one in rule.bindings if one.where is not None]
    when = [] if rule.when is None else [Conjunct(rule.when, is_guard=False)]
    plan = RulePlan(
        rule,
        subject,
        tuple(others),
        {step.name: step.expr for step in rule.steps if isinstance(step, Let)},
        tuple(KeyedMatch(match) for match in rule.matches),
        (*guards, *when),
    )
    for arrange in PASSES:
        plan = arrange(model, plan)
    return plan
