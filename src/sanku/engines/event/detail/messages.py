"""Messages and money of a finding: placeholders filled, the amount at stake (semantics 4, 39, 53)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanku.claim.facts import Member, member_order
from sanku.claim.show import MOST, join, not_computed, show_value
from sanku.core.number import round_half_away
from sanku.core.quantity import Quantity, divide, multiply
from sanku.core.types import QuantityType
from sanku.core.unit import CNY
from sanku.core.unknown import Unknown, unknown
from sanku.core.value import Value
from sanku.engines.event.detail.evidence import show_operand
from sanku.engines.event.detail.instance import Weighed
from sanku.engines.event.detail.scope import Scope, single
from sanku.engines.event.ranges import Range
from sanku.ir.nodes import RulePlan
from sanku.semantics.nodes import Local, Placeholder, Say

_COMPUTED = ("amount", "excess")


def messages(plan: RulePlan, says: Sequence[Say], first: Weighed, involved: Sequence[Weighed]) -> dict[str, str]:
    """Return the finished text of each language; ``involved`` are the bindings whose members ``each`` goes through."""
    return {say.language: "".join(_pieces(plan, say, first, involved)) for say in says}


def _pieces(plan: RulePlan, say: Say, first: Weighed, involved: Sequence[Weighed]) -> Iterator[str]:
    for part in say.parts:
        if isinstance(part, str):
            yield part
        elif part.each:
            yield _each(plan, part, say.language, involved)
        else:
            yield _filled(first.scope, part, say.language)


def _filled(scope: Scope, part: Placeholder, language: str) -> str:
    operand = scope.operand(part.expr)
    if isinstance(operand, Range) and not operand.is_aggregate:
        return show_operand(operand, part.expr.type, language)
    value = single(operand)
    if isinstance(value, Unknown) and isinstance(part.expr, Local) and part.expr.name in _COMPUTED:
        return not_computed(language)
    return show_value(value, part.expr.type, language)


def _each(plan: RulePlan, part: Placeholder, language: str, involved: Sequence[Weighed]) -> str:
    """Return the values of the members bound to one name, by (at, id), without repeats."""
    place = [binder.name for binder in plan.others].index(part.each)
    members = in_order([one.others[place] for one in involved])
    scope = involved[0].scope
    shown = (_filled(scope.afresh(part.each, member), part, language) for member in members)
    return join(list(dict.fromkeys(shown)), language)[:MOST]


def in_order(members: Sequence[Member]) -> tuple[Member, ...]:
    """Return members by (at, id), each once."""
    unique = {id(member): member for member in members}
    return tuple(sorted(unique.values(), key=member_order))


# -- money ---------------------------------------------------------------------------------------------------------


def amount(plan: RulePlan, weighed: Weighed, subject: Member) -> Quantity | Unknown | None:
    """Return the money at stake before clamping; unknown if it cannot be computed, ``None`` if none is defined."""
    rule = plan.rule
    if rule.amount is not None:
        return _money(weighed.scope.value(rule.amount), rule.name)
    is_line = subject.collection == "lines" and not rule.by
    if rule.cap is not None and weighed.cap is not None:
        given = rule.cap.aggregate
        if given.function == "sum" and isinstance(given.type, QuantityType) and given.type.dimension == CNY.dimension:
            return _money(weighed.cap.excess, rule.name)
        return _share(subject, weighed, rule.name) if is_line else None
    return _money(subject.get("amount"), rule.name) if is_line else None


def _share(subject: Member, weighed: Weighed, name: str) -> Quantity | Unknown:
    """Return the part of the line's amount that the excess is of the subject's own part."""
    state = weighed.cap
    assert state is not None
    net = subject.get("amount")
    if not (isinstance(net, Quantity) and isinstance(state.excess, Quantity) and isinstance(state.own, Quantity)):
        return unknown(name, "aggregate")
    share = divide(multiply(net, state.excess), state.own)
    return unknown(name, "zero divisor") if share is None else _rounded(share)


def _rounded(share: Quantity) -> Quantity:
    """Return money rounded to the fen."""
    return Quantity(round_half_away(share.base, 2), CNY)


def _money(value: Value, name: str) -> Quantity | Unknown:
    return value if isinstance(value, Quantity | Unknown) else unknown(name, "aggregate")
