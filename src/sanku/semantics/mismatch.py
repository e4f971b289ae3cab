"""What is wrong when two expressions cannot meet: units, code systems, other types."""

from __future__ import annotations

from sanku.core.types import (
    BoolType,
    CodesType,
    CodeType,
    DateType,
    EnumType,
    ListType,
    MemberType,
    QuantityType,
    SpanType,
    TextType,
)
from sanku.core.unit import dimension_name
from sanku.diagnostics.message import Label
from sanku.semantics import nodes
from sanku.semantics.context import Context
from sanku.semantics.report import listed
from sanku.semantics.types import type_name
from sanku.syntax import nodes as syntax
from sanku.syntax import show_expr


def report_mismatch(one: syntax.Expr, left: nodes.Expr, two: syntax.Expr, right: nodes.Expr, context: Context) -> None:
    """Report that two expressions, as written and as resolved, cannot be compared or added."""
    code, help_ = _kind(one, left, two, right)
    context.error(
        code,
        f"`{show_expr(one)}` is {type_name(left.type)} but `{show_expr(two)}` is {type_name(right.type)}",
        one.span.to(two.span),
        help_,
        *declared(left, context),
        *declared(right, context),
    )


def _kind(one: syntax.Expr, left: nodes.Expr, two: syntax.Expr, right: nodes.Expr) -> tuple[str, str]:
    match left.type, right.type:
        case QuantityType(), QuantityType():
            advice = _with_unit(two, left.type) or _with_unit(one, right.type)
            return "unit-mismatch", advice or f"compare it with what is {type_name(left.type)}"
        case (CodeType() | CodesType(), CodeType() | CodesType()) if set(left.type.systems).isdisjoint(
            right.type.systems
        ):
            return "code-systems", f"compare it with a code or a code set of {listed(left.type.systems, 4)}"
        case (CodeType(), CodesType()) | (CodesType(), CodeType()):
            item, container = (one, two) if isinstance(left.type, CodeType) else (two, one)
            return "type-mismatch", f"write `{show_expr(item)} in {show_expr(container)}`"
        case MemberType(), MemberType():
            return "type-mismatch", f"compare their ids: `{show_expr(one)}.id`, `{show_expr(two)}.id`"
        case (ListType(), _) | (_, ListType()):
            item, container = (two, one) if isinstance(left.type, ListType) else (one, two)
            return "type-mismatch", f"write `{show_expr(item)} in {show_expr(container)}`"
        case EnumType(), TextType():
            return "type-mismatch", "a member of an enum is written without quotes"
        case TextType(), EnumType():
            return "type-mismatch", "a member of an enum is written without quotes"
        case (DateType(), TextType()) if isinstance(two, syntax.StringLiteral):
            return "type-mismatch", f"write a date without quotes: `{two.value}`"
        case (BoolType(), _) | (_, BoolType()):
            condition = one if isinstance(left.type, BoolType) else two
            return (
                "type-mismatch",
                f"a condition stands alone: `{show_expr(condition)}`, or `not ({show_expr(condition)})`",
            )
        case (QuantityType(), TextType()) if isinstance(two, syntax.StringLiteral):
            return "type-mismatch", f"write a number without quotes: `{two.value}`"
        case (SpanType(), _) | (_, SpanType()):
            return "type-mismatch", "a length of time stands only in a window: `A within LENGTH before B`"
        case _:
            return "type-mismatch", f"compare it with what is {type_name(left.type)}"


def _with_unit(written: syntax.Expr, wanted: QuantityType) -> str:
    if isinstance(written, syntax.NumberLiteral) and wanted.dimension:
        unit = wanted.unit or dimension_name(wanted.dimension)
        plural = "s" if unit in ("day", "month", "year", "hour") and written.value != 1 else ""
        return f"write `{written.text} {unit}{plural}`"
    return ""


def declared(node: nodes.Expr, context: Context) -> tuple[Label, ...]:
    """Return where the type of a cell or a parameter was declared."""
    catalog = context.world.catalog
    match node:
        case nodes.Cell(table=table, column=column):
            found = next(one for one in catalog.tables[table].columns if one.name == column)
            return (Label(found.span, f"`{column}` is declared here"),) if found.span.line else ()
        case nodes.ParameterValue(name=name):
            span = catalog.parameters[name].span
            return (Label(span, f"`{name}` is declared here"),) if span.line else ()
        case _:
            return ()
