"""Sources, their windows, and what is computed over them: aggregates, picks, ranks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sanku.core.span import NOWHERE, Span
from sanku.core.types import Type
from sanku.semantics.nodes.base import Node

if TYPE_CHECKING:
    from sanku.semantics.nodes.expr import Expr


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
