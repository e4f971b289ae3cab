"""Clauses of rules, exemptions and amendments as written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sanku.core.span import Span
from sanku.syntax.nodes.base import Name, Node
from sanku.syntax.nodes.expressions import Aggregate, Expr, Path, QuantityLiteral


@dataclass(frozen=True, slots=True)
class Cites(Node):
    """``cites SOURCE "place"``."""

    source: Path
    place: str


@dataclass(frozen=True, slots=True)
class Effective(Node):
    """``effective D .. [D]`` or ``.. D``; both ends included."""

    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Published(Node):
    """``published D``."""

    day: date


@dataclass(frozen=True, slots=True)
class RegionClause(Node):
    """``region insured|care``."""

    which: str


@dataclass(frozen=True, slots=True)
class For(Node):
    """``for x in C [where E] [by K, …]``."""

    binder: Name
    collection: Path
    where: Expr | None
    by: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class ForPair(Node):
    """``for a, b in C [where E]``: each unordered pair once."""

    first: Name
    second: Name
    collection: Path
    where: Expr | None


@dataclass(frozen=True, slots=True)
class DatedBy(Node):
    """``dated by E``."""

    expr: Expr


@dataclass(frozen=True, slots=True)
class Match(Node):
    """``match ROW in TABLE on KEY, …``; ``gather`` when ``gathered``."""

    row: Name
    table: Path
    keys: tuple[Expr, ...]
    gathered: bool


@dataclass(frozen=True, slots=True)
class Let(Node):
    """``let NAME = E``."""

    name: Name
    expr: Expr


@dataclass(frozen=True, slots=True)
class When(Node):
    """``when E``."""

    expr: Expr


@dataclass(frozen=True, slots=True)
class Cap(Node):
    """``cap AGG at most E``."""

    aggregate: Aggregate
    limit: Expr


@dataclass(frozen=True, slots=True)
class Unless(Node):
    """``unless E``."""

    expr: Expr


@dataclass(frozen=True, slots=True)
class Control(Node):
    """``order|settle remind|self_pay|block`` or ``audit query|deny|deny_if_unjustified``."""

    phase: str
    effect: str


@dataclass(frozen=True, slots=True)
class Amount(Node):
    """``amount E``."""

    expr: Expr


@dataclass(frozen=True, slots=True)
class SeverityClause(Node):
    """``severity clear|high|low`` or a row's column."""

    value: Path


@dataclass(frozen=True, slots=True)
class Bears(Node):
    """``bears patient|hospital|employer|fund``."""

    who: Name


@dataclass(frozen=True, slots=True)
class Accept(Node):
    """``accept NAME, …``."""

    reasons: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Justify(Node):
    """``justify within QUANTITY``."""

    length: QuantityLiteral


@dataclass(frozen=True, slots=True)
class UnknownClause(Node):
    """``unknown pass|remind|hold|block``."""

    effect: str


@dataclass(frozen=True, slots=True)
class Status(Node):
    """``status draft|shadow|active|retired``."""

    value: str


@dataclass(frozen=True, slots=True)
class Say(Node):
    """``say [zh|en] "…"``; the language is ``zh`` when not written. ``text_span`` starts at the opening quote."""

    language: str
    text: str
    text_span: Span = field(compare=False)


Clause = (
    Cites | Effective | Published | RegionClause | For | ForPair | DatedBy | Match | Let | When | Cap | Unless | Control
    | Amount | SeverityClause | Bears | Accept | Justify | UnknownClause | Status | Say
)  # fmt: skip
