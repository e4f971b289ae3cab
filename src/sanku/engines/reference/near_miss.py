"""What would have had to differ for an instance not to fire (engine contract 3.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sanku.claim.decision import NearMiss
from sanku.claim.show import show_value
from sanku.core.moment import Moment
from sanku.core.quantity import Quantity, add
from sanku.core.types import QuantityType, Type
from sanku.core.unit import DAY
from sanku.core.unknown import Unknown
from sanku.engines.reference.cap import CapState
from sanku.engines.reference.evaluation import evaluate, truth_of
from sanku.engines.reference.evidence import LANGUAGE, show_raw
from sanku.engines.reference.ranges import Range
from sanku.engines.reference.scope import AtomKey, BoundLet, Raw, Scope, atom_key
from sanku.engines.reference.subjects import Question, Subject
from sanku.engines.reference.verdict import Verdict, value_with
from sanku.semantics.nodes import And, Between, Cap, Compare, Expr, IfElse, Local, Not, Or, Truth

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
    judged = verdict.true_branches()[0]
    scope, rule = judged.branch.scope, question.rule
    conditions = [binding.where for binding in rule.bindings] + [rule.when]
    found = [miss for condition in conditions if condition is not None for miss in _misses(condition, scope)]
    if rule.cap is not None and judged.cap is not None:
        found.append(_of_cap(rule.cap, judged.cap, scope))
    row_ids = verdict.instance.row_ids
    misses = {
        NearMiss(miss.text, miss.left, miss.right, miss.by, _is_enough(question, subject, row_ids, miss))
        for miss in found
    }
    return tuple(sorted(misses))


def _is_enough(question: Question, subject: Subject, row_ids: tuple[str, ...], miss: _Miss) -> bool:
    """Tell whether the instance would not be true with this comparison turned round and all others as they are."""
    turned = replace(question, assume={**question.assume, miss.key: not miss.truth})
    return value_with(turned, subject, row_ids) is not True


def _misses(expr: Expr, scope: Scope) -> Iterator[_Miss]:
    """Yield the comparisons whose truth made the condition what it is."""
    match expr:
        case And(items=items) | Or(items=items):
            whole = truth_of(expr, scope)
            for item in items:
                if truth_of(item, scope) is whole:
                    yield from _misses(item, scope)
        case Not(item=item) | Truth(item=item):
            yield from _misses(item, scope)
        case IfElse(condition=condition, then=then, otherwise=otherwise):
            answer = truth_of(condition, scope)
            yield from _misses(condition, scope)
            if not isinstance(answer, Unknown):
                yield from _misses(then if answer else otherwise, scope)
        case Local(name=name):
            bound = scope.names.get(name)
            if isinstance(bound, BoundLet):
                yield from _misses(bound.expr, scope)
        case Compare():
            yield from _of_compare(expr, scope)
        case Between():
            yield from _of_between(expr, scope)
        case _:
            return


def _of_compare(node: Compare, scope: Scope) -> Iterator[_Miss]:
    truth = truth_of(node, scope)
    if isinstance(truth, Unknown):
        return
    left, right = evaluate(node.left, scope), evaluate(node.right, scope)
    yield _Miss(
        atom_key(node, scope), truth, node.text, _shown(left, node.left.type), _shown(right, node.right.type),
        _distance(left, right),
    )  # fmt: skip


def _of_between(node: Between, scope: Scope) -> Iterator[_Miss]:
    truth = truth_of(node, scope)
    if isinstance(truth, Unknown):
        return
    item, low, high = (evaluate(part, scope) for part in (node.item, node.low, node.high))
    ends = f"{_shown(low, node.low.type)}..{_shown(high, node.high.type)}"
    # To the nearer end.
    by = _shorter(_gap(item, low), _gap(item, high))
    yield _Miss(atom_key(node, scope), truth, node.text, _shown(item, node.item.type), ends, _as_text(by))


def _of_cap(cap: Cap, state: CapState, scope: Scope) -> _Miss:
    running = state.running.low if isinstance(state.running, Range) else state.running
    excess = state.excess
    by = "" if excess is None or isinstance(excess, Unknown) else show_value(excess, cap.aggregate.type, LANGUAGE)
    left, right = _shown(running, cap.aggregate.type), _shown(state.limit, cap.limit.type)
    return _Miss(atom_key(cap, scope), truth=True, text=cap.text, left=left, right=right, by=by)


def _shown(raw: Raw, type_: Type) -> str:
    return show_raw(raw, type_) or ""


def _distance(left: Raw, right: Raw) -> str:
    return _as_text(_gap(left, right))


def _as_text(gap: Quantity | None) -> str:
    return "" if gap is None else show_value(gap, PLAIN, LANGUAGE)


def _gap(left: Raw, right: Raw) -> Quantity | None:
    """Return how far apart two values are: in the left one's unit, dates in whole days; ``None`` without a distance."""
    match left, right:
        case Quantity(), Quantity():
            gap = add(left, right, -1)
            return None if gap is None else Quantity(max(gap.value, -gap.value), gap.unit)
        case Moment(), Moment():
            return Quantity(abs((left.day - right.day).days), DAY)
        case _:
            return None


def _shorter(one: Quantity | None, two: Quantity | None) -> Quantity | None:
    if one is None or two is None:
        return one or two
    return one if one.base <= two.base else two
