"""The model: rules with every name resolved and every expression typed. Both engines and the graph read it.

Frozen; nothing here evaluates. ``text`` on an atom is its canonical English surface, for near misses and evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sanku.catalog.nodes import NATION, Catalog, Citation
from sanku.claim.schema import Schema
from sanku.core.code import Code
from sanku.core.moment import Moment
from sanku.core.quantity import Quantity
from sanku.core.span import NOWHERE, Span
from sanku.core.types import BoolType, MemberType, Type

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


# -- values --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A constant: bool, text or enum member (by type), quantity, day, code."""

    value: bool | str | Quantity | Moment | Code


@dataclass(frozen=True, slots=True)
class SetLiteral(Node):
    """``{a, b}``; its type is a list of the items' type."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Local(Node):
    """A bound name: member, row, gathered rows, let, definition parameter, or ``excess``.

    For a let the node stands for the let's expression (pure substitution, ranges survive: semantics 11, 52).
    """

    name: str


@dataclass(frozen=True, slots=True)
class Single(Node):
    """The event's patient, coverage, facility or encounter."""

    name: str


@dataclass(frozen=True, slots=True)
class Field(Node):
    """A field of a member or single record: flat dotted ``name`` inside its record.

    ``base`` has a ``MemberType``. Reading it gives a value, none, or unknown; of a none base, none.
    """

    base: Expr
    name: str


@dataclass(frozen=True, slots=True)
class Deref(Node):
    """The member of ``collection`` whose id is ``reference``; unknown (absent) if there is none."""

    reference: Expr
    collection: str


@dataclass(frozen=True, slots=True)
class Cell(Node):
    """A column of a bound row."""

    row: str
    table: str
    column: str


@dataclass(frozen=True, slots=True)
class ParameterValue(Node):
    """A parameter's value in force on the governing date, in the chain of its region kind.

    Unknown (cause ``parameter``, path = the parameter's name) if no value is in force.
    """

    name: str


@dataclass(frozen=True, slots=True)
class CodeSetValue(Node):
    """A named code set; only as the right side of ``in``."""

    name: str


@dataclass(frozen=True, slots=True)
class IfElse(Node):
    """``if C then A else B``; unknown C: unknown unless A and B are equal known values (or both none)."""

    condition: Expr
    then: Expr
    otherwise: Expr


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """``+ - * /`` on quantities, or date ± length. Unknown over none over value: unknown wins over none."""

    op: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """``-A``."""

    item: Expr


@dataclass(frozen=True, slots=True)
class BuiltinCall(Node):
    """A builtin on evaluated arguments. Scalar ``min``/``max`` are builtins ``min`` and ``max``."""

    name: str
    arguments: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class DefinitionCall(Node):
    """A definition on evaluated arguments; its body sees only its parameters and the event."""

    name: str
    arguments: tuple[Expr, ...]


# -- conditions ----------------------------------------------------------------------------------------------------


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


# -- over sources --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bound:
    """A lower bound that a conjunct of a ``where`` sets on the members' dates (semantics 1).

    The bound is the civil date of ``anchor``, moved back by ``length`` if given, or the start of ``period`` around it.
    """

    anchor: Expr
    length: Expr | None = None
    period: str | Expr | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """What a ``where`` says of which members can count at all, to be held against a collection's extent.

    Args:
        bounds: Lower bounds on the members' dates; any one inside the extent is enough.
        own_facility: A conjunct ties the member to the event's own facility.
        kinds: Encounter kinds that a conjunct limits the members to; ``None`` if none does.
        own_encounter: A conjunct ties the member to the current encounter: history cannot matter.
    """

    bounds: tuple[Bound, ...] = ()
    own_facility: bool = False
    kinds: frozenset[str] | None = None
    own_encounter: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """``x in C [on KEYS] [where (P)]``.

    ``kind``: ``collection`` (``over`` names an event collection, ``record.…`` too), ``table`` (with ``keys``), or
    ``rows`` (``over`` is the name of gathered rows). ``window`` matters for collections only.
    """

    binder: str
    kind: str
    over: str
    member: Type
    keys: tuple[Expr, ...]
    where: Expr | None
    window: Window
    span: Span = field(compare=False, default=NOWHERE)


@dataclass(frozen=True, slots=True)
class Aggregate(Node):
    """``count sum min max``. ``nonnegative``: a sum whose item cannot be negative (semantics 11)."""

    function: str
    distinct: bool
    item: Expr
    source: Source
    nonnegative: bool
    text: str = field(kw_only=True, default="", compare=False)


@dataclass(frozen=True, slots=True)
class Pick(Node):
    """``latest`` / ``earliest`` (semantics 26)."""

    function: str
    item: Expr
    source: Source
    key: Expr
    text: str = field(kw_only=True, default="", compare=False)


@dataclass(frozen=True, slots=True)
class Rank(Node):
    """``rank(x among S by K [desc])`` (semantics 55); a plain number."""

    subject: str
    source: Source
    key: Expr
    descending: bool
    text: str = field(kw_only=True, default="", compare=False)


Expr = (
    Literal | SetLiteral | Local | Single | Field | Deref | Cell | ParameterValue | CodeSetValue | IfElse | Arithmetic
    | Negative | BuiltinCall | DefinitionCall | Or | And | Not | Truth | Compare | Contains | Between | Is | Within
    | Overlaps | SamePeriod | UpTo | Exists | ForAll | Aggregate | Pick | Rank
)  # fmt: skip


# -- rules ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Binding:
    """``for x in C where E``. The first binding of a rule is its subject.

    ``window``: what ``where`` says of which members can count, for the other bindings' extents (semantics 1).
    """

    name: str
    collection: str
    member: MemberType
    where: Expr | None
    window: Window = field(default_factory=Window)
    span: Span = field(compare=False, default=NOWHERE)


@dataclass(frozen=True, slots=True)
class Match:
    """``match``, or ``gather`` when ``gathered``: which rows of ``table`` the keys pick."""

    row: str
    table: str
    keys: tuple[Expr, ...]
    gathered: bool
    span: Span = field(compare=False, default=NOWHERE)


@dataclass(frozen=True, slots=True)
class Let:
    """``let NAME = E``."""

    name: str
    expr: Expr
    span: Span = field(compare=False, default=NOWHERE)


@dataclass(frozen=True, slots=True)
class Cap:
    """``cap AGG at most E`` (semantics 53, 54)."""

    aggregate: Aggregate
    limit: Expr
    text: str = field(compare=False, default="")
    span: Span = field(compare=False, default=NOWHERE)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """``{expr}`` in a message. ``each`` names the binder for ``{each b.f}``: the values over the involved members."""

    expr: Expr
    text: str
    each: str = ""


@dataclass(frozen=True, slots=True)
class Say:
    """A message in one language: literal text and placeholders in turn."""

    language: str
    parts: tuple[str | Placeholder, ...]
    span: Span = field(compare=False, default=NOWHERE)


@dataclass(frozen=True, slots=True)
class Attributes:
    """What an amendment can change; ``None`` or empty = not said.

    ``controls``: phase to effect (``remind self_pay block query deny deny_if_unjustified``).
    ``severity``: ``clear``, ``high``, ``low`` or a ``Cell``. ``justify_days``: ``justify within``.
    """

    controls: Mapping[str, str] = field(default_factory=dict)
    severity: str | Cell | None = None
    bears: str | None = None
    accept: tuple[str, ...] | None = None
    justify_days: int | None = None
    unknown: str | None = None
    status: str | None = None
    says: tuple[Say, ...] = ()
    effective: tuple[date | None, date | None] | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, resolved.

    Args:
        name: Qualified: ``clinical.drug_use.sex_limit``.
        layer: Layer whose file holds it; it applies to events whose chain of ``region`` has that layer.
        region: ``insured`` or ``care``.
        pair: ``for a, b in C``: two bindings, each unordered pair once, subject = the later by (at, id) (semantics 18).
        by: Group keys (semantics 56); ``()`` if none.
        steps: ``match``, ``gather`` and ``let`` in written order; each sees the names before it.
        when: The condition; ``None`` if ``cap`` is set.
        amount: ``None`` if not written (semantics 39, 53).
        digest: Of everything that decides whether it fires (semantics 6).
    """

    name: str
    base: str
    title: str
    layer: str
    region: str
    cites: tuple[Citation, ...]
    start: date | None
    end: date | None
    published: date | None
    bindings: tuple[Binding, ...]
    pair: bool
    by: tuple[Expr, ...]
    dated_by: Expr | None
    steps: tuple[Match | Let, ...]
    when: Expr | None
    cap: Cap | None
    unless: Expr | None
    amount: Expr | None
    attributes: Attributes
    digest: str
    span: Span = field(compare=False, default=NOWHERE)

    @property
    def matches(self) -> tuple[Match, ...]:
        """The ``match`` and ``gather`` steps."""
        return tuple(step for step in self.steps if isinstance(step, Match))


@dataclass(frozen=True, slots=True)
class Definition:
    """``define NAME(x: type, …) = E``, qualified name."""

    name: str
    base: str
    parameters: tuple[tuple[str, Type], ...]
    expr: Expr
    cites: tuple[Citation, ...]
    layer: str = NATION
    span: Span = field(compare=False, default=NOWHERE)


@dataclass(frozen=True, slots=True)
class Exemption:
    """A named exception of a rule; ``condition`` sees the rule's binders, rows and lets by name."""

    name: str
    rule: str
    rows: tuple[str, ...]
    phases: tuple[str, ...]
    title: str
    layer: str
    cites: tuple[Citation, ...]
    start: date | None
    end: date | None
    condition: Expr
    span: Span = field(compare=False, default=NOWHERE)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """``withdraw NAME from DATE`` in a deeper layer."""

    exemption: str
    layer: str
    start: date
    span: Span = field(compare=False, default=NOWHERE)


@dataclass(frozen=True, slots=True)
class Amendment:
    """``amend RULE``: attributes that a layer sets from ``start`` to ``end``."""

    rule: str
    title: str
    layer: str
    cites: tuple[Citation, ...]
    start: date | None
    end: date | None
    attributes: Attributes
    span: Span = field(compare=False, default=NOWHERE)


@dataclass(frozen=True, slots=True)
class Model:
    """A whole knowledge base, resolved. Names are qualified; dictionaries are in name order."""

    catalog: Catalog
    schema: Schema
    rules: Mapping[str, Rule]
    definitions: Mapping[str, Definition]
    exemptions: Mapping[str, Exemption]
    withdrawals: tuple[Withdrawal, ...]
    amendments: tuple[Amendment, ...]
