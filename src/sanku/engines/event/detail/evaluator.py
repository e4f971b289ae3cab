"""The one evaluator: values, truths and members, each in its own file."""

from __future__ import annotations

from sanku.claim.facts import Member
from sanku.core.truth import Truth
from sanku.core.unknown import Unknown
from sanku.engines.event.detail.conditions import truth_of
from sanku.engines.event.detail.scope import Evaluator, Scope
from sanku.engines.event.detail.values import member_of, value_of
from sanku.engines.event.ranges import Operand
from sanku.semantics.nodes import Expr


class _Evaluator:
    def operand(self, scope: Scope, expr: Expr) -> Operand:
        return value_of(scope, expr)

    def truth(self, scope: Scope, expr: Expr) -> Truth:
        return truth_of(scope, expr)

    def member(self, scope: Scope, expr: Expr) -> Member | Unknown | None:
        return member_of(scope, expr)


EVALUATOR: Evaluator = _Evaluator()
"""Evaluates expressions for the slow path."""
