"""Expressions that are values: what a fact, an operation or a call is worth, with the causes of what is unknown."""

from __future__ import annotations

from typing import assert_never

from sanku.builtins import BUILTINS
from sanku.catalog.nodes import Row
from sanku.claim.facts import Member
from sanku.core.quantity import Quantity
from sanku.core.unknown import Unknown, merge, unknown
from sanku.core.value import CodeList, Value
from sanku.engines.event.detail.aggregates import aggregate, pick, rank
from sanku.engines.event.detail.evidence import causes, inside
from sanku.engines.event.detail.scope import Argument, Scope, single
from sanku.engines.event.operators import calculate, same_value
from sanku.engines.event.ranges import Operand, censored
from sanku.semantics import nodes

OPERATORS = ("<", "<=", ">", ">=")
"""Operators of a result that stand for a set of values (semantics 25)."""


def value_of(scope: Scope, expr: nodes.Expr) -> Operand:
    """Return the value of an expression; of a partly known number, its range."""
    match expr:
        case nodes.Literal(value=value):
            return value
        case nodes.SetLiteral(items=items):
            return tuple(scope.value(item) for item in items)
        case nodes.Local():
            return _local(scope, expr)
        case nodes.Field():
            return _field(scope, expr)
        case nodes.Cell(row=row, table=table, column=column):
            return _cell(scope, row, table, column)
        case nodes.ParameterValue(name=name):
            return scope.day.known.parameter(name)
        case nodes.CodeSetValue(name=name):
            return CodeList((), (name,))
        case nodes.IfElse():
            return _if_else(scope, expr)
        case nodes.Arithmetic():
            return _arithmetic(scope, expr)
        case nodes.Negative(item=item):
            given = scope.value(item)
            return Quantity(-given.value, given.unit) if isinstance(given, Quantity) else given
        case nodes.BuiltinCall(name=name, arguments=arguments):
            return BUILTINS[name].apply(scope.day.known.knowledge.env, tuple(scope.value(one) for one in arguments))
        case nodes.DefinitionCall():
            return _called(scope, expr)
        case nodes.Aggregate():
            return aggregate(scope, expr)
        case nodes.Pick():
            return pick(scope, expr)
        case nodes.Rank():
            return rank(scope, expr)
        case nodes.Single() | nodes.Deref():
            # A member as a value is its id: what a reference compares with.
            member = scope.member(expr)
            return member.id if isinstance(member, Member) else member
        case nodes.Condition():
            return scope.truth(expr)
        case _:
            assert_never(expr)


def _local(scope: Scope, expr: nodes.Local) -> Operand:
    if expr.name in scope.lets:
        if expr.name not in scope.kept:
            scope.kept[expr.name] = scope.operand(scope.lets[expr.name])
        return scope.kept[expr.name]
    if expr.name == "excess" and expr.name not in scope.names:
        return scope.excess
    named = scope.names[expr.name]
    if isinstance(named, Argument):
        named = named.value  # type: ignore[assignment]  # a member stands for its id, as below
    if isinstance(named, Member):
        return named.id
    assert not isinstance(named, Row), expr.name
    return named  # type: ignore[return-value]  # gathered rows are no value, so no expression asks for them


def _field(scope: Scope, expr: nodes.Field) -> Operand:
    member = scope.member(expr.base)
    if not isinstance(member, Member):
        return member
    value = member.get(expr.name)
    if expr.name == "value":
        operator = member.fields.get("value_op")
        if isinstance(operator, Unknown):
            return merge(value, operator)
        if operator in OPERATORS and isinstance(value, Quantity):
            missing = unknown(f"{member.collection}.{expr.name}", "censored", member.id)
            return censored(value, str(operator), missing)
    return value


def member_of(scope: Scope, expr: nodes.Expr) -> Member | Unknown | None:
    """Return the member that an expression stands for."""
    match expr:
        case nodes.Single(name=name):
            return scope.day.facts.single(name)
        case nodes.Local(name=name):
            if name in scope.lets:
                return scope.member(scope.lets[name])
            named = scope.names[name]
            found = named.value if isinstance(named, Argument) else named
            assert isinstance(found, Member | Unknown | None), name
            return found
        case nodes.Deref(reference=reference, collection=collection):
            identity = scope.value(reference)
            if isinstance(identity, Unknown) or identity is None:
                return identity
            return scope.day.claim.find(collection, str(identity))
        case nodes.IfElse():
            chosen = scope.truth(expr.condition)
            if isinstance(chosen, Unknown):
                return chosen
            return scope.member(expr.then if chosen else expr.otherwise)
        case _:
            message = f"not a member: {type(expr).__name__}"
            raise AssertionError(message)


def _cell(scope: Scope, row: str, table: str, column: str) -> Value:
    found = scope.names[row]
    assert isinstance(found, Row), row
    return found.cells[scope.day.model.catalog.tables[table].index(column)]


def _if_else(scope: Scope, expr: nodes.IfElse) -> Value:
    chosen = scope.truth(expr.condition)
    if not isinstance(chosen, Unknown):
        return scope.value(expr.then if chosen else expr.otherwise)
    then, otherwise = scope.value(expr.then), scope.value(expr.otherwise)
    if then is None and otherwise is None:
        return None
    known = not isinstance(then, Unknown | None) and not isinstance(otherwise, Unknown | None)
    if known and same_value(then, otherwise):  # type: ignore[arg-type]  # both were found to be known
        return then
    return merge(chosen, then, otherwise)


def _arithmetic(scope: Scope, expr: nodes.Arithmetic) -> Value:
    left, right = scope.value(expr.left), scope.value(expr.right)
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return merge(left, right)
    if left is None or right is None:
        return None
    result = calculate(expr.op, left, right)
    if result == "zero divisor":
        return causes(scope, result, expr.right)
    return causes(scope, result, expr.left, expr.right) if isinstance(result, str) else result


def _called(scope: Scope, expr: nodes.DefinitionCall) -> Value:
    """Return what a definition is worth for its arguments, evaluated once for each event and day."""
    body = inside(scope, expr)
    if scope.forced:
        return single(body.operand(scope.day.model.definitions[expr.name].expr))
    arguments = tuple(one.value for one in body.names.values() if isinstance(one, Argument))
    key = (expr.name, arguments)
    kept = scope.day.called
    if key not in kept:
        scope.day.claim.spend(1)
        kept[key] = single(body.operand(scope.day.model.definitions[expr.name].expr))
    return kept[key]
