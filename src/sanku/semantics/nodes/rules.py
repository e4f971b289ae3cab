"""Rules, definitions, exemptions, amendments, and the model that holds them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sanku.catalog.nodes import NATION, Catalog, Citation
from sanku.claim.schema import Schema
from sanku.core.span import NOWHERE, Span
from sanku.core.types import MemberType, Type
from sanku.semantics.nodes.expr import Expr
from sanku.semantics.nodes.sources import Aggregate, Window
from sanku.semantics.nodes.values import Cell


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
