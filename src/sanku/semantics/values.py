"""Two expressions beside each other, and ``if … then … else``: each may explain a word in the other."""

from __future__ import annotations

from sanku.core.types import BoolType, Type
from sanku.semantics import nodes
from sanku.semantics.context import Context
from sanku.semantics.mismatch import report_mismatch
from sanku.semantics.paths import is_plain_word, named_here
from sanku.semantics.truth import as_condition, condition
from sanku.semantics.types import common_type
from sanku.semantics.words import clash
from sanku.syntax import nodes as syntax


def pair(
    one: syntax.Expr, two: syntax.Expr, context: Context, expected: Type | None = None
) -> tuple[nodes.Expr | None, nodes.Expr | None]:
    """Return both expressions, the one that needs the other's type second; ``None`` for a broken one.

    A word beside a broken expression means nothing and is not reported again.
    """
    if is_plain_word(one, context) and not is_plain_word(two, context):
        right, left = _in_order(two, one, context, expected)
        return left, right
    return _in_order(one, two, context, expected)


def _in_order(
    first: syntax.Expr, second: syntax.Expr, context: Context, expected: Type | None
) -> tuple[nodes.Expr | None, nodes.Expr | None]:
    resolved = context.value(first, expected)
    if resolved is None and is_plain_word(second, context):
        return None, None
    beside = resolved.type if resolved is not None else expected
    other = context.value(second, beside)
    if other is not None and isinstance(first, syntax.Path) and len(first.names) == 1:
        bound = named_here(first.names[0], context)
        if bound is not None and clash(first.names[0], bound, other.type, context):
            return None, None
    return resolved, other


def if_else(expr: syntax.IfElse, context: Context, expected: Type | None) -> nodes.Expr | None:
    """Return ``if C then A else B``; both branches have one type."""
    test = condition(expr.condition, context)
    then, otherwise = pair(expr.then, expr.otherwise, context, expected)
    if test is None or then is None or otherwise is None:
        return None
    if isinstance(then.type, BoolType) and isinstance(otherwise.type, BoolType):
        then = as_condition(then, expr.then, context) or then
        otherwise = as_condition(otherwise, expr.otherwise, context) or otherwise
    given = common_type(then.type, otherwise.type)
    if given is None:
        report_mismatch(expr.then, then, expr.otherwise, otherwise, context)
        return None
    return nodes.IfElse(test, then, otherwise, type=given, span=expr.span)
