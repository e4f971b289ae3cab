"""Kleene's connectives and the quantifiers."""

from __future__ import annotations

from sanku.semantics import nodes
from sanku.semantics.context import Context
from sanku.semantics.sources import resolve_source
from sanku.semantics.truth import condition
from sanku.syntax import nodes as syntax
from sanku.syntax import show_expr


def or_(expr: syntax.Or, context: Context) -> nodes.Expr | None:
    """Return ``A or B or …``."""
    items = _conditions(expr.items, context)
    return None if items is None else nodes.Or(items, span=expr.span)


def and_(expr: syntax.And, context: Context) -> nodes.Expr | None:
    """Return ``A and B and …``."""
    items = _conditions(expr.items, context)
    return None if items is None else nodes.And(items, span=expr.span)


def _conditions(written: tuple[syntax.Expr, ...], context: Context) -> tuple[nodes.Expr, ...] | None:
    found = [condition(item, context) for item in written]
    whole = tuple(item for item in found if item is not None)
    return whole if len(whole) == len(found) else None


def not_(expr: syntax.Not, context: Context) -> nodes.Expr | None:
    """Return ``not A``."""
    item = condition(expr.item, context)
    return None if item is None else nodes.Not(item, span=expr.span)


def exists(expr: syntax.Exists, context: Context) -> nodes.Expr | None:
    """Return ``exists SOURCE``."""
    found = resolve_source(expr.source, context)
    return None if found is None else nodes.Exists(found[0], span=expr.span, text=show_expr(expr))


def for_all(expr: syntax.ForAll, context: Context) -> nodes.Expr | None:
    """Return ``all SOURCE satisfy (P)``."""
    found = resolve_source(expr.source, context)
    if found is None:
        return None
    source, inner = found
    test = condition(expr.condition, inner)
    return None if test is None else nodes.ForAll(source, test, span=expr.span, text=show_expr(expr))
