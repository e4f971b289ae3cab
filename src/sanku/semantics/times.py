"""Windows, periods and order: where two times or members stand to each other (semantics 17, 20, 22, 58, 59)."""

from __future__ import annotations

from sanku.core.types import PERIODS, DateType, MemberType, PeriodType, QuantityType, Type, WindowType
from sanku.semantics import nodes
from sanku.semantics.context import Context
from sanku.semantics.mismatch import declared, report_mismatch
from sanku.semantics.report import listed
from sanku.semantics.types import is_length, type_name
from sanku.syntax import nodes as syntax
from sanku.syntax import show_expr


def within(expr: syntax.Within, context: Context) -> nodes.Expr | None:
    """Return ``A within LENGTH before|after|of B``."""
    item, length, anchor = context.value(expr.item), context.value(expr.length), context.value(expr.anchor)
    if item is None or length is None or anchor is None:
        return None
    if not (_is_time(item, expr.item, context) and _is_time(anchor, expr.anchor, context)):
        return None
    if not is_length(length.type):
        help_ = ""
        if isinstance(expr.length, syntax.NumberLiteral):
            help_ = f"say of what: `{expr.length.text} days`, `{expr.length.text} months`"
        message = f"`{show_expr(expr.length)}` is {type_name(length.type)}, not a length of time"
        context.error("not-a-length", message, expr.length.span, help_, *declared(length, context))
        return None
    return nodes.Within(
        item, length, expr.strictly, expr.relation, anchor, span=expr.span, text=show_expr(expr)
    )  # fmt: skip


def _is_time(node: nodes.Expr, written: syntax.Expr, context: Context) -> bool:
    if isinstance(node.type, DateType):
        return True
    help_ = f"write `{show_expr(written)}.at`" if isinstance(node.type, MemberType) else "name a date: `line.at`"
    message = f"`{show_expr(written)}` is {type_name(node.type)}, not a time"
    context.error("not-a-time", message, written.span, help_, *declared(node, context))
    return False


def overlaps(expr: syntax.Overlaps, context: Context) -> nodes.Expr | None:
    """Return ``A overlaps B``."""
    left, right = context.value(expr.left), context.value(expr.right)
    if left is None or right is None:
        return None
    for node, written in ((left, expr.left), (right, expr.right)):
        if not isinstance(node.type, PeriodType):
            message = f"`{show_expr(written)}` is {type_name(node.type)}, not a period"
            context.error("not-a-period", message, written.span, "write `stay.period` or `line.use`")
            return None
    return nodes.Overlaps(left, right, span=expr.span, text=show_expr(expr))


def same_period(expr: syntax.SamePeriod, context: Context) -> nodes.Expr | None:
    """Return ``A on same P as B``."""
    left, right = context.value(expr.left), context.value(expr.right)
    period = _period(expr.period, context)
    if left is None or right is None or period is None:
        return None
    for node, written in ((left, expr.left), (right, expr.right)):
        if not _is_placed(node.type, period, context):
            what = "member" if period == "encounter" else "time or a member with a date"
            message = f"`{show_expr(written)}` is {type_name(node.type)}, not a {what}"
            help_ = "name a member: `line`" if period == "encounter" else "name a date: `line.at`"
            context.error("not-a-time", message, written.span, help_)
            return None
    return nodes.SamePeriod(left, period, right, span=expr.span, text=show_expr(expr))


def _is_placed(given: Type, period: str | nodes.Expr, context: Context) -> bool:
    if isinstance(given, MemberType):
        return period == "encounter" or bool(context.world.schema.records[given.record].dated)
    return isinstance(given, DateType) and period != "encounter"


def _period(written: str | syntax.Path, context: Context) -> str | nodes.Expr | None:
    if isinstance(written, str):
        return written
    period = context.value(written)
    if period is None or isinstance(period.type, WindowType):
        return period
    if isinstance(period.type, QuantityType) and is_length(period.type):
        return period
    message = f"`{written.text}` is {type_name(period.type)}, not a window"
    context.error(
        "not-a-window", message, written.span, f"write one of {listed(PERIODS)}, or a column of type `window`"
    )
    return None


def up_to(expr: syntax.UpTo, context: Context) -> nodes.Expr | None:
    """Return ``A up to B``, in the settled order."""
    item, limit = context.value(expr.item), context.value(expr.limit)
    if item is None or limit is None:
        return None
    for node, written in ((item, expr.item), (limit, expr.limit)):
        if not isinstance(node.type, MemberType):
            message = f"`{show_expr(written)}` is {type_name(node.type)}, not a member"
            context.error("not-a-member", message, written.span, "write `l up to line`")
            return None
    if item.type != limit.type and _record(item.type) != _record(limit.type):
        report_mismatch(expr.item, item, expr.limit, limit, context)
        return None
    return nodes.UpTo(item, limit, span=expr.span, text=show_expr(expr))


def _record(given: Type) -> str:
    return given.record if isinstance(given, MemberType) else ""
