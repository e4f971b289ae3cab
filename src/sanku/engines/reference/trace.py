"""What an expression read on the way to its value (semantics 37, engine contract 3.4).

Of conditions only the operands that made them true or false; of aggregates and quantifiers one item for the source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from sanku.claim.facts import Member
from sanku.core.types import MemberType, Type
from sanku.core.unknown import Missing, Unknown
from sanku.engines.reference.scope import (
    Bound,
    BoundArgument,
    BoundLet,
    BoundRow,
    BoundRows,
    Evaluate,
    Raw,
    Scope,
    as_truth,
    as_value,
)
from sanku.engines.reference.sources import Candidate, find, source_path
from sanku.semantics.nodes import (
    Aggregate,
    And,
    Arithmetic,
    Between,
    BuiltinCall,
    Cell,
    CodeSetValue,
    Compare,
    Contains,
    DefinitionCall,
    Deref,
    Exists,
    Expr,
    Field,
    ForAll,
    IfElse,
    Is,
    Literal,
    Local,
    Negative,
    Not,
    Or,
    Overlaps,
    ParameterValue,
    Pick,
    Rank,
    SamePeriod,
    SetLiteral,
    Single,
    Truth,
    UpTo,
    Within,
)

NAMED = 5
"""How many members are named beside their count."""


@dataclass(frozen=True, slots=True)
class Read:
    """A field, cell or parameter: its path, whose it is, its value."""

    path: str
    member: str
    value: Raw
    type: Type


@dataclass(frozen=True, slots=True)
class LetRead:
    """A let that was named; what its expression read follows it."""

    name: str
    value: Raw
    type: Type


@dataclass(frozen=True, slots=True)
class Tally:
    """A quantifier (its value is whether something was found), an aggregate, a pick or a rank."""

    path: str
    value: Raw
    type: Type
    count: int
    members: tuple[str, ...]


Item: TypeAlias = Read | LetRead | Tally


def trace(expr: Expr, scope: Scope, evaluate: Evaluate) -> Iterator[Item]:
    """Yield what an expression read, in reading order."""
    match expr:
        case Literal() | Single() | CodeSetValue():
            return
        case Field():
            yield from _field(expr, scope, evaluate)
        case Cell(row=row, table=table, column=column):
            bound = scope.names[row]
            if isinstance(bound, BoundRow):
                yield Read(f"{table}.{column}", bound.row.id, evaluate(expr, scope), expr.type)
        case ParameterValue(name=name):
            yield Read(name, "", evaluate(expr, scope), expr.type)
        case Local():
            yield from _behind(expr, scope, evaluate)
        case DefinitionCall(name=name):
            definition = scope.model.definitions[name]
            yield from trace(definition.expr, definition_scope(expr, scope, evaluate), evaluate)
        case IfElse(condition=condition, then=then, otherwise=otherwise):
            answer = as_truth(evaluate(condition, scope))
            yield from trace(condition, scope, evaluate)
            # An unknown condition whose branches are equal: both stand behind the value.
            for branch in (then, otherwise) if isinstance(answer, Unknown) else (then if answer else otherwise,):
                yield from trace(branch, scope, evaluate)
        case Or(items=items) | And(items=items):
            # Of a true `or` the true operands, of a false `and` the false ones; otherwise all have one truth.
            whole = as_truth(evaluate(expr, scope))
            for item in items:
                if as_truth(evaluate(item, scope)) is whole:
                    yield from trace(item, scope, evaluate)
        case Exists() | ForAll():
            yield from _quantified(expr, scope, evaluate)
        case Aggregate() | Pick() | Rank():
            certain = find(expr.source, scope, evaluate).certain()
            yield tally(source_path(expr.source), evaluate(expr, scope), expr.type, certain)
        case SamePeriod(left=left, period=period, right=right):
            for side in (left, right):
                yield from _dated(side, scope, evaluate) if period != "encounter" else ()
                yield from trace(side, scope, evaluate)
            if not isinstance(period, str):
                yield from trace(period, scope, evaluate)
        case _:
            for part in operands(expr):
                yield from trace(part, scope, evaluate)


def operands(
    expr: Arithmetic | Negative | BuiltinCall | SetLiteral | Deref | Not | Truth | Compare | Contains | Between | Is
    | Within | Overlaps | UpTo,
) -> tuple[Expr, ...]:  # fmt: skip
    """Return the operands of a node that has nothing but operands."""
    match expr:
        case Arithmetic(left=left, right=right) | Compare(left=left, right=right) | Overlaps(left=left, right=right):
            return (left, right)
        case Negative(item=item) | Not(item=item) | Truth(item=item) | Is(item=item):
            return (item,)
        case BuiltinCall(arguments=parts) | SetLiteral(items=parts):
            return parts
        case Deref(reference=reference):
            return (reference,)
        case Contains(item=item, container=container):
            return (item, container)
        case Between(item=item, low=low, high=high):
            return (item, low, high)
        case Within(item=item, length=length, anchor=anchor):
            return (item, length, anchor)
        case UpTo(item=item, limit=limit):
            return (item, limit)


def tally(path: str, value: Raw, type_: Type, counted: Iterable[Candidate]) -> Tally:
    """Return the item of an aggregate or quantifier over the members that certainly count."""
    names = [candidate.id for candidate in counted]
    return Tally(path, value, type_, len(names), tuple(names[:NAMED]))


def causes(cause: str, exprs: Iterable[Expr], scope: Scope, evaluate: Evaluate) -> Unknown:
    """Return the unknown with one cause for everything that the operands read (engine contract 4.8)."""
    found: set[Missing] = set()
    for expr in exprs:
        for item in trace(expr, scope, evaluate):
            match item:
                case Read(path=path, member=member):
                    found.add(Missing(path, cause, member))
                case Tally(path=path):
                    found.add(Missing(path, cause))
                case LetRead():
                    continue
    return Unknown(frozenset(found or {Missing("", cause)}))


def definition_scope(call: DefinitionCall, scope: Scope, evaluate: Evaluate) -> Scope:
    """Return the scope of a definition's body: its parameters and the event, nothing of the caller's."""
    definition = scope.model.definitions[call.name]
    names: dict[str, Bound] = {}
    for (name, _), argument in zip(definition.parameters, call.arguments, strict=True):
        raw = evaluate(argument, scope)
        if isinstance(raw, Member | BoundRow | BoundRows):
            names[name] = raw
        else:
            names[name] = BoundArgument(as_value(raw), argument, scope)
    return scope.only(names)


def _field(field: Field, scope: Scope, evaluate: Evaluate) -> Iterator[Item]:
    yield from trace(field.base, scope, evaluate)
    member = evaluate(field.base, scope)
    if isinstance(member, Member):
        yield Read(f"{member.collection}.{field.name}", member.id, evaluate(field, scope), field.type)


def _behind(local: Local, scope: Scope, evaluate: Evaluate) -> Iterator[Item]:
    """Yield what stands behind a name: a let and what its expression read, or what an argument read."""
    match scope.names[local.name]:
        case BoundLet(expr=expr):
            yield LetRead(local.name, evaluate(local, scope), local.type)
            yield from trace(expr, scope, evaluate)
        case BoundArgument(expr=expr, scope=outer):
            yield from trace(expr, outer, evaluate)
        case _:
            return


def _dated(side: Expr, scope: Scope, evaluate: Evaluate) -> Iterator[Item]:
    """Yield the dated field of a member that stands for its time."""
    member = evaluate(side, scope)
    if isinstance(member, Member) and isinstance(side.type, MemberType):
        record = scope.model.schema.records[side.type.record]
        type_ = record.fields[record.dated].type
        yield Read(f"{member.collection}.{record.dated}", member.id, member.at, type_)


def _quantified(expr: Exists | ForAll, scope: Scope, evaluate: Evaluate) -> Iterator[Item]:
    answer = as_truth(evaluate(expr, scope))
    if isinstance(answer, Unknown):
        return
    path = source_path(expr.source)
    found = _witnesses(expr, scope, evaluate) if answer is isinstance(expr, Exists) else ()
    yield tally(path, bool(found), expr.type, found)
    for candidate in found[:NAMED]:
        if expr.source.where is not None:
            yield from trace(expr.source.where, candidate.scope, evaluate)
        if isinstance(expr, ForAll):
            yield from trace(expr.condition, candidate.scope, evaluate)


def _witnesses(expr: Exists | ForAll, scope: Scope, evaluate: Evaluate) -> tuple[Candidate, ...]:
    """Return the members that make a true `exists` true, or a false `all` false."""
    certain = find(expr.source, scope, evaluate).certain()
    if isinstance(expr, Exists):
        return certain
    return tuple(found for found in certain if as_truth(evaluate(expr.condition, found.scope)) is False)
