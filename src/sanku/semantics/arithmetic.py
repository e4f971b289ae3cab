"""Arithmetic: exact, with dimensions; dates move by lengths of time (semantics 23)."""

from __future__ import annotations

from sanku.core.types import DateType, QuantityType, Type
from sanku.core.unit import Dimension, Unit, multiply_units
from sanku.semantics import nodes
from sanku.semantics.context import Context
from sanku.semantics.mismatch import report_mismatch
from sanku.semantics.types import common_type, is_length, type_name
from sanku.syntax import nodes as syntax
from sanku.syntax import show_expr

NUMBERS_HELP = "name a quantity, an amount or a number: `line.quantity`, `line.amount`"
_DATES_HELP = "between two dates write `days_between(A, B)`; a date moves by a length of time: `A + 7 days`"


def binary(expr: syntax.Binary, context: Context, expected: Type | None) -> nodes.Expr | None:
    """Return a sum, difference, product or quotient."""
    left, right = context.value(expr.left, expected), context.value(expr.right, expected)
    if left is None or right is None:
        return None
    given = _result(expr, left, right, context)
    return None if given is None else nodes.Arithmetic(expr.op, left, right, type=given, span=expr.span)


def negative(expr: syntax.Negative, context: Context) -> nodes.Expr | None:
    """Return ``-A``."""
    item = context.value(expr.item)
    if item is None:
        return None
    if not isinstance(item.type, QuantityType):
        context.error(
            "not-a-number",
            f"`{show_expr(expr.item)}` is {type_name(item.type)}, not a number",
            expr.item.span,
            NUMBERS_HELP,
        )
        return None
    given = QuantityType(item.type.dimension, item.type.unit, item.type.decimals)
    return nodes.Negative(item, type=given, span=expr.span)


def _result(expr: syntax.Binary, left: nodes.Expr, right: nodes.Expr, context: Context) -> Type | None:
    one, two = left.type, right.type
    if isinstance(one, DateType) and expr.op in "+-" and is_length(two):
        return one
    if isinstance(one, DateType) and isinstance(two, DateType) and expr.op == "-":
        help_ = f"write `days_between({show_expr(expr.right)}, {show_expr(expr.left)})`"
        context.error("not-a-number", "dates are not subtracted", expr.span, help_)
        return None
    for side, given in ((expr.left, one), (expr.right, two)):
        if not isinstance(given, QuantityType):
            message = f"`{show_expr(side)}` is {type_name(given)}, not a number"
            help_ = _DATES_HELP if isinstance(given, DateType) else NUMBERS_HELP
            context.error("not-a-number", message, side.span, help_)
            return None
    assert isinstance(one, QuantityType)
    assert isinstance(two, QuantityType)
    if expr.op in "*/":
        return _product(one, two, 1 if expr.op == "*" else -1)
    common = common_type(one, two)
    if not isinstance(common, QuantityType):
        report_mismatch(expr.left, left, expr.right, right, context)
        return None
    nonnegative = common.nonnegative and expr.op == "+"
    return QuantityType(common.dimension, common.unit, common.decimals, nonnegative)


def _product(one: QuantityType, two: QuantityType, power: int) -> QuantityType:
    nonnegative = one.nonnegative and two.nonnegative
    if one.dimension is None or two.dimension is None:
        return QuantityType(None, "", None, nonnegative)
    dimension = _multiplied(one.dimension, two.dimension, power)
    return QuantityType(dimension, one.unit if dimension == one.dimension else "", None, nonnegative)


def _multiplied(one: Dimension, two: Dimension, power: int) -> Dimension:
    return multiply_units(Unit("", one, 1), Unit("", two, 1), power).dimension
