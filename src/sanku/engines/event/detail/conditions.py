"""Conditions: true, false or unknown with its causes (semantics 3, 37); Kleene's logic and nothing smarter."""

from __future__ import annotations

from collections.abc import Sequence

from sanku.claim.facts import Member
from sanku.core.code import Code
from sanku.core.moment import Moment
from sanku.core.quantity import Quantity
from sanku.core.truth import Truth, conjunction, disjunction, negate
from sanku.core.types import MemberType
from sanku.core.unknown import Unknown, merge
from sanku.core.value import CodeList, Known, Period, Value
from sanku.engines.event.claim_view import stay_of
from sanku.engines.event.detail.evidence import causes
from sanku.engines.event.detail.scan import Scan, scan
from sanku.engines.event.detail.scope import Scope, single
from sanku.engines.event.operators import (
    Comparison,
    Outcome,
    begins_before,
    compare_known,
    comparison,
    same_period,
    same_value,
    up_to,
    within,
)  # fmt: skip
from sanku.engines.event.ranges import Operand, Range
from sanku.engines.event.running_total import undated_causes
from sanku.semantics import nodes


def truth_of(scope: Scope, expr: nodes.Expr) -> Truth:
    """Return the truth of a condition, or of a boolean value used as one."""
    if scope.forced and expr in scope.forced:
        return scope.forced[expr]
    match expr:
        case nodes.Or(items=items):
            return disjunction(scope.truth(item) for item in items)
        case nodes.And(items=items):
            return conjunction(scope.truth(item) for item in items)
        case nodes.Not(item=item):
            return negate(scope.truth(item))
        case nodes.Compare():
            how = comparison(expr.op, expr.left.type, expr.right.type)
            return compared(scope, how, scope.operand(expr.left), scope.operand(expr.right), (expr.left, expr.right))
        case nodes.Between():
            return _between(scope, expr)
        case nodes.Contains():
            return _contains(scope, expr)
        case nodes.Is():
            return _is(scope, expr)
        case nodes.Within():
            return _within(scope, expr)
        case nodes.Overlaps():
            return _overlaps(scope, expr)
        case nodes.SamePeriod():
            return _same_period(scope, expr)
        case nodes.UpTo():
            return _up_to(scope, expr)
        case nodes.Exists(source=source):
            return _exists(scan(scope, source))
        case nodes.ForAll():
            return negate(_exists(failing(scope, expr)))
        case nodes.Truth(item=item):
            return _as_truth(scope.value(item))
        case _:
            return _as_truth(scope.value(expr))


def _as_truth(value: Value) -> Truth:
    return value if isinstance(value, Unknown) else value is True


def _exists(held: Scan) -> Truth:
    if held.certain:
        return True
    missing = held.missing
    return Unknown(missing) if missing else False


def failing(scope: Scope, expr: nodes.ForAll) -> Scan:
    """Return the members of the source that fail the condition."""
    return scan(scope, expr.source, lambda inner: negate(inner.truth(expr.condition)))


# -- comparisons ---------------------------------------------------------------------------------------------------


def compared(scope: Scope, how: Comparison, left: Operand, right: Operand, reads: Sequence[nodes.Expr]) -> Truth:
    """Return a comparison: false if a side is none, unknown with its causes if it cannot be told."""
    if left is None or right is None:
        return False
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return merge(left, right)
    outcome = compare_known(how, left, right)
    if outcome is None:
        return merge(_open(left), _open(right))
    return _decided(scope, outcome, reads)


def _open(operand: Operand) -> Operand:
    """Return what is unknown of a side: of a range what would settle it."""
    return operand.missing if isinstance(operand, Range) else operand


def _decided(scope: Scope, outcome: Outcome, reads: Sequence[nodes.Expr]) -> Truth:
    return causes(scope, outcome, *reads) if isinstance(outcome, str) else outcome


def _between(scope: Scope, expr: nodes.Between) -> Truth:
    item, low, high = (scope.operand(side) for side in (expr.item, expr.low, expr.high))
    if item is None or low is None or high is None:
        return False
    above = compared(scope, comparison(">=", expr.item.type, expr.low.type), item, low, (expr.item, expr.low))
    below = compared(scope, comparison("<=", expr.item.type, expr.high.type), item, high, (expr.item, expr.high))
    inside = conjunction([above, below])
    return negate(inside) if expr.negated else inside


def _contains(scope: Scope, expr: nodes.Contains) -> Truth:
    item = scope.value(expr.item)
    listed = set_literal(scope, expr.container)
    if listed is not None:
        inside = (
            None
            if item is None
            else disjunction(
                _among(scope, item, scope.value(one), comparison("=", expr.item.type, one.type), (expr.item, one))
                for one in listed.items
            )
        )
    else:
        container = scope.value(expr.container)
        if item is None or container is None:
            return False
        inside = merge(item, container) if isinstance(item, Unknown) or isinstance(container, Unknown) else None
        if inside is None:
            assert not isinstance(item, Unknown)
            assert not isinstance(container, Unknown)
            inside = _held(scope, item, container, expr)
    if inside is None:
        return False
    return negate(inside) if expr.negated else inside


def set_literal(scope: Scope, expr: nodes.Expr) -> nodes.SetLiteral | None:
    """Return the set that an expression writes out, itself or through a let."""
    while isinstance(expr, nodes.Local) and expr.name in scope.lets:
        expr = scope.lets[expr.name]
    return expr if isinstance(expr, nodes.SetLiteral) else None


def _held(scope: Scope, item: Known, container: Known, expr: nodes.Contains) -> Truth:
    if isinstance(item, Code) and isinstance(container, Code | CodeList):
        return scope.day.known.holds(container, item)
    if isinstance(container, tuple):
        known = [one for one in container if one is not None and not isinstance(one, Unknown)]
        if any(same_value(one, item) for one in known):  # type: ignore[arg-type]  # a list holds known values
            return True
        hidden = merge(*container)
        return hidden if hidden.missing else False
    return causes(scope, "unit", expr.item, expr.container)


def _among(scope: Scope, item: Value, one: Value, how: Comparison, reads: Sequence[nodes.Expr]) -> Truth:
    if isinstance(item, Code) and isinstance(one, Code):
        return scope.day.known.holds(one, item)
    return compared(scope, how, item, one, reads)


def _is(scope: Scope, expr: nodes.Is) -> Truth:
    value = scope.operand(expr.item)
    # A result below a limit of detection is known: what it says is a set of values.
    is_known = not isinstance(value, Unknown) and not (isinstance(value, Range) and value.is_aggregate)
    match expr.what:
        case "known":
            return is_known
        case "unknown":
            return not is_known
        case _:
            return value is None if is_known else merge(single(value))


# -- times ---------------------------------------------------------------------------------------------------------


def _sides(*values: Value) -> Truth | None:
    """Return what unknown or none sides decide: none makes it false, unknown unknown; ``None`` if all are known."""
    if None in values:
        return False
    return merge(*values) if any(isinstance(value, Unknown) for value in values) else None


def _within(scope: Scope, expr: nodes.Within) -> Truth:
    item, length, anchor = scope.value(expr.item), scope.value(expr.length), scope.value(expr.anchor)
    early = _sides(item, length, anchor)
    if early is not None:
        return early
    reads = (expr.item, expr.length, expr.anchor)
    if not (isinstance(item, Moment) and isinstance(anchor, Moment) and isinstance(length, Quantity)):
        return causes(scope, "unit", *reads)
    return _decided(scope, within(item, length, expr.relation, anchor, strictly=expr.strictly), reads)


def _overlaps(scope: Scope, expr: nodes.Overlaps) -> Truth:
    left, right = scope.value(expr.left), scope.value(expr.right)
    early = _sides(left, right)
    if early is not None:
        return early
    if not isinstance(left, Period) or not isinstance(right, Period):
        return causes(scope, "unit", expr.left, expr.right)
    return conjunction([_begins(left.start, right.end), _begins(right.start, left.end)])


def _begins(start: Moment | Unknown, end: Moment | Unknown | None) -> Truth:
    """Tell whether a period begins before another ends; it does if the other has no end."""
    if end is None:
        return True
    if isinstance(start, Unknown) or isinstance(end, Unknown):
        return merge(start, end)
    return begins_before(start, end)


def _same_period(scope: Scope, expr: nodes.SamePeriod) -> Truth:
    period = scope.value(expr.period) if isinstance(expr.period, nodes.Node) else expr.period
    reads = [expr.left, expr.right, *([expr.period] if isinstance(expr.period, nodes.Node) else [])]
    if period in ("encounter", "episode"):
        return _same_stay(scope, expr, str(period), reads)
    left, right = _time(scope, expr.left), _time(scope, expr.right)
    early = _sides(left, right, period)
    if early is not None:
        return early
    if not (isinstance(left, Moment) and isinstance(right, Moment) and isinstance(period, str | Quantity)):
        return causes(scope, "unit", *reads)
    return _decided(scope, same_period(left, right, period, scope.day.known.benefit_start), reads)


def _time(scope: Scope, expr: nodes.Expr) -> Value:
    if not isinstance(expr.type, MemberType):
        return scope.value(expr)
    member = scope.member(expr)
    if not isinstance(member, Member):
        return member
    return member.at


def _same_stay(scope: Scope, expr: nodes.SamePeriod, period: str, reads: Sequence[nodes.Expr]) -> Truth:
    """Tell whether the members that are meant, or whose fields are, belong to one encounter or one episode."""
    sides: list[Value] = []
    for side in (expr.left, expr.right):
        owner = side.base if isinstance(side, nodes.Field) else side
        if not isinstance(owner.type, MemberType):
            return causes(scope, "unit", *reads)
        member = scope.member(owner)
        sides.append(stay_of(member, period) if isinstance(member, Member) else member)
    early = _sides(*sides)
    return sides[0] == sides[1] if early is None else early


def _up_to(scope: Scope, expr: nodes.UpTo) -> Truth:
    item, limit = scope.member(expr.item), scope.member(expr.limit)
    if not isinstance(item, Member) or not isinstance(limit, Member):
        return False if item is None or limit is None else merge(item, limit)
    outcome = up_to(item, limit)
    if outcome is not None:
        return outcome
    open_sides = (side for side in (item, limit) if not isinstance(side.at, Moment))
    return Unknown(frozenset().union(*(undated_causes(side) for side in open_sides)))
