"""What would have had to differ for an instance not to fire (engine contract 3.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sanku.claim.decision import NearMiss
from sanku.claim.show import show_value
from sanku.core.moment import Moment
from sanku.core.quantity import Quantity
from sanku.core.types import QuantityType, Type
from sanku.core.unit import DAY
from sanku.core.unknown import Unknown
from sanku.engines.reference.arithmetic import calculate
from sanku.engines.reference.cap import CapState
from sanku.engines.reference.evaluation import evaluate, truth_of
from sanku.engines.reference.evidence import LANGUAGE, show_raw
from sanku.engines.reference.ranges import Range
from sanku.engines.reference.scope import AtomKey, BoundLet, Raw, Scope, as_value, atom_key
from sanku.engines.reference.subjects import Question, Subject
from sanku.engines.reference.verdict import Judged, Verdict, judge_branch
from sanku.semantics.nodes import And, Between, Cap, Compare, Expr, IfElse, Local, Not, Or

PLAIN = QuantityType()


@dataclass(frozen=True, slots=True, eq=False)
class _Miss:
    """A comparison as it turned out, before it is asked whether it alone would have been enough."""

    key: AtomKey
    truth: bool
    text: str
    left: str
    right: str
    by: str


def near_misses(question: Question, subject: Subject, verdict: Verdict) -> tuple[NearMiss, ...]:
    """Return the comparisons that held the first true branch up, sorted by text."""
    first = verdict.true_branches()[0]
    scope, rule = first.branch.scope, question.rule
    conditions = [binding.where for binding in rule.bindings] + [rule.when]
    found = [
        miss for condition in conditions if condition is not None for miss in _misses(condition, scope, wanted=True)
    ]
    if rule.cap is not None and first.cap is not None:
        found.append(_of_cap(rule.cap, first.cap, scope))
    return tuple(sorted({_finished(question, subject, first, miss) for miss in found}))


def _finished(question: Question, subject: Subject, first: Judged, miss: _Miss) -> NearMiss:
    """Tell whether the branch would not hold with this comparison the other way and all others as they are."""
    branch = first.branch
    without = replace(branch.scope, assume={**branch.scope.assume, miss.key: not miss.truth})
    again = judge_branch(question, subject, replace(branch, scope=without))
    holds = again.base if first.excepted is True else again.value
    return NearMiss(miss.text, miss.left, miss.right, miss.by, alone=holds is not True)


def _misses(expr: Expr, scope: Scope, *, wanted: bool) -> Iterator[_Miss]:
    """Yield the comparisons that made the condition what is wanted: true, or under `not` false."""
    if truth_of(expr, scope) is not wanted:
        return
    match expr:
        case And(items=items) | Or(items=items):
            for item in items:
                yield from _misses(item, scope, wanted=wanted)
        case Not(item=item):
            yield from _misses(item, scope, wanted=not wanted)
        case IfElse(condition=condition, then=then, otherwise=otherwise):
            answer = truth_of(condition, scope)
            if not isinstance(answer, Unknown):
                yield from _misses(condition, scope, wanted=answer)
                yield from _misses(then if answer else otherwise, scope, wanted=wanted)
        case Local(name=name):
            bound = scope.names.get(name)
            if isinstance(bound, BoundLet):
                yield from _misses(bound.expr, scope, wanted=wanted)
        case Compare():
            yield _of_compare(expr, scope, truth=wanted)
        case Between():
            yield _of_between(expr, scope, truth=wanted)
        case _:
            return


def _of_compare(node: Compare, scope: Scope, *, truth: bool) -> _Miss:
    left, right = evaluate(node.left, scope), evaluate(node.right, scope)
    shown = _shown(left, node.left.type), _shown(right, node.right.type)
    return _Miss(atom_key(node, scope), truth, node.text, *shown, _distance(left, right))


def _of_between(node: Between, scope: Scope, *, truth: bool) -> _Miss:
    item, low, high = (evaluate(part, scope) for part in (node.item, node.low, node.high))
    ends = f"{_shown(low, node.low.type)}..{_shown(high, node.high.type)}"
    # To the nearer end.
    by = _shorter(_gap(item, low), _gap(item, high))
    return _Miss(atom_key(node, scope), truth, node.text, _shown(item, node.item.type), ends, _as_text(by))


def _of_cap(cap: Cap, state: CapState, scope: Scope) -> _Miss:
    running = state.running.low if isinstance(state.running, Range) else state.running
    excess = state.excess
    by = "" if excess is None or isinstance(excess, Unknown) else show_value(excess, cap.aggregate.type, LANGUAGE)
    left, right = _shown(running, cap.aggregate.type), _shown(state.limit, cap.limit.type)
    return _Miss(atom_key(cap, scope), truth=True, text=cap.text, left=left, right=right, by=by)


def _shown(raw: Raw, type_: Type) -> str:
    return show_raw(raw, type_) or show_value(as_value(raw), type_, LANGUAGE)


def _distance(left: Raw, right: Raw) -> str:
    return _as_text(_gap(left, right))


def _as_text(gap: Quantity | None) -> str:
    return "" if gap is None else show_value(gap, PLAIN, LANGUAGE)


def _gap(left: Raw, right: Raw) -> Quantity | None:
    """Return how far apart two values are: in the left one's unit, dates in whole days; ``None`` without a distance."""
    match left, right:
        case Quantity(), Quantity():
            gap = calculate("-", left, right)
            return Quantity(max(gap.value, -gap.value), gap.unit) if isinstance(gap, Quantity) else None
        case Moment(), Moment():
            return Quantity(abs((left.day - right.day).days), DAY)
        case _:
            return None


def _shorter(one: Quantity | None, two: Quantity | None) -> Quantity | None:
    if one is None or two is None:
        return one or two
    return one if one.base <= two.base else two
