"""An expression in a scope to its value: one case for each node of the model, nothing remembered.

A condition gives true, false or unknown; an aggregate may give a range; a name may give what it is bound to.
"""

from __future__ import annotations

from typing import assert_never

from sanku.builtins import BUILTINS
from sanku.builtins.nodes import Env
from sanku.claim.facts import Member
from sanku.core.quantity import Quantity
from sanku.core.truth import conjunction, disjunction, negate
from sanku.core.types import MemberType
from sanku.core.unknown import Missing, Unknown, merge
from sanku.core.value import Value
from sanku.engines.reference import conditions
from sanku.engines.reference.aggregates import aggregate, pick, rank
from sanku.engines.reference.arithmetic import calculate, negative
from sanku.engines.reference.compare import equal
from sanku.engines.reference.lookups import parameter_in_force
from sanku.engines.reference.ranges import Range, Undecided, censored
from sanku.engines.reference.scope import (
    BoundArgument,
    BoundLet,
    BoundRow,
    BoundRows,
    BoundValue,
    Raw,
    Scope,
    as_truth,
    as_value,
    atom_key,
)
from sanku.engines.reference.trace import causes, definition_scope
from sanku.semantics.nodes import (
    Aggregate,
    And,
    Arithmetic,
    Atom,
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


def evaluate(expr: Expr, scope: Scope) -> Raw:
    """Return the value of an expression."""
    if isinstance(expr, Atom) and scope.assume:
        answer = scope.assume.get(atom_key(expr, scope))
        if answer is not None:
            return answer
    match expr:
        case Literal(value=value):
            return value
        case SetLiteral(items=items):
            return tuple(value_of(item, scope) for item in items)
        case Local(name=name):
            return _bound(name, scope)
        case Single(name=name):
            return scope.facts.single(name)
        case Field():
            return _field(expr, scope)
        case Deref():
            return _referred(expr, scope)
        case Cell(row=row, table=table, column=column):
            return _cell(row, table, column, scope)
        case ParameterValue(name=name):
            return parameter_in_force(name, scope)
        case CodeSetValue():
            raise AssertionError("a code set stands only to the right of `in`")
        case IfElse():
            return _chosen(expr, scope)
        case Arithmetic(op=op, left=left, right=right):
            result = calculate(op, value_of(left, scope), value_of(right, scope))
            if isinstance(result, Undecided):
                return causes(result.cause, (left, right), scope, evaluate)
            return causes(result, (right,), scope, evaluate) if result == "zero divisor" else result
        case Negative(item=item):
            result = negative(value_of(item, scope))
            return causes(result.cause, (item,), scope, evaluate) if isinstance(result, Undecided) else result
        case BuiltinCall(name=name, arguments=arguments):
            environment = Env(scope.model.catalog.systems)
            return BUILTINS[name].apply(environment, tuple(value_of(part, scope) for part in arguments))
        case DefinitionCall(name=name):
            return evaluate(scope.model.definitions[name].expr, definition_scope(expr, scope, evaluate))
        case Or(items=items):
            return disjunction([truth_of(item, scope) for item in items])
        case And(items=items):
            return conjunction([truth_of(item, scope) for item in items])
        case Not(item=item):
            return negate(truth_of(item, scope))
        case Truth(item=item):
            return truth_of(item, scope)
        case Compare():
            return conditions.compared(expr.op, expr.left, expr.right, scope, evaluate)
        case Contains():
            return conditions.contains(expr, scope, evaluate)
        case Between():
            return conditions.between(expr, scope, evaluate)
        case Is():
            return conditions.is_(expr, scope, evaluate)
        case Within():
            return conditions.within(expr, scope, evaluate)
        case Overlaps():
            return conditions.overlaps(expr, scope, evaluate)
        case SamePeriod():
            return conditions.on_same(expr, scope, evaluate)
        case UpTo():
            return conditions.up_to(expr, scope, evaluate)
        case Exists(source=source):
            return conditions.exists(source, scope, evaluate)
        case ForAll(source=source, condition=condition):
            return conditions.for_all(source, condition, scope, evaluate)
        case Aggregate():
            return aggregate(expr, scope, evaluate)
        case Pick():
            return pick(expr, scope, evaluate)
        case Rank():
            return rank(expr, scope, evaluate)
        case _:
            assert_never(expr)


def value_of(expr: Expr, scope: Scope) -> Value:
    """Return a value; a range with unequal ends is unknown (semantics 11)."""
    return as_value(evaluate(expr, scope))


def truth_of(expr: Expr, scope: Scope) -> bool | Unknown:
    """Return the truth of a condition."""
    return as_truth(evaluate(expr, scope))


def _bound(name: str, scope: Scope) -> Raw:
    bound = scope.names[name]
    match bound:
        case BoundLet(expr=expr):
            return evaluate(expr, scope)  # semantics 52: pure substitution
        case BoundArgument(value=value) | BoundValue(value=value):
            return value
        case Member() | BoundRow() | BoundRows():
            return bound
        case _:
            assert_never(bound)


def _field(field: Field, scope: Scope) -> Raw:
    base = evaluate(field.base, scope)
    if not isinstance(base, Member):
        assert base is None or isinstance(base, Unknown), f"`{field.name}` read of a value"
        return base
    value = base.get(field.name)
    is_result = isinstance(field.base.type, MemberType) and field.base.type.record == "observation"
    return _result(base, value) if is_result and field.name == "value" else value


def _result(observation: Member, value: Value) -> Value | Range:
    """Return a laboratory value; with an operator it stands for all values that the operator admits (semantics 25)."""
    operator = observation.fields.get("value_op")
    if isinstance(operator, Unknown):
        return merge(value, operator)
    if not isinstance(operator, str) or operator == "=" or not isinstance(value, Quantity):
        return value
    return censored(operator, value, Missing(f"{observation.collection}.value", "censored", observation.id))


def _referred(node: Deref, scope: Scope) -> Raw:
    reference = value_of(node.reference, scope)
    if not isinstance(reference, str):
        return reference
    return scope.facts.find(node.collection, reference)


def _cell(row: str, table: str, column: str, scope: Scope) -> Value:
    bound = scope.names[row]
    assert isinstance(bound, BoundRow), f"`{row}` is no row"
    return bound.row.cells[scope.model.catalog.tables[table].index(column)]


def _chosen(node: IfElse, scope: Scope) -> Value:
    answer = truth_of(node.condition, scope)
    then, otherwise = value_of(node.then, scope), value_of(node.otherwise, scope)
    if not isinstance(answer, Unknown):
        return then if answer else otherwise
    known = not isinstance(then, Unknown) and not isinstance(otherwise, Unknown)
    if known and equal(then, otherwise, node.then.type, node.otherwise.type):
        return then  # both answers give the same
    return merge(answer, then, otherwise)
