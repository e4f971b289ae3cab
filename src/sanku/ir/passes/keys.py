"""Matches to keyed matches: which names pick their rows, and which keys are a member's code."""

from __future__ import annotations

from dataclasses import replace

from sanku.core.types import CodeType
from sanku.ir.nodes import KeyedMatch, RulePlan
from sanku.ir.reads import names_read
from sanku.semantics.nodes import Expr, Field, Local, Model


def keys(_: Model, plan: RulePlan) -> RulePlan:
    """Return the plan with what each match depends on; a key that reads an earlier row depends on what picked it."""
    found: dict[str, KeyedMatch] = {}
    for keyed in plan.matches:
        match = keyed.match
        direct = names_read(plan, *match.keys)
        through = (found[name].reads for name in direct if name in found)
        codes = tuple(_code_of(plan, key) for key in match.keys)
        found[match.row] = KeyedMatch(match, direct.union(*through), codes)
    return replace(plan, matches=tuple(found.values()))


def _code_of(plan: RulePlan, key: Expr) -> str:
    """Return the bound member whose ``code`` a key is."""
    while isinstance(key, Local) and key.name in plan.lets:
        key = plan.lets[key.name]
    match key:
        case Field(base=Local(name=name), name="code", type=CodeType()) if name in plan.names():
            return name
        case _:
            return ""
