"""What would have had to turn out otherwise: the comparisons that made an instance fire, and by how much."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.claim.decision import NearMiss
from sanku.core.moment import Moment
from sanku.core.quantity import Quantity, show_quantity
from sanku.core.truth import Truth, conjunction, disjunction, negate
from sanku.core.unit import DAY
from sanku.core.unknown import Unknown
from sanku.engines.event.detail.evidence import show_operand
from sanku.engines.event.detail.instance import Weighed
from sanku.engines.event.detail.scope import Scope
from sanku.engines.event.operators import calculate
from sanku.engines.event.ranges import Operand, Range, compare_ranges
from sanku.ir.nodes import RulePlan
from sanku.semantics.nodes import And, Between, Cap, Compare, Expr, IfElse, Local, Not, Or


def near_misses(plan: RulePlan, weighed: Weighed) -> tuple[NearMiss, ...]:
    """Return the near misses of one binding whose base is true, sorted."""
    scope = weighed.scope
    found: list[NearMiss] = []
    seen: set[int] = set()
    for conjunct in plan.conjuncts:
        for atom in _atoms(scope, conjunct.expr, positive=True):
            if id(atom) not in seen:
                seen.add(id(atom))
                found.append(_shown(scope, atom, alone=_is_enough(plan, weighed, atom)))
    if plan.cap is not None and weighed.cap is not None:
        found.append(_of_cap(plan.cap, weighed))
    return tuple(sorted(set(found)))


def _atoms(scope: Scope, expr: Expr, *, positive: bool) -> Iterator[Compare | Between]:
    """Yield the comparisons that are true and made the condition what it is."""
    truth = scope.truth(expr)
    if isinstance(truth, Unknown):
        return
    match expr:
        case Compare() | Between():
            if positive and truth:
                yield expr
        case And(items=items) | Or(items=items):
            decisive = truth is isinstance(expr, Or)
            for item in items:
                if not decisive or scope.truth(item) is truth:
                    yield from _atoms(scope, item, positive=positive)
        case Not(item=item):
            yield from _atoms(scope, item, positive=not positive)
        case IfElse(condition=condition, then=then, otherwise=otherwise):
            chosen = scope.truth(condition)
            yield from _atoms(scope, condition, positive=positive if chosen is True else not positive)
            if not isinstance(chosen, Unknown):
                yield from _atoms(scope, then if chosen else otherwise, positive=positive)
        case Local(name=name) if name in scope.lets:
            yield from _atoms(scope, scope.lets[name], positive=positive)
        case _:
            return


def _is_enough(plan: RulePlan, weighed: Weighed, atom: Expr) -> bool:
    """Tell whether the binding would not have held with this one atom false."""
    scope = weighed.scope.forcing(id(atom))
    truths: list[Truth] = [scope.truth(conjunct.expr) for conjunct in plan.conjuncts]
    if weighed.cap is not None:
        truths.append(weighed.cap.truth)
    if not weighed.is_excepted:
        truths.append(negate(disjunction(weighed.exceptions.values())))
    return conjunction(truths) is not True


def _shown(scope: Scope, atom: Compare | Between, *, alone: bool) -> NearMiss:
    if isinstance(atom, Compare):
        left, right = scope.operand(atom.left), scope.operand(atom.right)
        shown = show_operand(right, atom.right.type)
        return NearMiss(atom.text, show_operand(left, atom.left.type), shown, _distance(left, right), alone)
    item, low, high = (scope.operand(side) for side in (atom.item, atom.low, atom.high))
    ends = f"{show_operand(low, atom.low.type)}..{show_operand(high, atom.high.type)}"
    nearer = low if _is_nearer(item, low, high) else high
    return NearMiss(atom.text, show_operand(item, atom.item.type), ends, _distance(item, nearer), alone)


def _distance(left: Operand, right: Operand) -> str:
    gap = _gap(left, right)
    return "" if gap is None else show_quantity(gap)


def _gap(left: Operand, right: Operand) -> Quantity | None:
    if isinstance(left, Moment) and isinstance(right, Moment):
        return Quantity(abs((left.day - right.day).days), DAY)
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        difference = calculate("-", left, right)
        return (
            Quantity(max(difference.value, -difference.value), difference.unit)
            if isinstance(difference, Quantity)
            else None
        )
    return None


def _is_nearer(item: Operand, low: Operand, high: Operand) -> bool:
    to_low, to_high = _gap(item, low), _gap(item, high)
    if to_low is None or to_high is None:
        return to_low is not None
    return compare_ranges("<=", to_low, to_high) is True


def _of_cap(cap: Cap, weighed: Weighed) -> NearMiss:
    state = weighed.cap
    assert state is not None
    total = state.total.lowest() if isinstance(state.total, Range) else state.total
    by = show_quantity(state.excess) if isinstance(state.excess, Quantity) else ""
    left, right = show_operand(total, cap.aggregate.type), show_operand(state.limit, cap.limit.type)
    return NearMiss(cap.text, left, right, by, alone=True)
