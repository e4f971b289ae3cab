"""Which words a comparison takes, and what nobody says because what stands beside it says it."""

from __future__ import annotations

from sanku.core.types import BoolType, DateType, EnumType, QuantityType
from sanku.semantics import nodes
from sanku.semantics.nodes import Expr


def is_said_by(item: Expr, items: tuple[Expr, ...]) -> bool:
    """Return whether ``x is known`` stands beside ``x = …``, which nobody would say twice."""
    if not isinstance(item, nodes.Is) or item.what != "known":
        return False
    return any(isinstance(other, nodes.Compare) and other.left == item.item for other in items)


def comparison_kind(left: Expr, right: Expr) -> str:
    """Return which words compare two values: those of amounts, of moments, of ranks, or of names."""
    type_ = left.type
    match type_:
        case DateType():
            return "moment"
        case EnumType(ordered=True):
            return "ranked"
        case QuantityType():
            return "amount"
        case BoolType():
            return "word"
        case _:
            return "word" if isinstance(right, nodes.Literal) or isinstance(left, nodes.Literal) else "same"
