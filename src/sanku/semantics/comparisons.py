"""Comparisons, membership, ``between`` and ``is``: types on both sides, words explained by the other side."""

from __future__ import annotations

from sanku.core.types import CodesType, CodeType, EnumType, ListType
from sanku.semantics import nodes
from sanku.semantics.context import Context
from sanku.semantics.mismatch import declared, report_mismatch
from sanku.semantics.report import listed
from sanku.semantics.types import EQUALITY, holds, is_ordered, is_value, meet, type_name
from sanku.semantics.values import pair
from sanku.syntax import nodes as syntax
from sanku.syntax import show_expr


def compare(expr: syntax.Compare, context: Context) -> nodes.Expr | None:
    """Return ``A op B``."""
    left, right = pair(expr.left, expr.right, context)
    if left is None or right is None:
        return None
    if not meet(left.type, right.type):
        report_mismatch(expr.left, left, expr.right, right, context)
        return None
    if expr.op not in EQUALITY and not (_ordered(left, expr.left, context) and _ordered(right, expr.right, context)):
        return None
    return nodes.Compare(expr.op, left, right, span=expr.span, text=show_expr(expr))


def _ordered(node: nodes.Expr, written: syntax.Expr, context: Context) -> bool:
    if is_ordered(node.type):
        return True
    help_ = "compare it with `=`, `!=` or `in`"
    if isinstance(node.type, EnumType):
        help_ = f"write `{show_expr(written)} in {{…}}` with some of {listed(node.type.members)}"
    context.error(
        "no-order", f"`{show_expr(written)}` is {type_name(node.type)}, which has no order", written.span, help_
    )
    return False


def member(expr: syntax.Member, context: Context) -> nodes.Expr | None:
    """Return ``A in B``."""
    item, container = pair(expr.item, expr.container, context)
    if item is None or container is None:
        return None
    if not holds(container.type, item.type):
        _report_container(expr, item, container, context)
        return None
    return nodes.Contains(item, container, expr.negated, span=expr.span, text=show_expr(expr))


def _report_container(expr: syntax.Member, item: nodes.Expr, container: nodes.Expr, context: Context) -> None:
    if isinstance(container.type, CodesType | CodeType | ListType):
        report_mismatch(expr.item, item, expr.container, container, context)
        return
    context.error(
        "not-a-set",
        f"`{show_expr(expr.container)}` is {type_name(container.type)}: nothing is in it",
        expr.container.span,
        f"write `{show_expr(expr.item)} {'!=' if expr.negated else '='} {show_expr(expr.container)}`",
        *declared(container, context),
    )


def between(expr: syntax.Between, context: Context) -> nodes.Expr | None:
    """Return ``A between L and H``, both ends included."""
    item, low = pair(expr.item, expr.low, context)
    high = None if item is None else context.value(expr.high, item.type)
    if item is None or low is None or high is None:
        return None
    if not _ordered(item, expr.item, context):
        return None
    for written, end in ((expr.low, low), (expr.high, high)):
        if not meet(item.type, end.type):
            report_mismatch(expr.item, item, written, end, context)
            return None
    return nodes.Between(item, low, high, expr.negated, span=expr.span, text=show_expr(expr))


def is_(expr: syntax.Is, context: Context) -> nodes.Expr | None:
    """Return ``A is known``, ``is unknown`` or ``is none``."""
    item = context.value(expr.item)
    if item is None:
        return None
    if not is_value(item.type):
        context.error("not-a-value", f"`{show_expr(expr.item)}` is {type_name(item.type)}, not a value", expr.item.span)
        return None
    return nodes.Is(item, expr.what, span=expr.span, text=show_expr(expr))
