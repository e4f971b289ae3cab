"""Conditions to conjuncts: ``A and B`` becomes A and B, so that each can be asked as early as it can be decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sanku.ir.nodes import Conjunct, RulePlan
from sanku.semantics.nodes import And, Expr, Model


def flatten(_: Model, plan: RulePlan) -> RulePlan:
    """Return the plan with every top-level ``and`` taken apart; Kleene's ``and`` has no order."""
    parts = (replace(conjunct, expr=expr) for conjunct in plan.conjuncts for expr in _conjuncts(conjunct.expr))
    return replace(plan, conjuncts=tuple(Conjunct(part.expr, part.is_guard) for part in parts))


def _conjuncts(expr: Expr) -> Iterator[Expr]:
    if isinstance(expr, And):
        for item in expr.items:
            yield from _conjuncts(item)
    else:
        yield expr
