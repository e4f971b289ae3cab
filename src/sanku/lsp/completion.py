"""What can be written at a place of a rule file: by the line before it, and by what the item binds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from sanku.builtins import BUILTINS
from sanku.core.types import CodesType, CodeType, EnumType, Type
from sanku.lsp.scope import SINGLES, Binder, binders, record_of
from sanku.semantics.nodes import Model
from sanku.semantics.types import type_name
from sanku.syntax import nodes as syntax
from sanku.syntax.keywords import CHINESE, CLAUSES, EXPRESSION_WORDS, ITEMS

_PATH = re.compile(r"([\w一-鿿]+(?:\.[\w一-鿿]+)*)\.([\w一-鿿]*)$")
_COMPARED = re.compile(
    r"([\w一-鿿]+(?:\.[\w一-鿿]+)+)\s*(?:=|!=|in|not in|属于|不属于|为)\s*\{?(?:\s*[\w一-鿿]+\s*,)*\s*([\w一-鿿]*)$"
)
_SOURCE = re.compile(r"^\s*(?:cites|依据)\s+\w*$")
_REASON = re.compile(r"^\s*(?:accept|认可)\s+(?:\w+\s*,\s*)*\w*$")
_COLLECTION = re.compile(r"(?:\bin|于)\s+[\w.]*$")
_HEAD = re.compile(r"^\s*[\w一-鿿]*$")


class Choice(msgspec.Struct, frozen=True):
    """One thing to type: the text, what it is, and a line about it."""

    text: str
    kind: str
    about: str = ""


def complete(before: str, line: int, tree: syntax.File | None, model: Model) -> tuple[Choice, ...]:
    """Return what can follow.

    Args:
        before: The line up to the cursor.
        line: Its number, from 1.
        tree: The file as far as it parses.
        model: The base.
    """
    item = _item_at(tree, line)
    bound = binders(item, tree, model) if item is not None and tree is not None else {}
    aliases = {use.alias.text: use.module.text for use in tree.uses if use.alias} if tree else {}
    found = tuple(_choices(before, bound, aliases, tree, model))
    return tuple({choice.text: choice for choice in found}.values())


def _item_at(tree: syntax.File | None, line: int) -> syntax.Item | None:
    """Return the item that a line stands in or follows: a clause that is being typed may have ended it early."""
    above = [item for item in tree.items if item.span.line <= line] if tree else []
    return max(above, key=lambda item: item.span.line, default=None)


def _choices(
    before: str, bound: Mapping[str, Binder], aliases: Mapping[str, str], tree: syntax.File | None, model: Model
) -> Iterator[Choice]:
    catalog = model.catalog
    if _SOURCE.search(before):
        yield from (Choice(name, "source", source.title) for name, source in catalog.sources.items())
    elif _REASON.search(before):
        yield from (Choice(name, "reason", title) for name, title in catalog.reasons.items())
    elif path := _PATH.search(before):
        yield from _after_dot(path[1], bound, aliases, model)
    elif (compared := _COMPARED.search(before)) and (kind := _type_of(compared[1], bound, model)) is not None:
        yield from _values(kind, model)
    elif _COLLECTION.search(before):
        yield from (Choice(name, "collection", spec.record) for name, spec in model.schema.collections.items())
        yield from (Choice(name, "table") for name in catalog.tables)
    else:
        if _HEAD.search(before):
            yield from _words((*CLAUSES, *ITEMS))
        yield from (Choice(name, "name", one.record or one.table) for name, one in bound.items())
        yield from (Choice(name, "record") for name in SINGLES)
        yield from (Choice(name, "module", full) for name, full in aliases.items())
        yield from (Choice(base, "module") for base in catalog.bases)
        own = f"{tree.module.text}." if tree else "."
        yield from (Choice(name.removeprefix(own), "definition") for name in model.definitions if name.startswith(own))
        yield from (Choice(name, "function") for name in BUILTINS)
        yield from _words(sorted(EXPRESSION_WORDS))


def _words(words: Iterable[str]) -> Iterator[Choice]:
    for word in words:
        chinese = CHINESE.get(word, ())
        yield Choice(word, "keyword", " ".join(chinese))
        yield from (Choice(spelling, "keyword", word) for spelling in chinese[:1])


def _after_dot(path: str, bound: Mapping[str, Binder], aliases: Mapping[str, str], model: Model) -> Iterator[Choice]:
    first, *rest = path.split(".")
    binder = bound.get(first)
    if binder is not None and binder.table and not rest:
        columns = model.catalog.tables[binder.table].columns if binder.table in model.catalog.tables else ()
        yield from (Choice(column.name, "column", type_name(column.type)) for column in columns)
        return
    record = binder.record if binder is not None else first if first in SINGLES else ""
    if record:
        yield from _fields(record, rest, model)
        return
    prefix = f"{'.'.join([aliases.get(first, first), *rest])}."
    groups = (
        ("parameter", model.catalog.parameters), ("code set", model.catalog.code_sets),
        ("table", model.catalog.tables), ("definition", model.definitions),
    )  # fmt: skip
    for kind, known in groups:
        below = (name.removeprefix(prefix) for name in known if name.startswith(prefix))
        yield from (Choice(name.split(".")[0], "module" if "." in name else kind) for name in below)


def _fields(record: str, rest: list[str], model: Model) -> Iterator[Choice]:
    schema, prefix = model.schema, ""
    for name in rest:
        if record not in schema.records:
            return
        fields = schema.records[record].fields
        spec = fields.get(f"{prefix}{name}")
        leads = record_of(spec.type, model) if spec is not None else ""
        if leads:
            record, prefix = leads, ""
        else:
            prefix = f"{prefix}{name}."
    if record in schema.records:
        for name, spec in schema.records[record].fields.items():
            if name.startswith(prefix):
                yield Choice(name.removeprefix(prefix), "field", f"{spec.title_zh}，{type_name(spec.type)}")
        if not rest:
            yield from (Choice(name, "collection", inner) for name, inner in schema.records[record].nested.items())


def _type_of(path: str, bound: Mapping[str, Binder], model: Model) -> Type | None:
    first, _, name = path.partition(".")
    binder = bound.get(first)
    if binder is not None and binder.table in model.catalog.tables:
        return next((one.type for one in model.catalog.tables[binder.table].columns if one.name == name), None)
    record = binder.record if binder is not None else first
    spec = model.schema.records[record].fields.get(name) if record in model.schema.records else None
    return None if spec is None else spec.type


def _values(kind: Type, model: Model) -> Iterator[Choice]:
    match kind:
        case EnumType(members=members, labels=labels):
            words = labels or ("",) * len(members)
            yield from (Choice(member, "value", label) for member, label in zip(members, words, strict=True))
        case CodeType(systems=systems) | CodesType(systems=systems):
            for name, codes in model.catalog.code_sets.items():
                if codes.system in systems:
                    yield Choice(name, "code set", codes.system)
            for name in systems:
                system = model.catalog.systems.get(name)
                aliases = system.aliases if system else {}
                yield from (Choice(alias, "code", code) for alias, code in aliases.items())
        case _:
            return
