"""A written expression to a resolved one: the one place that knows which file resolves which construct."""

from __future__ import annotations

from sanku.core.types import Type
from sanku.semantics import nodes
from sanku.semantics.arithmetic import binary, negative
from sanku.semantics.calls import call
from sanku.semantics.comparisons import between, compare, is_, member
from sanku.semantics.conditions import and_, exists, for_all, not_, or_
from sanku.semantics.context import Context
from sanku.semantics.literals import day, number, quantity, set_literal, text, truth
from sanku.semantics.paths import resolve_path
from sanku.semantics.sources import aggregate, pick, rank
from sanku.semantics.times import overlaps, same_period, up_to, within
from sanku.semantics.values import if_else
from sanku.syntax import nodes as syntax


def resolve(expr: syntax.Expr, context: Context, expected: Type | None = None) -> nodes.Expr | None:
    """Return the resolved expression, or ``None`` if it is broken; then that has been reported.

    Args:
        expr: As written.
        context: What it can name.
        expected: Type of what stands beside it, so that a lone word can be a member of an enum or an alias.
    """
    match expr:
        case syntax.Path():
            return resolve_path(expr, context, expected)
        case syntax.NumberLiteral():
            return number(expr)
        case syntax.QuantityLiteral():
            return quantity(expr, context)
        case syntax.StringLiteral():
            return text(expr, context, expected)
        case syntax.DateLiteral():
            return day(expr)
        case syntax.BoolLiteral():
            return truth(expr)
        case syntax.SetLiteral():
            return set_literal(expr, context, expected)
        case syntax.IfElse():
            return if_else(expr, context, expected)
        case syntax.Or():
            return or_(expr, context)
        case syntax.And():
            return and_(expr, context)
        case syntax.Not():
            return not_(expr, context)
        case syntax.Exists():
            return exists(expr, context)
        case syntax.ForAll():
            return for_all(expr, context)
        case syntax.Compare():
            return compare(expr, context)
        case syntax.Member():
            return member(expr, context)
        case syntax.Between():
            return between(expr, context)
        case syntax.Is():
            return is_(expr, context)
        case syntax.Within():
            return within(expr, context)
        case syntax.Overlaps():
            return overlaps(expr, context)
        case syntax.SamePeriod():
            return same_period(expr, context)
        case syntax.UpTo():
            return up_to(expr, context)
        case syntax.Binary():
            return binary(expr, context, expected)
        case syntax.Negative():
            return negative(expr, context)
        case syntax.Aggregate():
            return aggregate(expr, context)
        case syntax.Pick():
            return pick(expr, context)
        case syntax.Rank():
            return rank(expr, context)
        case syntax.Call():
            return call(expr, context)
