"""What a value was read from, and what made a condition come out as it did (semantics 37)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sanku.catalog.nodes import Row
from sanku.claim.decision import Evidence
from sanku.claim.facts import Member
from sanku.claim.show import show_value
from sanku.core.truth import negate
from sanku.core.types import DateType, MemberType, Type
from sanku.core.unknown import Missing, Unknown
from sanku.engines.event.detail.scan import Found, Scan, name_of, scan
from sanku.engines.event.detail.scope import Argument, Scope
from sanku.engines.event.ranges import Operand, Range
from sanku.semantics import nodes

_FIRST = 5
_SOME, _NO = "有", "无"


@dataclass(frozen=True, slots=True)
class Read:
    """One fact that was read: its path, whose it is, and what it was.

    ``members``: for an aggregate or a quantifier those that counted; ``is_let``: a let, which is no fact of its own.
    """

    path: str
    member: str
    value: Operand
    type: Type | None
    members: tuple[str, ...] | None = None
    is_let: bool = False


Seen = dict[object, object]
"""Lets, calls and arguments that were gone into already, and what keeps their identity from being taken by another."""


def _is_new(seen: Seen, key: object, keeper: object) -> bool:
    """Tell whether something is met for the first time, and remember it."""
    if key in seen:
        return False
    seen[key] = keeper
    return True


def causes(scope: Scope, cause: str, *exprs: nodes.Expr) -> Unknown:
    """Return the unknown of an operation that cannot be done: one cause for each fact that its operands read."""
    seen: Seen = {}
    found = (read for expr in exprs for read in reads(scope, expr, seen))
    return Unknown(frozenset(Missing(read.path, cause, read.member) for read in found if not read.is_let))


def reads(scope: Scope, expr: nodes.Expr, seen: Seen) -> Iterator[Read]:
    """Yield the facts that a value is read from; what stands inside an aggregate is left out.

    ``seen``: lets and calls that were gone into already; each is worth going into once.
    """
    match expr:
        case nodes.Field():
            yield from _field(scope, expr, seen)
        case nodes.Cell(row=row, table=table, column=column):
            found = scope.names[row]
            assert isinstance(found, Row), row
            yield Read(f"{table}.{column}", found.id, scope.value(expr), expr.type)
        case nodes.ParameterValue(name=name):
            yield Read(name, "", scope.value(expr), expr.type)
        case nodes.Local():
            yield from _local(scope, expr, seen)
        case nodes.Deref(reference=reference):
            yield from reads(scope, reference, seen)
        case nodes.Aggregate(source=source) | nodes.Pick(source=source) | nodes.Rank(source=source):
            yield _over(scope, expr, source)
        case nodes.DefinitionCall():
            if _is_new(seen, ("read", expr, id(scope.names)), scope.names):
                yield from reads(inside(scope, expr), scope.day.model.definitions[expr.name].expr, seen)
        case nodes.IfElse(condition=condition, then=then, otherwise=otherwise):
            chosen = scope.truth(condition)
            if isinstance(chosen, Unknown):
                for part in (*_asked(condition), then, otherwise):
                    yield from reads(scope, part, seen)
            else:
                yield from shown(scope, condition, seen)
                yield from reads(scope, then if chosen else otherwise, seen)
        case nodes.Condition():
            yield from shown(scope, expr, seen)
        case _:
            for part in _parts(expr):
                yield from reads(scope, part, seen)


def _asked(condition: nodes.Expr) -> Iterator[nodes.Expr]:
    """Yield the values that an undecided condition compares."""
    match condition:
        case nodes.And(items=items) | nodes.Or(items=items):
            for item in items:
                yield from _asked(item)
        case nodes.Not(item=item) | nodes.Truth(item=item):
            yield from _asked(item)
        case nodes.Condition():
            yield from operands(condition)
        case _:
            yield condition


def _parts(expr: nodes.Expr) -> Sequence[nodes.Expr]:
    match expr:
        case nodes.SetLiteral(items=items):
            return items
        case nodes.Arithmetic(left=left, right=right):
            return (left, right)
        case nodes.Negative(item=item):
            return (item,)
        case nodes.BuiltinCall(arguments=arguments):
            return arguments
        case _:
            return ()


def _field(scope: Scope, expr: nodes.Field, seen: Seen) -> Iterator[Read]:
    if isinstance(expr.base, nodes.Deref):
        yield from reads(scope, expr.base, seen)
    member = scope.member(expr.base)
    if isinstance(member, Member):
        yield Read(f"{member.collection}.{expr.name}", member.id, scope.operand(expr), expr.type)


def _local(scope: Scope, expr: nodes.Local, seen: Seen) -> Iterator[Read]:
    if expr.name in scope.lets:
        written = scope.lets[expr.name]
        if _is_new(seen, ("read", expr.name), None):
            yield Read(f"let {expr.name}", "", scope.operand(expr), written.type, is_let=True)
            yield from reads(scope, written, seen)
        return
    named = scope.names.get(expr.name)
    if isinstance(named, Argument) and _is_new(seen, ("argument", id(named)), named):
        yield from reads(named.scope, named.expr, seen)


def _over(scope: Scope, expr: nodes.Expr, source: nodes.Source) -> Read:
    return Read(name_of(source), "", scope.operand(expr), expr.type, ids(scan(scope, source).certain))


def ids(found: Sequence[Found]) -> tuple[str, ...]:
    """Return the ids of members or rows, in their order."""
    return tuple(one.item.id for one in found)


def inside(scope: Scope, expr: nodes.DefinitionCall) -> Scope:
    """Return the scope of a definition's body: its parameters stand for the arguments."""
    definition = scope.day.model.definitions[expr.name]
    names: dict[str, Argument] = {}
    for (name, _), argument in zip(definition.parameters, expr.arguments, strict=True):
        is_member = isinstance(argument.type, MemberType)
        names[name] = Argument(argument, scope, scope.member(argument) if is_member else scope.value(argument))
    return scope.inside(names)


# -- conditions ----------------------------------------------------------------------------------------------------


def shown(scope: Scope, expr: nodes.Expr, seen: Seen) -> Iterator[Read]:
    """Yield what made a condition true or false; nothing for one that is unknown."""
    truth = scope.truth(expr)
    if isinstance(truth, Unknown):
        return
    match expr:
        case nodes.And(items=items) | nodes.Or(items=items):
            # Of a true `and` and of a false `or` all operands count; otherwise those that decided.
            decisive = truth is isinstance(expr, nodes.Or)
            for item in items:
                if not decisive or scope.truth(item) is truth:
                    yield from shown(scope, item, seen)
        case nodes.Not(item=item):
            yield from shown(scope, item, seen)
        case nodes.Exists(source=source):
            yield from _members(source, scan(scope, source), None, seen, found=truth)
        case nodes.ForAll(source=source, condition=condition):
            held = scan(scope, source, lambda inner: negate(inner.truth(condition)))
            yield from _members(source, held, condition, seen, found=not truth)
        case nodes.IfElse(condition=condition, then=then, otherwise=otherwise):
            chosen = scope.truth(condition)
            yield from shown(scope, condition, seen)
            for branch in (then, otherwise) if isinstance(chosen, Unknown) else (then if chosen else otherwise,):
                yield from shown(scope, branch, seen)
        case nodes.DefinitionCall():
            if _is_new(seen, ("shown", expr, id(scope.names)), scope.names):
                yield from shown(inside(scope, expr), scope.day.model.definitions[expr.name].expr, seen)
        case nodes.Local() if expr.name in scope.lets:
            written = scope.lets[expr.name]
            if _is_new(seen, ("shown", expr.name), None):
                yield Read(f"let {expr.name}", "", scope.operand(expr), written.type, is_let=True)
                yield from shown(scope, written, seen)
        case nodes.Truth(item=item):
            yield from reads(scope, item, seen)
        case nodes.Condition():
            for part in operands(expr):
                yield from reads(scope, part, seen)
        case _:
            yield from reads(scope, expr, seen)


def operands(expr: nodes.Condition) -> Sequence[nodes.Expr]:
    """Return the values that an atom compares."""
    match expr:
        case nodes.Compare(left=left, right=right) | nodes.Overlaps(left=left, right=right):
            return (left, right)
        case nodes.Contains(item=item, container=container):
            return (item, container)
        case nodes.Between(item=item, low=low, high=high):
            return (item, low, high)
        case nodes.Is(item=item):
            return (item,)
        case nodes.Within(item=item, length=length, anchor=anchor):
            return (item, length, anchor)
        case nodes.SamePeriod(left=left, period=period, right=right):
            sides = (_dated(left, period), _dated(right, period))
            return sides if isinstance(period, str) else (*sides, period)
        case nodes.UpTo(item=item, limit=limit):
            return (item, limit)
        case _:
            return ()


def _dated(side: nodes.Expr, period: str | nodes.Expr) -> nodes.Expr:
    """Return what is read of a side: of a member its date, where times are compared."""
    if not isinstance(side.type, MemberType) or period == "encounter":
        return side
    name = "admitted_at" if side.type.record == "encounter" else "at"
    return nodes.Field(side, name, type=DateType(time=True))


def _members(
    source: nodes.Source, held: Scan, condition: nodes.Expr | None, seen: Seen, *, found: bool
) -> Iterator[Read]:
    if not found:
        yield Read(name_of(source), "", _NO, None, ())
        return
    yield Read(name_of(source), "", _SOME, None, ids(held.certain))
    for one in held.certain[:_FIRST]:
        for part in (source.where, condition):
            if part is not None:
                yield from shown(one.scope, part, seen)


# -- as shown ------------------------------------------------------------------------------------------------------


def evidence_of(found: Iterator[Read]) -> tuple[Evidence, ...]:
    """Return facts as evidence: sorted, without repeats; what is unknown is none."""
    return tuple(sorted({_evidence(read) for read in found if not isinstance(read.value, Unknown)}))


def _evidence(read: Read) -> Evidence:
    value = show_operand(read.value, read.type)
    if read.members is None:
        return Evidence(read.path, read.member, value)
    return Evidence(read.path, read.member, value, len(read.members), read.members[:_FIRST])


def show_operand(operand: Operand, type_: Type | None, language: str = "zh") -> str:
    """Return a value as text; a range as ``low..high``, a result with its operator before it."""
    if not isinstance(operand, Range):
        return show_value(operand, type_, language)
    low, high = operand.lowest(), operand.highest()
    if operand.is_aggregate:
        return f"{show_value(low, type_, language)}..{'' if high is None else show_value(high, type_, language)}"
    if low is None:
        return f"{'<' if operand.open_high else '<='}{show_value(high, type_, language)}"
    return f"{'>' if operand.open_low else '>='}{show_value(low, type_, language)}"
