"""What an expression sees: the event, the governing date, the names bound so far, and answers taken for granted.

A scope is never changed; binding a name gives a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sanku.catalog.nodes import Row
from sanku.claim.facts import Facts, Member
from sanku.core.truth import Truth
from sanku.core.unknown import Unknown
from sanku.core.value import Value
from sanku.engines.reference.ranges import Range, collapsed
from sanku.semantics.nodes import Expr, Model
from sanku.semantics.walk import locals_of


@dataclass(frozen=True, slots=True)
class BoundRow:
    """A row of a table, by ``match`` or as a member of a source."""

    table: str
    row: Row


@dataclass(frozen=True, slots=True)
class BoundRows:
    """The rows that ``gather`` took."""

    table: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class BoundLet:
    """A let: its name stands for its expression, in the scope where the name is read (semantics 52)."""

    expr: Expr


@dataclass(frozen=True, slots=True)
class BoundArgument:
    """A definition's parameter: its value, and where the value came from."""

    value: Value
    expr: Expr
    scope: Scope


@dataclass(frozen=True, slots=True)
class BoundValue:
    """A computed value: ``excess``."""

    value: Value


Bound = Member | BoundRow | BoundRows | BoundLet | BoundArgument | BoundValue

Raw = Value | Range | Member | BoundRow | BoundRows
"""What an expression can evaluate to: a value, a range, or something bound."""


@dataclass(frozen=True, slots=True)
class AtomKey:
    """One atom of one instance: the node, and what the names that it mentions are bound to (semantics 36)."""

    node: object
    bound: tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """Everything an expression may depend on.

    Args:
        day: The governing date (semantics 8).
        assume: Atoms whose answer is taken for granted.
    """

    model: Model
    facts: Facts
    day: date
    names: Mapping[str, Bound] = field(default_factory=dict)
    assume: Mapping[AtomKey, bool] = field(default_factory=dict)

    def bind(self, name: str, bound: Bound) -> Scope:
        """Return a scope with one more name."""
        return replace(self, names={**self.names, name: bound})

    def only(self, names: Mapping[str, Bound]) -> Scope:
        """Return a scope with these names and no others: the body of a definition."""
        return replace(self, names=names)

    def chain(self, kind: str) -> tuple[str, ...]:
        """Return the layers of the insured or the care region, nation first (semantics 10)."""
        region = self.facts.care_region if kind == "care" else self.facts.insured_region
        return self.model.catalog.chain(region)


Evaluate = Callable[[Expr, Scope], Raw]
"""The evaluator, handed to the parts of it that stand in files of their own."""


def as_value(raw: Raw) -> Value:
    """Return a value: a range with unequal ends is unknown wherever a single value is needed (semantics 11)."""
    if isinstance(raw, Range):
        return collapsed(raw)
    assert not isinstance(raw, Member | BoundRow | BoundRows), "a member or row is no value"
    return raw


def as_truth(value: Raw) -> Truth:
    """Return a condition's value as a truth: none counts as false (engine contract 2.7)."""
    match value:
        case bool() | Unknown():
            return value
        case None:
            return False
        case Range():
            return collapsed(value)
        case _:
            raise AssertionError(value)


def atom_key(node: object, scope: Scope) -> AtomKey:
    """Return the key of an atom (or a cap) in a scope."""
    names = sorted(free_names(node, scope))
    return AtomKey(node, tuple((name, _identity(scope.names[name])) for name in names))


def free_names(node: object, scope: Scope) -> frozenset[str]:
    """Return the bound names that a node depends on; a let stands for what its expression mentions.

    A name that the node binds itself is never bound outside (semantics 40), so it is not found here.
    """
    found: set[str] = set()
    for name in locals_of(node):
        bound = scope.names.get(name)
        if isinstance(bound, BoundLet):
            found |= free_names(bound.expr, scope)
        elif bound is not None:
            found.add(name)
    return frozenset(found)


def _identity(bound: Bound) -> object:
    match bound:
        case Member():
            return (bound.collection, bound.position, bound.id)
        case BoundRow():
            return (bound.table, bound.row.layer, bound.row.id)
        case BoundRows():
            return (bound.table, tuple((row.layer, row.id) for row in bound.rows))
        case BoundArgument() | BoundValue():
            return bound.value
        case BoundLet():
            return bound.expr
