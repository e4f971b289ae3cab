"""Which bound names an expression depends on, through lets, rows and definitions."""

from __future__ import annotations

from sanku.ir.nodes import RulePlan
from sanku.semantics.nodes import Expr
from sanku.semantics.walk import locals_of


def names_read(plan: RulePlan, *exprs: Expr) -> frozenset[str]:
    """Return the members and rows that expressions read; a let counts as what it stands for."""
    bound = frozenset(plan.names())
    found: set[str] = set()
    entered: set[str] = set()
    waiting = list(exprs)
    while waiting:
        for name in locals_of(waiting.pop()):
            if name in plan.lets and name not in entered:
                entered.add(name)
                waiting.append(plan.lets[name])
            elif name in bound:
                found.add(name)
    return frozenset(found)
