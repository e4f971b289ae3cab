"""Expressions as written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sanku.core.number import Rational
from sanku.syntax.nodes.base import Name, Node


@dataclass(frozen=True, slots=True)
class Path(Node):
    """``a.b.c``: a binder and its fields, an event record, a catalog name, an enum member or an alias."""

    names: tuple[Name, ...]

    @property
    def text(self) -> str:
        """The path as written."""
        return ".".join(name.text for name in self.names)


@dataclass(frozen=True, slots=True)
class NumberLiteral(Node):
    """``24``, ``0.05``; ``text`` is the spelling."""

    value: Rational
    text: str


@dataclass(frozen=True, slots=True)
class QuantityLiteral(Node):
    """``30 g/L``, ``7 days``, ``50%``; ``unit`` is the canonical name (``day``), ``written`` the author's (``天``)."""

    value: Rational
    text: str
    unit: str
    written: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class StringLiteral(Node):
    """``"text"`` without its quotes, escapes resolved."""

    value: str


@dataclass(frozen=True, slots=True)
class DateLiteral(Node):
    """``2025-01-01``."""

    value: date


@dataclass(frozen=True, slots=True)
class BoolLiteral(Node):
    """``true`` or ``false``."""

    value: bool


@dataclass(frozen=True, slots=True)
class SetLiteral(Node):
    """``{a, b}``."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class IfElse(Node):
    """``if C then A else B``."""

    condition: Expr
    then: Expr
    otherwise: Expr


@dataclass(frozen=True, slots=True)
class Or(Node):
    """``A or B or …``, flat."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class And(Node):
    """``A and B and …``, flat."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Not(Node):
    """``not A``."""

    item: Expr


@dataclass(frozen=True, slots=True)
class Source(Node):
    """``x in PATH [on KEYS] [where (COND)]``."""

    binder: Name
    collection: Path
    keys: tuple[Expr, ...]
    where: Expr | None


@dataclass(frozen=True, slots=True)
class Exists(Node):
    """``exists SOURCE``."""

    source: Source


@dataclass(frozen=True, slots=True)
class ForAll(Node):
    """``all SOURCE satisfy (P)``."""

    source: Source
    condition: Expr


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """``A op B``; ``op`` is one of ``= != < <= > >=``."""

    op: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Member(Node):
    """``A in B``, or ``A not in B``."""

    item: Expr
    container: Expr
    negated: bool


@dataclass(frozen=True, slots=True)
class Between(Node):
    """``A between L and H``, or ``A not between L and H``; both ends included."""

    item: Expr
    low: Expr
    high: Expr
    negated: bool


@dataclass(frozen=True, slots=True)
class Is(Node):
    """``A is known``, ``A is unknown``, ``A is none``; ``what`` is that word."""

    item: Expr
    what: str


@dataclass(frozen=True, slots=True)
class Within(Node):
    """``A within SPAN [strictly] before|after|of B``; ``relation`` is before, after or of."""

    item: Expr
    length: Expr
    strictly: bool
    relation: str
    anchor: Expr


@dataclass(frozen=True, slots=True)
class Overlaps(Node):
    """``A overlaps B``."""

    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class SamePeriod(Node):
    """``A on same PERIOD as B``; ``period`` is a period name, or the path of a row's window column."""

    left: Expr
    period: str | Path
    right: Expr


@dataclass(frozen=True, slots=True)
class UpTo(Node):
    """``A up to B``: member order, B included."""

    item: Expr
    limit: Expr


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """``A op B``; ``op`` is one of ``+ - * /``."""

    op: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """``-A``."""

    item: Expr


@dataclass(frozen=True, slots=True)
class Aggregate(Node):
    """``count|sum|min|max([distinct] E for SOURCE)``; ``distinct`` only with count."""

    function: str
    distinct: bool
    item: Expr
    source: Source


@dataclass(frozen=True, slots=True)
class Pick(Node):
    """``latest|earliest(E for SOURCE by K)``."""

    function: str
    item: Expr
    source: Source
    key: Expr


@dataclass(frozen=True, slots=True)
class Rank(Node):
    """``rank(x among SOURCE by K [desc])``."""

    subject: Name
    source: Source
    key: Expr
    descending: bool


@dataclass(frozen=True, slots=True)
class Call(Node):
    """``f(a, …)``: a builtin, a definition, or scalar ``min``/``max``."""

    function: Name
    arguments: tuple[Expr, ...]


Expr = (
    Path | NumberLiteral | QuantityLiteral | StringLiteral | DateLiteral | BoolLiteral | SetLiteral | IfElse | Or | And
    | Not | Exists | ForAll | Compare | Member | Between | Is | Within | Overlaps | SamePeriod | UpTo | Binary
    | Negative | Aggregate | Pick | Rank | Call
)  # fmt: skip
