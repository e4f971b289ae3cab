"""Literals: numbers, quantities, days, texts, sets."""

from __future__ import annotations

from sanku.core.moment import on_day
from sanku.core.quantity import Quantity
from sanku.core.quantity import number as plain_number
from sanku.core.types import BoolType, CodesType, CodeType, DateType, ListType, QuantityType, TextType, Type
from sanku.core.unit import find_unit, unit_names
from sanku.semantics import nodes
from sanku.semantics.context import Context
from sanku.semantics.report import suggest
from sanku.semantics.types import common_type, is_value, type_name
from sanku.semantics.words import code_text, plain
from sanku.syntax import nodes as syntax
from sanku.syntax import show_expr


def number(literal: syntax.NumberLiteral) -> nodes.Expr:
    """Return a plain number."""
    return nodes.Literal(plain_number(literal.value), type=_type((), "", literal.text), span=literal.span)


def quantity(literal: syntax.QuantityLiteral, context: Context) -> nodes.Expr | None:
    """Return a number with its unit."""
    unit = find_unit(literal.unit)
    if unit is None:
        help_ = suggest(literal.unit, unit_names())
        context.error("unknown-unit", f"there is no unit `{literal.unit}`", literal.span, help_)
        return None
    given = _type(unit.dimension, unit.name if unit.dimension else "", literal.text)
    if not unit.dimension and unit.factor != 1:
        given = QuantityType((), "", None, nonnegative=True)
    return nodes.Literal(Quantity(literal.value, unit), type=given, span=literal.span)


def _type(dimension: tuple[tuple[str, int], ...], unit: str, text: str) -> QuantityType:
    return QuantityType(dimension, unit, len(text.partition(".")[2]), nonnegative=True)


def text(literal: syntax.StringLiteral, context: Context, expected: Type | None) -> nodes.Expr | None:
    """Return a text, or beside a coded expression the code that it spells."""
    given = None if expected is None else plain(expected)
    if isinstance(given, CodeType):
        return code_text(literal, given.systems, context)
    return nodes.Literal(literal.value, type=TextType(), span=literal.span)


def day(literal: syntax.DateLiteral) -> nodes.Expr:
    """Return a civil date."""
    return nodes.Literal(on_day(literal.value), type=DateType(), span=literal.span)


def truth(literal: syntax.BoolLiteral) -> nodes.Expr:
    """Return true or false."""
    return nodes.Literal(literal.value, type=BoolType(), span=literal.span)


def set_literal(literal: syntax.SetLiteral, context: Context, expected: Type | None) -> nodes.Expr | None:
    """Return a set of values of one type; a code set is not an item of a set."""
    beside = None if expected is None else plain(expected)
    items = [context.value(item, beside) for item in literal.items]
    common: Type | None = None
    for item, written in zip(items, literal.items, strict=True):
        if item is None:
            continue
        if isinstance(item.type, CodesType | ListType) or not is_value(item.type):
            message = f"`{show_expr(written)}` is {type_name(item.type)}: it cannot be an item of a set"
            context.error("not-an-item", message, written.span, "write `a in x or a in y`")
            return None
        merged = item.type if common is None else common_type(common, item.type)
        if merged is None and common is not None:
            message = f"`{show_expr(written)}` is {type_name(item.type)}, but the items before are {type_name(common)}"
            context.error("type-mismatch", message, written.span)
            return None
        common = merged
    found = tuple(item for item in items if item is not None)
    if len(found) < len(items) or common is None:
        return None
    return nodes.SetLiteral(found, type=ListType(common), span=literal.span)
