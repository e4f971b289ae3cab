"""A rule file to every name in it with what the name means: what hover, definition, references and rename ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanku.core.span import Span
from sanku.lsp.scope import SINGLES, Binder, binders, qualified, record_of
from sanku.lsp.symbols import Kind, Occurrence, Symbol
from sanku.semantics.nodes import Model
from sanku.syntax import nodes as syntax
from sanku.syntax.walk import walk


def occurrences(tree: syntax.File, model: Model) -> tuple[Occurrence, ...]:
    """Return every name of a file that means something in the base, in order of place."""
    found = {one.span: one for item in tree.items for one in _of_item(item, tree, model)}
    return tuple(found[span] for span in sorted(found))


def _of_item(item: syntax.Item, tree: syntax.File, model: Model) -> Iterator[Occurrence]:
    bound = binders(item, tree, model)
    module = tree.module.text
    match item:
        case syntax.Rule(name=name):
            yield Occurrence(name.span, Symbol("rule", f"{module}.{name.text}"), declares=True)
        case syntax.Define(name=name):
            yield Occurrence(name.span, Symbol("definition", f"{module}.{name.text}"), declares=True)
        case syntax.Exempt(rule=path, name=name):
            yield from _whole(path, "rule", tree)
            yield Occurrence(name.span, Symbol("exemption", f"{module}.{name.text}"), declares=True)
        case syntax.Amend(rule=path):
            yield from _whole(path, "rule", tree)
        case syntax.Withdraw(name=path):
            yield from _whole(path, "exemption", tree)
    fixed: set[Span] = {item.rule.span} if isinstance(item, syntax.Exempt | syntax.Amend) else set()
    for node in walk(item):
        match node:
            case syntax.Cites(source=path):
                fixed.add(path.span)
                yield Occurrence(path.span, Symbol("source", path.text))
            case syntax.For(collection=path) | syntax.ForPair(collection=path) | syntax.Source(collection=path):
                fixed.add(path.span)
                yield from _collection(path, bound, tree, model)
            case syntax.Match(table=path):
                fixed.add(path.span)
                yield from _whole(path, "table", tree)
            case syntax.Accept(reasons=reasons):
                yield from (Occurrence(name.span, Symbol("reason", name.text)) for name in reasons)
            case syntax.Call(function=name) if f"{module}.{name.text}" in model.definitions:
                yield Occurrence(name.span, Symbol("definition", f"{module}.{name.text}"))
            case syntax.Path() if node.span not in fixed:
                yield from _path(node, bound, tree, model)
            case syntax.Rank(subject=name) if name.text in bound:
                yield Occurrence(name.span, _local(bound[name.text]))
            case _:
                continue
    for binder in bound.values():
        if binder.name.span.file == tree.path and _inside(binder.name.span, item.span):
            yield Occurrence(binder.name.span, _local(binder), declares=True)


def _inside(inner: Span, outer: Span) -> bool:
    start, end = (inner.line, inner.column), (inner.end_line, inner.end_column)
    return (outer.line, outer.column) <= start and end <= (outer.end_line, outer.end_column)


def _local(binder: Binder) -> Symbol:
    return Symbol("local", str(binder.name.span))


def _last(path: syntax.Path, count: int) -> Span:
    """Return the span of the ``count``-th name of a path."""
    return path.names[count - 1].span


def _whole(path: syntax.Path, kind: Kind, tree: syntax.File) -> Iterator[Occurrence]:
    own = len(path.names) == 1 and kind in ("rule", "exemption")
    name = f"{tree.module.text}.{path.text}" if own else qualified(path, tree)
    yield Occurrence(_last(path, len(path.names)), Symbol(kind, name), reach=path.span)


def _collection(path: syntax.Path, bound: dict[str, Binder], tree: syntax.File, model: Model) -> Iterator[Occurrence]:
    table = qualified(path, tree)
    first = path.names[0].text
    if table in model.catalog.tables:
        yield Occurrence(_last(path, len(path.names)), Symbol("table", table), reach=path.span)
    elif first in bound:
        yield Occurrence(path.names[0].span, _local(bound[first]))
    else:
        yield Occurrence(path.span, Symbol("collection", path.text))


def _path(path: syntax.Path, bound: dict[str, Binder], tree: syntax.File, model: Model) -> Iterator[Occurrence]:
    names = path.names
    first = names[0].text
    if first in bound:
        yield Occurrence(names[0].span, _local(bound[first]))
        binder = bound[first]
        if binder.table and len(names) > 1:
            yield Occurrence(names[1].span, Symbol("column", f"{binder.table}/{names[1].text}"))
        elif binder.record:
            yield from _fields(binder.record, names[1:], model)
        return
    if first in SINGLES:
        yield Occurrence(names[0].span, Symbol("collection", first))
        yield from _fields(first, names[1:], model)
        return
    name = qualified(path, tree)
    local = f"{tree.module.text}.{path.text}"
    groups: tuple[tuple[Kind, object], ...] = (
        ("parameter", model.catalog.parameters), ("code_set", model.catalog.code_sets),
        ("table", model.catalog.tables), ("definition", model.definitions),
    )  # fmt: skip
    for kind, known in groups:
        for candidate in (name, local) if kind == "definition" else (name,):
            if isinstance(known, dict) and candidate in known:
                yield Occurrence(_last(path, len(names)), Symbol(kind, candidate), reach=path.span)
                return


def _fields(record: str, names: Sequence[syntax.Name], model: Model) -> Iterator[Occurrence]:
    """Yield the fields along a path: names may be dotted, and a reference leads to another record."""
    rest = list(names)
    while rest and record in model.schema.records:
        fields = model.schema.records[record].fields
        for length in range(len(rest), 0, -1):
            name = ".".join(one.text for one in rest[:length])
            if name in fields:
                yield Occurrence(rest[0].span.to(rest[length - 1].span), Symbol("field", f"{record}.{name}"))
                record, rest = record_of(fields[name].type, model), rest[length:]
                break
        else:
            return


def at(found: Sequence[Occurrence], line: int, column: int) -> Occurrence | None:
    """Return the narrowest occurrence that holds a place; the place behind the last character counts."""
    there = [one for one in found if one.asked.line == line and one.asked.column <= column <= one.asked.end_column]
    return min(there, key=lambda one: one.asked.end_column - one.asked.column, default=None)
