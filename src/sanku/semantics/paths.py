"""A path to what it names: a bound name and its fields, an event record, a fact of the catalog, a definition, a word.

A word is an enum member or a code's alias beside an expression of that type (semantics 31).
"""

from __future__ import annotations

import re

from sanku.claim.facts import SINGLES
from sanku.core.types import MemberType, RefType, RowsType, RowType, Type
from sanku.semantics import nodes
from sanku.semantics.context import Bound, Context, suggest_bound
from sanku.semantics.names import resolve_name
from sanku.semantics.report import listed, suggest
from sanku.semantics.types import type_name
from sanku.semantics.words import clash, is_word_of, word
from sanku.syntax import nodes as syntax


def resolve_path(path: syntax.Path, context: Context, expected: Type | None) -> nodes.Expr | None:
    """Return what ``path`` names, read as a value."""
    first = path.names[0]
    bound = context.names.get(first.text)
    if bound is not None and bound.kind == "broken":
        return None
    if bound is not None:
        if expected is not None and len(path.names) == 1 and clash(first, bound, expected, context):
            return None
        return _bound(bound, path, context)
    if len(path.names) == 1 and expected is not None and is_word_of(first.text, expected, context):
        own = named_here(first, context)
        return None if own is not None and clash(first, own, expected, context) else word(first, expected, context)
    if first.text in context.hidden:
        context.error("out-of-reach", f"`{first.text}` cannot be named here", first.span, context.hidden[first.text])
        return None
    if first.text in SINGLES and (len(path.names) == 1 or path.text not in context.world.schema.collections):
        return _single(path, context)
    if path.text in context.world.schema.collections:
        context.error(
            "not-a-value",
            f"`{path.text}` is a collection, not a value",
            path.span,
            f"say which member: `exists x in {path.text} where (…)`",
        )
        return None
    return resolve_name(path, context, expected)


def named_here(name: syntax.Name, context: Context) -> Bound | None:
    """Return what a lone name is bound to in the rule, or defined as in the module."""
    own = context.world.definitions.get(f"{context.module.name}.{name.text}")
    if name.text in context.names or own is None or own.expr is None:
        return context.names.get(name.text)
    return Bound(name.text, "definition", own.expr.type, own.span)


def is_plain_word(expr: syntax.Expr, context: Context) -> bool:
    """Tell whether what stands beside an expression gives it its meaning: an enum member, an alias, a code as text."""
    match expr:
        case syntax.Path(names=(name,)):
            return (
                name.text not in context.names
                and name.text not in SINGLES
                and f"{context.module.name}.{name.text}" not in context.world.definitions
            )
        case syntax.StringLiteral():
            return True
        case syntax.IfElse(then=then, otherwise=otherwise):
            return is_plain_word(then, context) or is_plain_word(otherwise, context)
        case syntax.SetLiteral(items=items):
            return any(is_plain_word(item, context) for item in items)
        case _:
            return False


def _bound(bound: Bound, path: syntax.Path, context: Context) -> nodes.Expr | None:
    base = nodes.Local(bound.name, type=bound.type, span=path.names[0].span)
    rest = path.names[1:]
    match bound.type:
        case _ if not rest:
            return base
        case MemberType():
            return read_fields(base, bound.type, rest, path, context)
        case RowType(table=table):
            return _cell(bound.name, table, rest, path, context)
        case RowsType(table=table):
            context.error(
                "not-a-value",
                f"`{bound.name}` is all matching rows of `{table}`, not one row",
                path.span,
                f"say which row: `exists r in {bound.name} where (…)`",
            )
        case RefType(collection=collection):
            member = MemberType(context.world.schema.collections[collection].record, collection)
            return read_fields(nodes.Deref(base, collection, type=member, span=base.span), member, rest, path, context)
        case _:
            message = f"`{bound.name}` is {type_name(bound.type)}: it has no fields"
            context.error("no-fields", message, path.span, f"write `{bound.name}`")
    return None


def _single(path: syntax.Path, context: Context) -> nodes.Expr | None:
    name = path.names[0]
    member = MemberType(context.world.schema.records[name.text].name, name.text)
    base = nodes.Single(name.text, type=member, span=name.span)
    return read_fields(base, member, path.names[1:], path, context) if len(path.names) > 1 else base


def read_fields(
    base: nodes.Expr, member: MemberType, names: tuple[syntax.Name, ...], path: syntax.Path, context: Context
) -> nodes.Expr | None:
    """Return the field that ``names`` spell from a member on: longest field name first, through references."""
    schema = context.world.schema
    fields = schema.records[member.record].fields
    for length in range(len(names), 0, -1):
        text = ".".join(name.text for name in names[:length])
        if text not in fields:
            continue
        span = path.names[0].span.to(names[length - 1].span)
        field = nodes.Field(base, text, type=fields[text].type, span=span)
        rest = names[length:]
        if not rest:
            return field
        if isinstance(field.type, RefType):
            inner = MemberType(schema.collections[field.type.collection].record, field.type.collection)
            deref = nodes.Deref(field, field.type.collection, type=inner, span=span)
            return read_fields(deref, inner, rest, path, context)
    _unknown_field(member, names, context)
    return None


def _unknown_field(member: MemberType, names: tuple[syntax.Name, ...], context: Context) -> None:
    fields = context.world.schema.records[member.record].fields
    text = ".".join(name.text for name in names)
    inside = [name for name in fields if name.startswith(f"{names[0].text}.")]
    known = inside or list(fields)
    span = names[0].span.to(names[-1].span)
    if member.collection in SINGLES and f"{member.collection}.{names[0].text}" in context.world.schema.collections:
        message = f"`{member.collection}.{names[0].text}` is a collection, not a value"
        context.error(
            "not-a-value", message, span, f"say which member: `exists x in {member.collection}.{names[0].text}`"
        )
        return
    help_ = _meant_field(text, member, context) or suggest(text, known) or _elsewhere(text, context)
    message = f"{_record(member)} has no field `{text}`"
    context.error("unknown-field", message, span, help_ or f"its fields are {listed(known)}")


def _meant_field(text: str, member: MemberType, context: Context) -> str:
    """Return the field that a Chinese title or the name in the national message means, or how an age is asked for."""
    for field in context.world.schema.records[member.record].fields.values():
        national = re.split(r"[:.,;\s]+", field.source)
        if (
            text in (field.title_zh, *re.split(r"[（）]", field.title_zh), *national, *field.keys)
            and text != field.name
        ):
            return f"write `{field.name}`"
    if text in ("age", "年龄") and member.record == "patient":
        return "write `age_years(patient.born, line.at)`: an age is asked for at a date"
    return ""


def _elsewhere(text: str, context: Context) -> str:
    """Return which other record of the event has the field."""
    records = context.world.schema.records
    found = [f"{name}.{text}" for name in SINGLES if name in records and text in records[name].fields]
    return f"is it {listed(found)}?" if found else ""


def _record(member: MemberType) -> str:
    return f"`{member.collection}`" if member.collection in SINGLES else f"a member of `{member.collection}`"


def _cell(
    row: str, table: str, names: tuple[syntax.Name, ...], path: syntax.Path, context: Context
) -> nodes.Expr | None:
    columns = {column.name: column for column in context.world.catalog.tables[table].columns}
    column = columns.get(names[0].text)
    if column is None:
        known = suggest(names[0].text, columns, f"its columns are {listed(columns)}")
        context.error("unknown-column", f"`{table}` has no column `{names[0].text}`", names[0].span, known)
        return None
    cell = nodes.Cell(row, table, column.name, type=column.type, span=path.span)
    if len(names) > 1:
        message = f"`{row}.{column.name}` is {type_name(column.type)}: it has no fields"
        context.error("no-fields", message, path.span, f"write `{row}.{column.name}`")
        return None
    return cell


__all__ = ["is_plain_word", "read_fields", "resolve_path", "suggest_bound"]
