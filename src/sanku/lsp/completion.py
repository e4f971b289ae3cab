"""What can be written at a place of a rule file: by the line before it, and by what the item binds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

import msgspec

from sanku.builtins import BUILTINS
from sanku.core.types import BoolType, CodesType, CodeType, EnumType, ListType, Type
from sanku.lsp.codes import MOST, Codes
from sanku.lsp.scope import SINGLES, Binder, binders, record_of
from sanku.semantics.nodes import Model
from sanku.semantics.types import type_name
from sanku.syntax import nodes as syntax
from sanku.syntax.keywords import CHINESE, CLAUSES, EXPRESSION_WORDS, ITEMS

_PATH = re.compile(r"([\w一-鿿]+(?:\.[\w一-鿿]+)*)\.([\w一-鿿]*)$")
_COMPARED = re.compile(
    r"(?P<path>[\w一-鿿]+(?:\.[\w一-鿿]+)+)\s*(?:=|!=|in|not in|属于|不属于|为)\s*\{?"
    r"(?:\s*(?:\"[^\"]*\"|[\w一-鿿]+)\s*,)*\s*(?P<quote>\"?)(?P<typed>[\w.一-鿿]*)$"
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


def complete(
    before: str, line: int, tree: syntax.File | None, model: Model, codes: Mapping[str, Codes]
) -> tuple[Choice, ...]:
    """Return what can follow.

    Args:
        before: The line up to the cursor.
        line: Its number, from 1.
        tree: The file as far as it parses.
        model: The base.
        codes: The codes of every system.
    """
    item = _item_at(tree, line)
    bound = binders(item, tree, model) if item is not None and tree is not None else {}
    aliases = {use.alias.text: use.module.text for use in tree.uses if use.alias} if tree else {}
    found = tuple(_choices(before, bound, aliases, tree, model, codes))
    return tuple({choice.text: choice for choice in found}.values())


def _item_at(tree: syntax.File | None, line: int) -> syntax.Item | None:
    """Return the item that a line stands in or follows: a clause that is being typed may have ended it early."""
    above = [item for item in tree.items if item.span.line <= line] if tree else []
    return max(above, key=lambda item: item.span.line, default=None)


def _choices(
    before: str,
    bound: Mapping[str, Binder],
    aliases: Mapping[str, str],
    tree: syntax.File | None,
    model: Model,
    codes: Mapping[str, Codes],
) -> Iterator[Choice]:
    catalog = model.catalog
    compared = _COMPARED.search(before)
    kind = None if compared is None else _type_of(compared["path"], bound, model)
    if _SOURCE.search(before):
        yield from (Choice(name, "source", source.title) for name, source in catalog.sources.items())
    elif _REASON.search(before):
        yield from (Choice(name, "reason", title) for name, title in catalog.reasons.items())
    elif compared and compared["quote"]:
        found = values_of(kind, model, codes, compared["typed"]) if kind is not None else ()
        yield from (one for one in found if one.kind == "code")
    elif path := _PATH.search(before):
        yield from _after_dot(path[1], bound, aliases, model)
    elif compared and kind is not None:
        for one in values_of(kind, model, codes, compared["typed"]):
            yield Choice(f'"{one.text}"', one.kind, one.about) if one.kind == "code" else one
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


def values_of(kind: Type, model: Model, codes: Mapping[str, Codes], typed: str) -> Iterator[Choice]:
    """Yield the values of a type: members of a list, code sets, aliases, and codes that begin as typed."""
    match kind:
        case ListType(item=item):
            yield from values_of(item, model, codes, typed)
        case BoolType():
            yield from (Choice(word, "value") for word in ("true", "false"))
        case EnumType(members=members, labels=labels):
            words = labels or ("",) * len(members)
            yield from (Choice(member, "value", label) for member, label in zip(members, words, strict=True))
        case CodeType(systems=systems) | CodesType(systems=systems):
            for name, one in model.catalog.code_sets.items():
                if one.system in systems:
                    yield Choice(name, "code set", model.catalog.terms.get(name, one.system))
            for name in systems:
                system = model.catalog.systems.get(name)
                aliases = system.aliases if system else {}
                yield from (Choice(alias, "alias", code) for alias, code in aliases.items())
            known = (codes[name] for name in systems if name in codes)
            every = (Choice(code, "code", one.names[code]) for one in known for code in one.like(typed))
            yield from islice(every, MOST)
        case _:
            return
