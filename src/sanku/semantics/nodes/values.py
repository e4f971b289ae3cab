"""Expressions that give a value: constants, names, fields, cells, parameters, arithmetic, calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sanku.core.code import Code
from sanku.core.moment import Moment
from sanku.core.quantity import Quantity
from sanku.semantics.nodes.base import Node

if TYPE_CHECKING:
    from sanku.semantics.nodes.expr import Expr


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
