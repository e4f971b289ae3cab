"""Expressions to source: one emitter for a function, which the files for values, conditions and sources share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from sanku.engines.event.fast.writer import Namespace, Writer
from sanku.semantics.nodes import Expr, Model


class Coder(Protocol):
    """What turns an expression into source."""

    def operand(self, emitter: Emitter, expr: Expr) -> str:
        """Return source for a value that may be a range."""
        ...

    def truth(self, emitter: Emitter, expr: Expr) -> str:
        """Return source for a truth."""
        ...

    def member(self, emitter: Emitter, expr: Expr) -> str:
        """Return source for a member."""
        ...


@dataclass(frozen=True, slots=True)
class Emitter:
    """Where an expression is written to, and what its names are called there.

    Args:
        coder: What writes.
        model: The model, for definitions and table shapes.
        space: Constants and functions of the rule.
        writer: The function being written.
        names: Bound names to variables.
        lets: Expression of each ``let`` of the rule.
        functions: Finished functions of lets and definitions.
        arguments: What every function of the rule takes after the view: needed to call a let.
    """

    coder: Coder
    model: Model
    space: Namespace
    writer: Writer
    names: Mapping[str, str]
    lets: Mapping[str, Expr]
    arguments: tuple[str, ...]
    functions: list[str] = field(default_factory=list)

    def operand(self, expr: Expr) -> str:
        """Return source for a value that may be a range."""
        return self.coder.operand(self, expr)

    def value(self, expr: Expr) -> str:
        """Return source for a value; a range is unknown."""
        written = self.coder.operand(self, expr)
        return f"single({written})" if may_be_range(self, expr) else written

    def truth(self, expr: Expr) -> str:
        """Return source for a truth."""
        return self.coder.truth(self, expr)

    def member(self, expr: Expr) -> str:
        """Return source for a member."""
        return self.coder.member(self, expr)

    def constant(self, value: object) -> str:
        """Return the name of a constant."""
        return self.space.constant(value)

    def binding(self, name: str, variable: str) -> Emitter:
        """Return the emitter with one more name."""
        return replace(self, names={**self.names, name: variable})


def may_be_range(emitter: Emitter, expr: Expr) -> bool:
    """Tell whether an operand may be a range, as far as can be seen without following its names."""
    kind = type(expr).__name__
    if kind == "Local":
        name = getattr(expr, "name", "")
        return name in emitter.lets and may_be_range(emitter, emitter.lets[name])
    return kind == "Aggregate" or (kind == "Field" and getattr(expr, "name", "") == "value")
