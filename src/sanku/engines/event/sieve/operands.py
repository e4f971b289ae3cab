"""Cells to operands: what a record of the sieve holds of a row, prepared once for the one test that reads it.

``NONE`` and ``OPEN`` are no operands: a cell that is none, and one of which only the complete engine can tell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from sys import intern
from typing import Literal

from msgspec import UNSET

from sanku.claim.plain.memos import as_decimal
from sanku.core.code import Code
from sanku.core.moment import Moment, Precision
from sanku.core.quantity import Quantity
from sanku.core.text import fold
from sanku.core.types import EnumType
from sanku.core.unit import Dimension
from sanku.core.value import CodeList, Value

State = Literal["value", "none", "open"]
NONE: State = "none"
OPEN: State = "open"
VALUE: State = "value"

_FEW = 12
"""Up to so many codes a tuple is as quick to search as a set, at a tenth of its size."""
_CLOCK = ("hour", "minute")


@dataclass(frozen=True, slots=True)
class Operand:
    """What a test needs of a cell.

    Args:
        column: Place of the column in its table.
        use: What is made of the cell.
        how: What tells two operands of one column and use apart.
        prepare: From a cell that is not none to the operand; ``OPEN`` where it cannot be prepared.
    """

    column: int
    use: str
    how: object
    prepare: Callable[[Value], object]

    @property
    def key(self) -> tuple[int, str, object]:
        """What makes two operands one."""
        return (self.column, self.use, self.how)


def number_in(dimension: Dimension) -> Callable[[Value], object]:
    """Return what prepares an amount in base units of ``dimension``."""

    def prepare(cell: Value) -> object:
        if not isinstance(cell, Quantity) or cell.dimension != dimension:
            return OPEN
        base = as_decimal(cell.base)
        return OPEN if base is UNSET else base

    return prepare


def whole_days(cell: Value) -> object:
    """Prepare a length in days; one in hours or months counts otherwise."""
    if isinstance(cell, Quantity) and cell.dimension == (("day", 1),) and cell.unit.name not in _CLOCK:
        base = as_decimal(cell.base)
        return OPEN if base is UNSET else base
    return OPEN


def texts(cell: Value) -> object:
    """Prepare the texts of a cell's codes; a cell that names code sets depends on the day."""
    match cell:
        case Code(text=text):
            return (intern(text),)
        case CodeList(codes=codes, sets=()):
            found = tuple(intern(code.text) for code in codes)
            return found if len(found) <= _FEW else frozenset(found)
        case _:
            return OPEN


def text(cell: Value) -> object:
    """Prepare a text as texts compare."""
    return intern(fold(cell)) if isinstance(cell, str) else OPEN


def flag(cell: Value) -> object:
    """Prepare true or false."""
    return cell if isinstance(cell, bool) else OPEN


def code(cell: Value) -> object:
    """Prepare one code."""
    return cell if isinstance(cell, Code) else OPEN


def day(cell: Value) -> object:
    """Prepare the ordinal of a date."""
    return cell.day.toordinal() if isinstance(cell, Moment) and cell.precision is Precision.DAY else OPEN


def members(kind: EnumType, operator: str, *, surely: bool) -> Callable[[Value], object]:
    """Return what prepares the members for which a comparison with the cell is surely true, or surely false."""
    known: dict[str, frozenset[object]] = {}

    def prepare(cell: Value) -> object:
        if not isinstance(cell, str) or cell not in kind.members:
            return OPEN
        if cell not in known:
            known[cell] = members_for(kind, operator, cell, surely=surely)
        return known[cell]

    return prepare


def members_for(kind: EnumType, operator: str, other: str, *, surely: bool) -> frozenset[object]:
    """Return the members for which ``member operator other`` is true (``surely``), else those for which it is false."""
    ranks = {member: rank for rank, member in enumerate(kind.members)}
    held: set[object] = {one for one in kind.members if compares(operator, ranks[one] - ranks[other]) is surely}
    return frozenset(held if surely else held | {None})


def compares(operator: str, order: int) -> bool:
    """Return the outcome of a comparison from the order of its sides."""
    match operator:
        case "=":
            return order == 0
        case "!=":
            return order != 0
        case "<":
            return order < 0
        case "<=":
            return order <= 0
        case ">":
            return order > 0
        case _:
            return order >= 0
