"""Any expression as a condition: true, false or unknown, never none."""

from __future__ import annotations

from sanku.core.types import BoolType
from sanku.semantics import nodes
from sanku.semantics.context import Context
from sanku.semantics.types import type_name
from sanku.syntax import nodes as syntax
from sanku.syntax import show_expr


def condition(expr: syntax.Expr, context: Context) -> nodes.Expr | None:
    """Return an expression that is true, false or unknown; a boolean value becomes a ``Truth`` of its own."""
    resolved = context.value(expr)
    return None if resolved is None else as_condition(resolved, expr, context)


def as_condition(node: nodes.Expr, written: syntax.Expr, context: Context) -> nodes.Expr | None:
    """Return ``node`` as a condition, or report that it is none."""
    if not isinstance(node.type, BoolType):
        message = f"`{show_expr(written)}` is {type_name(node.type)}, not a condition"
        context.error("not-a-condition", message, written.span, f"compare it: `{show_expr(written)} = …`")
        return None
    if is_condition(node, context):
        return node
    return nodes.Truth(node, span=written.span, text=show_expr(written))


def is_condition(node: nodes.Expr, context: Context) -> bool:
    """Tell whether a node of boolean type is a condition already: never none."""
    match node:
        case nodes.Condition() | nodes.DefinitionCall():
            return True
        case nodes.IfElse(then=then, otherwise=otherwise):
            return is_condition(then, context) and is_condition(otherwise, context)
        case nodes.Local(name=name):
            bound = context.names.get(name)
            return bound is not None and bound.expr is not None and is_condition(bound.expr, context)
        case _:
            return False
