"""Expressions that are true, false or unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sanku.semantics.nodes.base import Atom, Condition

if TYPE_CHECKING:
    from sanku.semantics.nodes.expr import Expr
    from sanku.semantics.nodes.sources import Source


@dataclass(frozen=True, slots=True)
class Or(Condition):
    """Kleene or, flat."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class And(Condition):
    """Kleene and, flat."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Not(Condition):
    """Kleene not."""

    item: Expr


@dataclass(frozen=True, slots=True)
class Truth(Atom):
    """A boolean value used as a condition (``line.discharge_drug``); none counts as false."""

    item: Expr


@dataclass(frozen=True, slots=True)
class Compare(Atom):
    """``= != < <= > >=``. False if a side is none. Ordered enums by rank, text folded, quantities by amount."""

    op: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Contains(Atom):
    """``A in B`` (``negated``: ``not in``): B a code set, a codes column, a list, a set literal, or a code (below it).

    False, negated or not, if a side is none.
    """

    item: Expr
    container: Expr
    negated: bool


@dataclass(frozen=True, slots=True)
class Between(Atom):
    """``A between L and H`` = ``A >= L and A <= H``; ``negated``: its Kleene negation, but false if a side is none."""

    item: Expr
    low: Expr
    high: Expr
    negated: bool


@dataclass(frozen=True, slots=True)
class Is(Atom):
    """``is known`` (true for none), ``is unknown``: never unknown. ``is none``: unknown if the item is."""

    item: Expr
    what: str


@dataclass(frozen=True, slots=True)
class Within(Atom):
    """``A within LENGTH [strictly] before|after|of B`` (semantics 20)."""

    item: Expr
    length: Expr
    strictly: bool
    relation: str
    anchor: Expr


@dataclass(frozen=True, slots=True)
class Overlaps(Atom):
    """Two periods (semantics 58)."""

    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class SamePeriod(Atom):
    """``A on same P as B``. ``period`` is a period name or an expression of window type.

    The sides are moments, or members (then their dated field is meant; ``encounter`` compares encounters).
    """

    left: Expr
    period: str | Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class UpTo(Atom):
    """``A up to B``: member A stands at or before member B in the settled order (semantics 17)."""

    item: Expr
    limit: Expr


@dataclass(frozen=True, slots=True)
class Exists(Atom):
    """Some member of the source."""

    source: Source


@dataclass(frozen=True, slots=True)
class ForAll(Atom):
    """No member of the source fails the condition."""

    source: Source
    condition: Expr
