"""A node to the nodes inside it: one way to look for what an expression, a source or a rule mentions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import TypeVar

from sanku.semantics.nodes import (
    Cell,
    Definition,
    DefinitionCall,
    Exemption,
    Expr,
    Let,
    Local,
    Model,
    Node,
    ParameterValue,
    Rank,
    Rule,
    Source,
    Window,
)  # fmt: skip

_NO_PART = ("Type", "Span", "Window", "str", "bool", "date | None", "int | None")
"""Declared types of fields that hold no node: most fields of a node are its type, its place and its text."""

_Part = TypeVar("_Part", bound=Node | Source)


def children(node: object) -> Iterator[object]:
    """Yield what stands directly inside a node; windows repeat what conditions say and are left out."""
    for name in _fields_of(type(node)):  # type: ignore[arg-type]  # mypy takes a class's hash for its instances'
        value = getattr(node, name)
        for part in value if isinstance(value, tuple) else (value,):
            if _is_part(type(part)):  # type: ignore[arg-type]  # as above
                yield part


@cache
def _fields_of(kind: type) -> tuple[str, ...]:
    """Return the fields of a node class that can hold a part, of any other class none; asked once for each class."""
    return tuple(field.name for field in fields(kind) if field.type not in _NO_PART) if is_dataclass(kind) else ()


@cache
def _is_part(kind: type) -> bool:
    return is_dataclass(kind) and not issubclass(kind, Window)


def walk(node: object) -> Iterator[object]:
    """Yield ``node`` and every part inside it, each before what is inside it; ``node`` may be a whole rule."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        inside = list(children(current))
        inside.reverse()
        waiting += inside


def expressions(rule: Rule) -> Iterator[Expr]:
    """Yield the expressions that a rule writes down, in the order of its clauses; messages come last."""
    for binding in rule.bindings:
        if binding.where is not None:
            yield binding.where
    yield from rule.by
    for step in rule.steps:
        if isinstance(step, Let):
            yield step.expr
        else:
            yield from step.keys
    if rule.cap is not None:
        yield rule.cap.aggregate
        yield rule.cap.limit
    for expr in (rule.dated_by, rule.when, rule.unless, rule.amount):
        if expr is not None:
            yield expr
    if rule.attributes.severity is not None and not isinstance(rule.attributes.severity, str):
        yield rule.attributes.severity
    for say in rule.attributes.says:
        for part in say.parts:
            if not isinstance(part, str):
                yield part.expr


def definitions_of(model: Model, *roots: object) -> tuple[Definition, ...]:
    """Return the definitions that expressions call, and those that these call, by name."""
    found: dict[str, Definition] = {}
    waiting = list(roots)
    while waiting:
        for part in walk(waiting.pop()):
            if isinstance(part, DefinitionCall) and part.name not in found and part.name in model.definitions:
                found[part.name] = model.definitions[part.name]
                waiting.append(found[part.name].expr)
    return tuple(found[name] for name in sorted(found))


def exemptions_of(model: Model, rule: Rule) -> tuple[Exemption, ...]:
    """Return every exemption of a rule, whatever its layer and dates, by name."""
    found = [exemption for exemption in model.exemptions.values() if exemption.rule == rule.name]
    return tuple(sorted(found, key=lambda exemption: exemption.name))


def everything_of(model: Model, rule: Rule) -> tuple[Expr, ...]:
    """Return the expressions of a rule, of its exemptions, and of the definitions that any of them calls."""
    own = [*expressions(rule), *(exemption.condition for exemption in exemptions_of(model, rule))]
    return (*own, *(definition.expr for definition in definitions_of(model, *own)))


def parameters_of(model: Model, rule: Rule) -> tuple[str, ...]:
    """Return the names of the parameters that a rule reads, itself, in exemptions or through definitions, in order."""
    parts = (part for expr in everything_of(model, rule) for part in walk(expr))
    return tuple(sorted({part.name for part in parts if isinstance(part, ParameterValue)}))


def locals_of(node: object) -> frozenset[str]:
    """Return the names that a node mentions: members, rows, lets, parameters of definitions, and its own binders."""
    found: set[str] = set()
    for part in walk(node):
        match part:
            case Local(name=name) | Cell(row=name) | Rank(subject=name) | Source(kind="rows", over=name):
                found.add(name)
            case _:
                continue
    return frozenset(found)


def substituted(node: Expr, given: Mapping[str, Expr]) -> Expr:
    """Return ``node`` with the locals that ``given`` names replaced by its expressions."""
    return given.get(node.name, node) if isinstance(node, Local) else _with_parts(node, given)


def _with_parts(node: _Part, given: Mapping[str, Expr]) -> _Part:
    values = {field.name: getattr(node, field.name) for field in fields(node)}
    changed = {name: _replaced(value, given) for name, value in values.items()}
    return replace(node, **changed)  # type: ignore[arg-type]  # each field keeps its kind of value


def _replaced(value: object, given: Mapping[str, Expr]) -> object:
    match value:
        case tuple():
            return tuple(_replaced(part, given) for part in value)
        case Local(name=name):
            return given.get(name, value)
        case Node() | Source():
            return _with_parts(value, given)
        case _:
            return value
