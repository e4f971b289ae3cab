"""Conjuncts to stages: what each reads, and so what has to be bound before it can be asked."""

from __future__ import annotations

from dataclasses import replace

from sanku.ir.nodes import RulePlan, Stage
from sanku.ir.reads import names_read
from sanku.semantics.nodes import Model


def stage(_: Model, plan: RulePlan) -> RulePlan:
    """Return the plan with the stage of every conjunct."""
    conjuncts = []
    for conjunct in plan.conjuncts:
        reads = names_read(plan, conjunct.expr)
        conjuncts.append(replace(conjunct, reads=reads, stage=_stage(plan, reads)))
    return replace(plan, conjuncts=tuple(conjuncts))


def _stage(plan: RulePlan, reads: frozenset[str]) -> Stage:
    if any(binder.name in reads for binder in plan.others):
        return Stage.BINDING
    if any(match.match.row in reads for match in plan.matches):
        return Stage.ROW
    return Stage.SUBJECT if plan.subject.name in reads else Stage.EVENT
