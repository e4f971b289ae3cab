"""The syntax tree of a ``.kb`` file: what the author wrote, with spans and comments, nothing resolved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sanku.core.number import Rational
from sanku.core.span import Span


@dataclass(frozen=True, slots=True)
class Node:
    """Anything with a place. Equality ignores the place, so that reformatted text gives an equal tree."""

    span: Span = field(compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Name(Node):
    """One identifier."""

    text: str


@dataclass(frozen=True, slots=True)
class Comment(Node):
    """A comment, ``#`` included; ``own_line`` tells whether nothing but blanks stands before it."""

    text: str
    own_line: bool


# -- expressions ---------------------------------------------------------------------------------------------------


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


# -- clauses -------------------------------------------------------------------------------------------------------


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


# -- items ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Use(Node):
    """``use a.b [as NAME]``."""

    module: Path
    alias: Name | None


@dataclass(frozen=True, slots=True)
class Rule(Node):
    """``rule NAME "title"`` and its clauses in written order."""

    name: Name
    title: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class TypeName(Node):
    """``money``, ``code[icd10]``, ``quantity[g/L]``."""

    name: str
    argument: str


@dataclass(frozen=True, slots=True)
class Parameter(Node):
    """``x: type`` of a definition."""

    name: Name
    type: TypeName


@dataclass(frozen=True, slots=True)
class Define(Node):
    """``define NAME [(x: type, …)] [cites …] = E``."""

    name: Name
    parameters: tuple[Parameter, ...]
    cites: Cites | None
    expr: Expr


@dataclass(frozen=True, slots=True)
class Exempt(Node):
    """``exempt RULE as NAME [row ID, …] [in PHASE, …] "title"`` + cites, effective, when."""

    rule: Path
    name: Name
    rows: tuple[Name, ...]
    phases: tuple[str, ...]
    title: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Withdraw(Node):
    """``withdraw NAME from DATE``."""

    name: Path
    start: date
    cites: tuple[Cites, ...]


@dataclass(frozen=True, slots=True)
class Amend(Node):
    """``amend RULE "title"`` and the attributes it sets."""

    rule: Path
    title: str
    clauses: tuple[Clause, ...]


Item = Rule | Define | Exempt | Withdraw | Amend


@dataclass(frozen=True, slots=True)
class File(Node):
    """One ``.kb`` file. Broken items are left out of ``items`` and reported; ``dropped`` has their names."""

    path: str
    module: Path
    uses: tuple[Use, ...]
    items: tuple[Item, ...]
    comments: tuple[Comment, ...]
    dropped: tuple[Name, ...] = ()
