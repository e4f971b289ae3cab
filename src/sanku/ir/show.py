"""Plan to text, for golden tests and ``--dump``: one line a part, in the order of asking."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.ir.nodes import ByCode, ByKey, ByRow, Dispatch, Every, KeyedMatch, RulePlan
from sanku.semantics.show_expressions import show_node


def show_plan(plan: RulePlan) -> str:
    """Return a plan as text."""
    return "\n".join(_lines(plan)) + "\n"


def _lines(plan: RulePlan) -> Iterator[str]:
    yield f"plan {plan.rule.name}"
    yield f"  subject {plan.subject.name} in {plan.subject.collection}, {_dispatch(plan.dispatch)}"
    for binder in plan.others:
        yield f"  {'pair ' if plan.rule.pair else ''}other {binder.name} in {binder.collection}"
    for keyed in plan.matches:
        yield f"  {_match(keyed)}"
    for name, expr in plan.lets.items():
        yield f"  let {name} = {show_node(expr)}"
    for conjunct in plan.conjuncts:
        kind = "guard" if conjunct.is_guard else "when"
        yield f"  {conjunct.stage.name.lower()} {kind} {show_node(conjunct.expr)}"
    if plan.cap is not None:
        yield f"  cap {plan.cap.aggregate.text or plan.cap.aggregate.function} at most {show_node(plan.cap.limit)}"


def _dispatch(dispatch: Dispatch) -> str:
    match dispatch:
        case ByRow(table=table):
            return f"by row of {table}"
        case ByKey(table=table, column=column, partner=partner):
            beside = "" if partner is None else f", partner key {partner[0] + 1} in {partner[1]}"
            return f"by key {column + 1} of {table}{beside}"
        case ByCode(container=container):
            return f"by code in {show_node(container)}"
        case Every():
            return "every member"


def _match(keyed: KeyedMatch) -> str:
    match = keyed.match
    keys = ", ".join(
        f"code of {name}" if name else show_node(key) for name, key in zip(keyed.codes, match.keys, strict=True)
    )
    return f"{'gather' if match.gathered else 'match'} {match.row} in {match.table} on {keys}"
