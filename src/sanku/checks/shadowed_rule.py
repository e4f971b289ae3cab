"""``shadowed-rule``: what a rule asks for is what spares from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sanku.checks.controls import conjuncts
from sanku.diagnostics.message import Diagnostic, Label
from sanku.semantics.nodes import Exemption, Expr, Model, Rule


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one error per rule whose conditions hold all those of its ``unless``, or of an exemption for all of it."""
    withdrawn = {found.exemption for found in model.withdrawals}
    for rule in model.rules.values():
        asked = (*conjuncts(rule.when), *(part for found in rule.bindings for part in conjuncts(found.where)))
        if rule.unless is not None and _among(rule.unless, asked):
            yield _shadowed(rule, "its own `unless`", rule.unless)
        for found in model.exemptions.values():
            is_theirs = found.rule == rule.name and found.name not in withdrawn
            if is_theirs and _is_for_all(found, rule) and _among(found.condition, asked):
                yield _shadowed(rule, f"`{found.name}`", found.condition)


def _is_for_all(found: Exemption, rule: Rule) -> bool:
    starts = (found.start or date.min) <= (rule.start or date.min)
    ends = (rule.end or date.max) <= (found.end or date.max)
    return starts and ends and not found.rows and not found.phases and found.layer == rule.layer


def _among(condition: Expr, asked: tuple[Expr, ...]) -> bool:
    return all(part in asked for part in conjuncts(condition))


def _shadowed(rule: Rule, by: str, condition: Expr) -> Diagnostic:
    return Diagnostic(
        code="shadowed-rule",
        message=f"`{rule.name}` can never fire: {by} spares from it whatever it asks for",
        span=rule.span,
        labels=(Label(condition.span, "holds whenever the rule does"),),
        help="turn one of the two conditions around, or narrow what spares",
    )
