"""What every expression of the model has: its type and its place."""

from __future__ import annotations

from dataclasses import dataclass, field

from sanku.core.span import NOWHERE, Span
from sanku.core.types import BoolType, Type

BOOL = BoolType()


@dataclass(frozen=True, slots=True)
class Node:
    """An expression: its type and its place."""

    type: Type = field(kw_only=True)
    span: Span = field(kw_only=True, compare=False, default=NOWHERE)


@dataclass(frozen=True, slots=True)
class Condition(Node):
    """An expression that is true, false or unknown."""

    type: Type = field(kw_only=True, default=BOOL)


@dataclass(frozen=True, slots=True)
class Atom(Condition):
    """A comparison, membership or quantifier: what evidence and "what would decide it" are made of."""

    text: str = field(kw_only=True, default="", compare=False)
