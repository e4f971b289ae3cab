"""What a finding says, and what money is at stake (semantics 4, 39, 49, 53; engine contract 3.1, 3.3)."""

from __future__ import annotations

from fractions import Fraction

from sanku.claim.facts import Member, member_order
from sanku.claim.show import MOST, join, not_computed, show_value
from sanku.core.number import round_half_away
from sanku.core.quantity import Quantity, money
from sanku.core.types import QuantityType, Type
from sanku.core.unit import CNY
from sanku.core.unknown import Unknown, merge, unknown
from sanku.core.value import Value
from sanku.engines.reference.cap import CapState
from sanku.engines.reference.evaluation import evaluate, value_of
from sanku.engines.reference.evidence import show_raw
from sanku.engines.reference.ranges import Range
from sanku.engines.reference.scope import BoundValue, Scope, as_value
from sanku.engines.reference.subjects import Subject
from sanku.engines.reference.verdict import Judged
from sanku.semantics.nodes import Cell, Local, Placeholder, Rule, Say

LINE = "line"
EXCESS = "excess"
COMPUTED = ("amount", EXCESS)
"""Names whose unknown value could not be computed, rather than was not supplied."""


def late_scope(judged: Judged) -> Scope:
    """Return what `amount` and `say` see: the first true branch, and the excess of a cap."""
    scope = judged.branch.scope
    return scope if judged.cap is None else scope.bind(EXCESS, BoundValue(judged.cap.excess))


def involved_in(branches: tuple[Judged, ...]) -> tuple[Member, ...]:
    """Return the other members of the branches, by (at, id), each once."""
    found: list[Member] = []
    for judged in branches:
        for _, member in judged.branch.others:
            if not any(member is other for other in found):
                found.append(member)
    return tuple(sorted(found, key=member_order))


# -- money ---------------------------------------------------------------------------------------------------------


def amount_of(rule: Rule, subject: Subject, judged: Judged) -> Quantity | Unknown | None:
    """Return the money at stake before clamping: unknown if it cannot be computed, ``None`` if none is defined."""
    if rule.amount is not None:
        value = value_of(rule.amount, late_scope(judged))
        if isinstance(value, Quantity | Unknown):
            return value
        return unknown("amount", "absent")  # a none result counts as unknown
    state = judged.cap
    if state is not None and rule.cap is not None and _is_money(rule.cap.aggregate.type):
        return _as_amount(state.excess)
    if rule.bindings[0].member.record != LINE or rule.by:
        return None  # semantics 39, 56: only a line has a default amount, and a group has none
    net = subject.member.get("amount")
    if state is None:
        return _as_amount(net)
    return _in_proportion(net, state)


def _is_money(type_: Type) -> bool:
    return isinstance(type_, QuantityType) and type_.dimension == CNY.dimension


def _as_amount(value: Value) -> Quantity | Unknown:
    return value if isinstance(value, Quantity | Unknown) else unknown("amount", "absent")


def _in_proportion(net: Value, state: CapState) -> Quantity | Unknown:
    """Return round(net x excess / o, 2): of an item that is past the limit in part only that part (semantics 53)."""
    if isinstance(net, Quantity) and isinstance(state.excess, Quantity) and isinstance(state.own, Quantity):
        share = Fraction(net.base) * Fraction(state.excess.base) / Fraction(state.own.base)
        return money(round_half_away(share, 2))
    return merge(_as_amount(net), state.excess, state.own)


# -- messages ------------------------------------------------------------------------------------------------------


def messages_of(says: tuple[Say, ...], branches: tuple[Judged, ...]) -> dict[str, str]:
    """Return the finished message of each language."""
    return {say.language: "".join(_part(part, say.language, branches) for part in say.parts) for say in says}


def _part(part: str | Placeholder, language: str, branches: tuple[Judged, ...]) -> str:
    if isinstance(part, str):
        return part
    if part.each:
        return _each(part, language, branches)[:MOST]
    return _text(part, late_scope(branches[0]), language)


def _each(part: Placeholder, language: str, branches: tuple[Judged, ...]) -> str:
    """Return the values over the involved members of one name, in order, without repeats (semantics 4)."""
    members: list[Member] = []
    for judged in branches:
        for name, member in judged.branch.others:
            if name == part.each and not any(member is other for other in members):
                members.append(member)
    scope = late_scope(branches[0])
    texts = [_text(part, scope.bind(part.each, member), language) for member in sorted(members, key=member_order)]
    return join(list(dict.fromkeys(texts)), language)


def _text(part: Placeholder, scope: Scope, language: str) -> str:
    raw = evaluate(part.expr, scope)
    if isinstance(raw, Range) and raw.said:
        return (show_raw(raw, part.expr.type) or "")[:MOST]
    value = as_value(raw)
    if isinstance(value, Unknown) and isinstance(part.expr, Local) and part.expr.name in COMPUTED:
        return not_computed(language)
    return show_value(value, part.expr.type, language)


# -- severity ------------------------------------------------------------------------------------------------------


def severity_of(said: str | Cell | None, scope: Scope) -> str | None:
    """Return what the rule or its row's column says; ``None`` if neither says it (semantics 57)."""
    if isinstance(said, Cell):
        value = value_of(said, scope)
        return value if isinstance(value, str) else None
    return said
