"""The names that an item binds, and the record or table of each; from the tree, so that a broken rule has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sanku.core.types import MemberType, RefType, RowsType, RowType, Type
from sanku.semantics.nodes import Model
from sanku.syntax import nodes as syntax
from sanku.syntax.walk import walk

SINGLES = ("patient", "coverage", "facility", "encounter")


@dataclass(frozen=True, slots=True)
class Binder:
    """A bound name: its place, and the record (of a member) or table (of a row) it is of; both ``""`` for others."""

    name: syntax.Name
    record: str = ""
    table: str = ""


def module_names(tree: syntax.File) -> dict[str, str]:
    """Return what an alias of a file stands for."""
    return {use.alias.text: use.module.text for use in tree.uses if use.alias is not None}


def qualified(path: syntax.Path, tree: syntax.File) -> str:
    """Return a dotted name with its alias replaced."""
    first, *rest = (name.text for name in path.names)
    return ".".join([module_names(tree).get(first, first), *rest])


def binders(item: syntax.Item, tree: syntax.File, model: Model) -> dict[str, Binder]:
    """Return the names bound anywhere in an item; those of a rule reach its exemptions and amendments too."""
    found: dict[str, Binder] = {}
    if isinstance(item, syntax.Exempt | syntax.Amend):
        found.update(_of_rule(item.rule, tree, model))
    for binder in _bound(item, tree, model, found):
        found[binder.name.text] = binder
    return found


def _of_rule(path: syntax.Path, tree: syntax.File, model: Model) -> dict[str, Binder]:
    name = qualified(path, tree) if len(path.names) > 1 else f"{tree.module.text}.{path.text}"
    rule = model.rules.get(name)
    if rule is None:
        return {}
    found = {one.name: Binder(syntax.Name(one.name, span=one.span), one.member.record) for one in rule.bindings}
    for match in rule.matches:
        found[match.row] = Binder(syntax.Name(match.row, span=match.span), table=match.table)
    return found


def _bound(item: syntax.Item, tree: syntax.File, model: Model, outer: dict[str, Binder]) -> Iterator[Binder]:
    for node in walk(item):
        match node:
            case syntax.For(binder=name, collection=path) | syntax.Source(binder=name, collection=path):
                yield _of(name, path, tree, model, outer)
            case syntax.ForPair(first=first, second=second, collection=path):
                yield _of(first, path, tree, model, outer)
                yield _of(second, path, tree, model, outer)
            case syntax.Match(row=name, table=path):
                yield Binder(name, table=qualified(path, tree))
            case syntax.Let(name=name) | syntax.Parameter(name=name):
                yield Binder(name)
            case _:
                continue


def _of(name: syntax.Name, path: syntax.Path, tree: syntax.File, model: Model, outer: dict[str, Binder]) -> Binder:
    collections = model.schema.collections
    if path.text in collections:
        return Binder(name, collections[path.text].record)
    table = qualified(path, tree)
    if table in model.catalog.tables:
        return Binder(name, table=table)
    first = path.names[0].text
    owner = outer[first].record if first in outer else first
    nested = model.schema.records[owner].nested.get(path.names[-1].text, "") if owner in model.schema.records else ""
    return Binder(name, nested)


def record_of(kind: Type, model: Model) -> str:
    """Return the record whose fields can be read through a value of a type, ``""`` if none."""
    match kind:
        case MemberType(record=record):
            return record
        case RefType(collection=collection) if collection in model.schema.collections:
            return model.schema.collections[collection].record
        case RowType() | RowsType() | _:
            return ""
