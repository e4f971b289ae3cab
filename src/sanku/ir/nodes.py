"""Plans: a rule's parts in the order in which an engine needs them. Expressions are the model's, unchanged.

A plan knows the rule and the shapes of its tables; layers, dates and rows come to it only when an event is judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from sanku.semantics.nodes import Cap, Expr, Match, Rule, Window


class Stage(IntEnum):
    """From when on a conjunct can be decided: what has to be bound before."""

    EVENT = 0
    SUBJECT = 1
    ROW = 2
    BINDING = 3


@dataclass(frozen=True, slots=True)
class Binder:
    """A name that a ``for`` binds, and what its collection must cover."""

    name: str
    collection: str
    window: Window


@dataclass(frozen=True, slots=True)
class Conjunct:
    """One of the conditions that must all hold: a part of a guard or of ``when``.

    Args:
        expr: The condition.
        is_guard: Whether it stands in a ``for … where``.
        reads: Bound names and row names that it reads, through lets too.
        stage: From when on it can be decided.
    """

    expr: Expr
    is_guard: bool
    reads: frozenset[str] = frozenset()
    stage: Stage = Stage.BINDING


@dataclass(frozen=True, slots=True)
class KeyedMatch:
    """A ``match`` or ``gather``: its keys and what picks rows of it.

    Args:
        match: The step.
        reads: Names that its keys depend on, through lets and through rows of earlier steps.
        codes: For each key, the bound name whose ``code`` it is; ``""`` for any other key.
    """

    match: Match
    reads: frozenset[str] = frozenset()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ByRow:
    """Dispatch: the subject's code finds rows of one table; each one is an instance and nothing else is bound."""

    table: str


@dataclass(frozen=True, slots=True)
class ByKey:
    """Dispatch: no instance without a row whose key column may hold the subject's code.

    Args:
        table: The table.
        column: Number of the key column that the subject's code must match.
        partner: Number of the key column that another member's code must match, with that member's collection.
    """

    table: str
    column: int
    partner: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class ByCode:
    """Dispatch: a guard asks whether the subject's code is in a set or below a code."""

    container: Expr


@dataclass(frozen=True, slots=True)
class Every:
    """Dispatch: every judged member of the collection."""


Dispatch = ByRow | ByKey | ByCode | Every


@dataclass(frozen=True, slots=True)
class RulePlan:
    """A rule, arranged.

    Args:
        rule: The rule.
        subject: The first ``for``.
        others: The further ones, in order.
        lets: Expression of each ``let``, in written order.
        matches: ``match`` and ``gather`` in written order.
        conjuncts: Everything that must hold besides the cap, what can be decided first standing first.
        dispatch: How subjects are found.
    """

    rule: Rule
    subject: Binder
    others: tuple[Binder, ...]
    lets: Mapping[str, Expr]
    matches: tuple[KeyedMatch, ...]
    conjuncts: tuple[Conjunct, ...]
    dispatch: Dispatch = field(default_factory=Every)

    @property
    def cap(self) -> Cap | None:
        """The cap, which then is the condition."""
        return self.rule.cap

    @property
    def guards(self) -> tuple[Expr, ...]:
        """Every part of a ``for … where``."""
        return tuple(conjunct.expr for conjunct in self.conjuncts if conjunct.is_guard)

    def names(self) -> tuple[str, ...]:
        """Return every name that is bound: subject, other members, rows."""
        return (
            self.subject.name,
            *(binder.name for binder in self.others),
            *(match.match.row for match in self.matches),
        )
