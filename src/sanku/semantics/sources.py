"""Sources and what is made of them: aggregates, ``latest`` and ``earliest``, ``rank``."""

from __future__ import annotations

from dataclasses import replace

from sanku.core.types import MemberType, QuantityType, RowsType, RowType, Type
from sanku.semantics import nodes
from sanku.semantics.arithmetic import NUMBERS_HELP
from sanku.semantics.context import MOST_NESTED, Bound, Context
from sanku.semantics.keys import resolve_keys
from sanku.semantics.names import table_named
from sanku.semantics.report import listed, suggest
from sanku.semantics.truth import condition
from sanku.semantics.types import NUMBER, is_ordered, is_value, type_name
from sanku.semantics.windows import window_of
from sanku.syntax import nodes as syntax
from sanku.syntax import show_expr

Found = tuple[nodes.Source, Context]


def resolve_source(source: syntax.Source, context: Context) -> Found | None:
    """Return the source, and the context of what stands inside it, where its binder is bound."""
    free = context.bind(source.binder)
    if context.nesting >= MOST_NESTED:
        message = f"more than {MOST_NESTED} collections inside each other, `for` included"
        context.error("too-nested", message, source.span, "name a part of it by `let`")
        return None
    over = _over(source.collection, context)
    keys = _keys(source, over, context)
    if over is None:
        return None
    kind, name, member = over
    bound = Bound(source.binder.text, "binder", member, source.binder.span)
    inner = replace(context.binding(bound), nesting=context.nesting + 1)
    where = None if source.where is None else condition(source.where, inner)
    if keys is None or not free or (where is None and source.where is not None):
        return None
    window = window_of(source.binder.text, member, where, inner) if kind == "collection" else nodes.Window()
    return nodes.Source(source.binder.text, kind, name, member, keys, where, window, source.span), inner


def _over(path: syntax.Path, context: Context) -> tuple[str, str, Type] | None:
    """Return kind, name and member type of what a source goes over."""
    bound = context.names.get(path.names[0].text)
    schema = context.world.schema
    if bound is not None and bound.kind == "broken":
        return None
    if bound is not None and len(path.names) == 1:
        if isinstance(bound.type, RowsType):
            return "rows", bound.name, RowType(bound.type.table)
        message = f"`{bound.name}` is {type_name(bound.type)}, not a collection"
        context.error("not-a-collection", message, path.span, "gather rows: `gather rows in TABLE on KEY`")
        return None
    if bound is not None:
        record = bound.type.record if isinstance(bound.type, MemberType) else ""
        nested = ".".join((record, *(name.text for name in path.names[1:])))
        help_ = f"write `{nested}`" if nested in schema.collections else _collections(path, context)
        context.error("not-a-collection", f"`{path.text}` is not a collection", path.span, help_)
        return None
    if path.text in schema.collections:
        return "collection", path.text, MemberType(schema.collections[path.text].record, path.text)
    table = table_named(path, context)
    return None if table is None else ("table", table, RowType(table))


def _collections(path: syntax.Path, context: Context) -> str:
    known = context.world.schema.collections
    return suggest(path.text, known, f"the collections are {listed(known)}")


def _keys(source: syntax.Source, over: tuple[str, str, Type] | None, context: Context) -> tuple[nodes.Expr, ...] | None:
    if over is not None and over[0] == "table":
        return resolve_keys(over[1], source.keys, source.span, context)
    if source.keys and over is not None:
        message = f"`{source.collection.text}` is not a table: it has no key"
        context.error("not-a-table", message, source.keys[0].span, "write the condition in `where (…)`")
        return None
    return ()


def aggregate(expr: syntax.Aggregate, context: Context) -> nodes.Aggregate | None:
    """Return ``count``, ``sum``, ``min`` or ``max`` over a source."""
    found = resolve_source(expr.source, context)
    if found is None:
        return None
    source, inner = found
    item = inner.value(expr.item)
    if item is None or not _is_countable(expr, item, context):
        return None
    nonnegative = isinstance(item.type, QuantityType) and item.type.nonnegative
    given = NUMBER if expr.function == "count" else item.type
    return nodes.Aggregate(
        expr.function, expr.distinct, item, source, nonnegative, type=given, span=expr.span, text=show_expr(expr)
    )


def _is_countable(expr: syntax.Aggregate, item: nodes.Expr, context: Context) -> bool:
    shown = f"`{show_expr(expr.item)}` is {type_name(item.type)}"
    if expr.function == "sum" and not isinstance(item.type, QuantityType):
        context.error("not-a-number", f"{shown}, not a number", expr.item.span, NUMBERS_HELP)
        return False
    if expr.function in ("min", "max") and not is_ordered(item.type):
        context.error(
            "no-order",
            f"{shown}, which has no order",
            expr.item.span,
            "count members, or take the least of a number or a date",
        )
        return False
    if expr.distinct and not is_value(item.type):
        message = f"{shown}: members are always different"
        context.error("not-a-value", message, expr.item.span, f"write `{show_expr(expr.item)}.id`")
        return False
    return True


def pick(expr: syntax.Pick, context: Context) -> nodes.Expr | None:
    """Return ``latest`` or ``earliest``."""
    found = resolve_source(expr.source, context)
    if found is None:
        return None
    source, inner = found
    item, key = inner.value(expr.item), inner.value(expr.key)
    if item is None or key is None or not _is_key(expr.key, key, context):
        return None
    if not is_value(item.type):
        message = f"`{show_expr(expr.item)}` is {type_name(item.type)}, not a value"
        context.error("not-a-value", message, expr.item.span, f"write a field of it: `{show_expr(expr.item)}.id`")
        return None
    return nodes.Pick(expr.function, item, source, key, type=item.type, span=expr.span, text=show_expr(expr))


def _is_key(written: syntax.Expr, key: nodes.Expr, context: Context) -> bool:
    if is_ordered(key.type):
        return True
    message = f"`{show_expr(written)}` is {type_name(key.type)}, which has no order"
    context.error("no-order", message, written.span)
    return False


def rank(expr: syntax.Rank, context: Context) -> nodes.Expr | None:
    """Return ``rank(x among SOURCE by K)``; x must be one of the source's members."""
    bound = context.names.get(expr.subject.text)
    found = resolve_source(expr.source, context)
    if found is None:
        return None
    source, inner = found
    key = inner.value(expr.key)
    if bound is not None and bound.kind == "broken":
        return None
    if bound is None or not isinstance(bound.type, MemberType) or bound.type.record != _record(source.member):
        message = f"`{expr.subject.text}` is no bound member of `{source.over}`"
        context.error("not-a-member", message, expr.subject.span, "write a name that a `for` binds")
        return None
    if key is None or not _is_key(expr.key, key, context):
        return None
    return nodes.Rank(
        expr.subject.text, source, key, expr.descending, type=NUMBER, span=expr.span, text=show_expr(expr)
    )


def _record(member: Type) -> str:
    return member.record if isinstance(member, MemberType) else ""
