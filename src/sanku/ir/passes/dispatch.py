"""Plan to dispatch: how subjects of a rule are found, so that an event costs what its own lines can match."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sanku.core.types import CodesType, CodeType
from sanku.ir.nodes import ByCode, ByKey, ByRow, Dispatch, Every, KeyedMatch, RulePlan, Stage
from sanku.semantics.nodes import CodeSetValue, Compare, Contains, Expr, Field, Literal, Local, Model, SetLiteral


def dispatch(model: Model, plan: RulePlan) -> RulePlan:
    """Return the plan with its dispatch: by row if possible, else by key, else by a guard's codes."""
    return replace(plan, dispatch=next(_found(model, plan), Every()))


def _found(model: Model, plan: RulePlan) -> Iterator[Dispatch]:
    if plan.rule.by:
        return
    for match in plan.matches:
        yield from _by_match(model, plan, match)
    for conjunct in plan.conjuncts:
        if conjunct.is_guard and conjunct.stage is Stage.SUBJECT:
            yield from _by_guard(plan, conjunct.expr)


def _by_match(model: Model, plan: RulePlan, keyed: KeyedMatch) -> Iterator[Dispatch]:
    table = model.catalog.tables[keyed.match.table]
    if plan.subject.name not in keyed.codes:
        return
    number = keyed.codes.index(plan.subject.name)
    column = table.columns[table.index(table.key[number])]
    if not isinstance(column.type, CodeType | CodesType):
        return
    alone = len(plan.matches) == 1 and not plan.others and len(keyed.codes) == 1
    if alone and not keyed.match.gathered and table.match == "all" and not table.symmetric:
        yield ByRow(table.name)
    # An earlier step without rows ends the steps, so only the first one can be asked before all others.
    if keyed is plan.matches[0]:
        yield ByKey(table.name, number, _partner(plan, keyed, number))


def _partner(plan: RulePlan, keyed: KeyedMatch, number: int) -> tuple[int, str] | None:
    for place, name in enumerate(keyed.codes):
        for binder in plan.others:
            if place != number and binder.name == name:
                return place, binder.collection
    return None


def _by_guard(plan: RulePlan, expr: Expr) -> Iterator[Dispatch]:
    match expr:
        case Contains(item=item, container=container, negated=False) if _is_code(plan, item) and _is_fixed(container):
            yield ByCode(container)
        case Compare(op="=", left=left, right=right) if _is_code(plan, left) and isinstance(right, Literal):
            yield ByCode(right)


def _is_code(plan: RulePlan, expr: Expr) -> bool:
    match expr:
        case Field(base=Local(name=name), name="code"):
            return name == plan.subject.name
        case _:
            return False


def _is_fixed(container: Expr) -> bool:
    match container:
        case CodeSetValue() | Literal():
            return True
        case SetLiteral(items=items):
            return all(isinstance(item, Literal) for item in items)
        case _:
            return False
