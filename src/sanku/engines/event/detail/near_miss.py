"""What would have had to turn out otherwise: the comparisons that made an instance fire, and by how much."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.claim.decision import NearMiss
from sanku.claim.facts import Member
from sanku.core.moment import Moment
from sanku.core.quantity import Quantity, show_quantity
from sanku.core.unit import DAY
from sanku.core.unknown import Unknown
from sanku.engines.event.detail.bindings import Picked
from sanku.engines.event.detail.evidence import show_operand
from sanku.engines.event.detail.instance import Weighed, weigh
from sanku.engines.event.detail.scope import Scope
from sanku.engines.event.operators import calculate
from sanku.engines.event.ranges import Operand, Range, compare_ranges
from sanku.ir.nodes import RulePlan
from sanku.semantics.nodes import And, Between, Cap, Compare, Expr, IfElse, Local, Not, Or
from sanku.semantics.versions import RuleVersion


def near_misses(
    plan: RulePlan, version: RuleVersion, weighed: Weighed, row_ids: tuple[str, ...], subject: Member
) -> tuple[NearMiss, ...]:
    """Return the near misses of one binding whose base is true, sorted."""
    scope = weighed.scope
    atoms = {atom: truth for conjunct in plan.conjuncts for atom, truth in _atoms(scope, conjunct.expr, wanted=True)}
    found: list[NearMiss] = []
    for atom, truth in atoms.items():
        otherwise = Picked(scope.forcing(atom, not truth), weighed.others, row_ids, (), frozenset())
        again = weigh(plan, version, otherwise, subject)
        holds = again.base if weighed.is_excepted else again.value
        found.append(_shown(scope, atom, alone=holds is not True))
    if plan.cap is not None and weighed.cap is not None:
        found.append(_of_cap(plan.cap, weighed))
    return tuple(sorted(set(found)))


def _atoms(scope: Scope, expr: Expr, *, wanted: bool) -> Iterator[tuple[Compare | Between, bool]]:
    """Yield the comparisons that made the condition what is wanted: true, or under ``not`` false."""
    if scope.truth(expr) is not wanted:
        return
    match expr:
        case Compare() | Between():
            yield expr, wanted
        case And(items=items) | Or(items=items):
            for item in items:
                yield from _atoms(scope, item, wanted=wanted)
        case Not(item=item):
            yield from _atoms(scope, item, wanted=not wanted)
        case IfElse(condition=condition, then=then, otherwise=otherwise):
            chosen = scope.truth(condition)
            if not isinstance(chosen, Unknown):
                yield from _atoms(scope, condition, wanted=chosen)
                yield from _atoms(scope, then if chosen else otherwise, wanted=wanted)
        case Local(name=name) if name in scope.lets:
            yield from _atoms(scope, scope.lets[name], wanted=wanted)
        case _:
            return


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
