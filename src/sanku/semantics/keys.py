"""Keys of ``match``, ``gather`` and of tables as sources: as many as the table has, each of a type that can match."""

from __future__ import annotations

from sanku.catalog.nodes import Column
from sanku.core.span import Span
from sanku.core.types import CodesType, CodeType, ListType, Type
from sanku.diagnostics.message import Label
from sanku.semantics import nodes
from sanku.semantics.context import Context
from sanku.semantics.report import listed
from sanku.semantics.types import meet, type_name
from sanku.syntax import nodes as syntax
from sanku.syntax import show_expr


def resolve_keys(
    table: str, written: tuple[syntax.Expr, ...], span: Span, context: Context
) -> tuple[nodes.Expr, ...] | None:
    """Return the resolved keys of a table, or ``None`` if one is broken or does not fit."""
    facts = context.world.catalog.tables[table]
    columns = [next(column for column in facts.columns if column.name == name) for name in facts.key]
    if len(written) != len(columns):
        names = listed(facts.key)
        message = f"`{table}` has {_keys(len(columns))} ({names}), not {len(written)}"
        example = ", ".join(facts.key)
        help_ = f"write `on {example}`" if len(columns) == 1 else f"write `on ({example})` with what they must equal"
        context.error("key-count", message, span, help_)
        return None
    found = [context.value(key, column.type) for key, column in zip(written, columns, strict=True)]
    fits = [_fits(node, key, column, context) for node, key, column in zip(found, written, columns, strict=True)]
    whole = tuple(node for node in found if node is not None)
    return whole if all(fits) and len(whole) == len(found) else None


def _keys(count: int) -> str:
    return "1 key" if count == 1 else f"{count} keys"


def _fits(node: nodes.Expr | None, written: syntax.Expr, column: Column, context: Context) -> bool:
    if node is None or _matches(column.type, node.type):
        return True
    code = "code-systems" if isinstance(node.type, CodeType | CodesType) and _is_coded(column.type) else "type-mismatch"
    message = f"`{show_expr(written)}` is {type_name(node.type)} but `{column.name}` is {type_name(column.type)}"
    labels = (Label(column.span, f"`{column.name}` is declared here"),) if column.span.line else ()
    help_ = f"write what is {type_name(column.type)}" if code == "type-mismatch" else "name a code of the same system"
    context.error(code, message, written.span, help_, *labels)
    return False


def _is_coded(given: Type) -> bool:
    return isinstance(given, CodeType | CodesType) or (isinstance(given, ListType) and isinstance(given.item, CodeType))


def _matches(column: Type, key: Type) -> bool:
    match column, key:
        case (CodesType() | CodeType(), CodeType()):
            return not set(column.systems).isdisjoint(key.systems)
        case ListType(), _:
            return meet(column.item, key)
        case _:
            return meet(column, key)
