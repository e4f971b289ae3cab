"""Conjuncts in the order of asking: what is decided early and what is cheap first. The value does not depend on it."""

from __future__ import annotations

from dataclasses import replace

from sanku.ir.nodes import Conjunct, RulePlan
from sanku.semantics.nodes import DefinitionCall, Model, Source
from sanku.semantics.walk import walk


def order(model: Model, plan: RulePlan) -> RulePlan:
    """Return the plan with its conjuncts sorted; equal ones keep their written order."""
    return replace(
        plan, conjuncts=tuple(sorted(plan.conjuncts, key=lambda one: (one.stage, _weight(model, plan, one))))
    )


def _weight(model: Model, plan: RulePlan, conjunct: Conjunct) -> int:
    """Return how many collections or tables are gone through for a conjunct."""
    waiting: list[object] = [conjunct.expr, *(plan.lets[name] for name in plan.lets if _names(conjunct, name))]
    entered: set[str] = set()
    sources = 0
    while waiting:
        for part in walk(waiting.pop()):
            if isinstance(part, Source):
                sources += 1
            elif isinstance(part, DefinitionCall) and part.name not in entered:
                entered.add(part.name)
                waiting.append(model.definitions[part.name].expr)
    return sources


def _names(conjunct: Conjunct, name: str) -> bool:
    return any(getattr(part, "name", None) == name for part in walk(conjunct.expr))
