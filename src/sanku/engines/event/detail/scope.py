"""Where an expression is evaluated: what its names stand for, and the one thing that can evaluate it.

The files of this folder need not import each other: they take a ``Scope`` and ask it for values and truths.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sanku.catalog.nodes import Row
from sanku.claim.facts import Member
from sanku.core.truth import Truth
from sanku.core.unknown import Unknown
from sanku.core.value import Value
from sanku.engines.event.day_view import DayView
from sanku.engines.event.ranges import Operand, Range
from sanku.semantics.nodes import Expr


class Evaluator(Protocol):
    """What gives an expression its meaning."""

    def operand(self, scope: Scope, expr: Expr) -> Operand:
        """Return the value of an expression; of a partly known number, its range."""
        ...

    def truth(self, scope: Scope, expr: Expr) -> Truth:
        """Return the truth of a condition."""
        ...

    def member(self, scope: Scope, expr: Expr) -> Member | Unknown | None:
        """Return the member that an expression of member type stands for."""
        ...


@dataclass(frozen=True, slots=True)
class Argument:
    """What a definition's parameter stands for: the argument, where it was written, and its value."""

    expr: Expr
    scope: Scope
    value: Value | Member


Named = Member | Row | tuple[Row, ...] | Argument


@dataclass(frozen=True, slots=True)
class Scope:
    """Names and their meaning, for one binding of a rule or the inside of a definition.

    Args:
        evaluator: What evaluates.
        day: The event and the facts on the governing date.
        names: Bound members, rows, gathered rows and definition parameters.
        lets: Expression of each ``let``.
        forced: What atoms are taken to be, whatever they are; the same atom twice is one (semantics 36).
        excess: The excess of the cap, where there is one.
        kept: Values of lets, once evaluated in this scope.
        told: What conditions and sources came to in this scope, by identity: evidence and near misses ask again.
    """

    evaluator: Evaluator
    day: DayView
    names: Mapping[str, Named] = field(default_factory=dict)
    lets: Mapping[str, Expr] = field(default_factory=dict)
    forced: Mapping[Expr, bool] = field(default_factory=dict)
    excess: Operand = None
    kept: dict[str, Operand] = field(default_factory=dict)
    told: dict[int, tuple[object, Any]] = field(default_factory=dict)

    def operand(self, expr: Expr) -> Operand:
        """Return the value of an expression; of a partly known number, its range."""
        return self.evaluator.operand(self, expr)

    def value(self, expr: Expr) -> Value:
        """Return the value of an expression; a partly known number is unknown here (semantics 11)."""
        return single(self.evaluator.operand(self, expr))

    def truth(self, expr: Expr) -> Truth:
        """Return the truth of a condition."""
        found = self.told.get(id(expr))
        if found is not None:
            return found[1]  # type: ignore[no-any-return]  # it was kept below
        truth = self.evaluator.truth(self, expr)
        self.told[id(expr)] = (expr, truth)
        return truth

    def member(self, expr: Expr) -> Member | Unknown | None:
        """Return the member that an expression of member type stands for."""
        return self.evaluator.member(self, expr)

    def binding(self, name: str, stands_for: Named) -> Scope:
        """Return the scope with one more name; what lets were worth stays the same."""
        names = {**self.names, name: stands_for}
        return Scope(self.evaluator, self.day, names, self.lets, self.forced, self.excess, self.kept)

    def afresh(self, name: str, stands_for: Named) -> Scope:
        """Return the scope with one more name and no let evaluated: they may read it."""
        names = {**self.names, name: stands_for}
        return Scope(self.evaluator, self.day, names, self.lets, self.forced, self.excess)

    def inside(self, names: Mapping[str, Named]) -> Scope:
        """Return the scope of a definition's body: its parameters and nothing of the rule."""
        return Scope(self.evaluator, self.day, names, forced=self.forced)

    def forcing(self, atom: Expr, truth: bool) -> Scope:  # noqa: FBT001 - what the atom is taken to be
        """Return the scope in which one atom has another truth."""
        return Scope(self.evaluator, self.day, self.names, self.lets, {atom: truth}, self.excess)

    def capped(self, excess: Operand) -> Scope:
        """Return the scope in which ``excess`` has its value."""
        return Scope(self.evaluator, self.day, self.names, self.lets, self.forced, excess, self.kept)


def single(operand: Operand) -> Value:
    """Return a value; a range is unknown, with what would settle it and where it came from."""
    if not isinstance(operand, Range):
        return operand
    return Unknown(operand.missing.missing | operand.elsewhere.missing)
