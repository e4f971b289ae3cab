"""A cap for one subject: whether the running total is past the limit, and by how much (semantics 53, 54)."""

from __future__ import annotations

from dataclasses import dataclass

from sanku.claim.facts import Member
from sanku.core.quantity import Quantity, number
from sanku.core.truth import Truth, conjunction
from sanku.core.unknown import Unknown
from sanku.core.value import Value
from sanku.engines.event.detail.conditions import compared
from sanku.engines.event.detail.scan import Found, name_of, scan
from sanku.engines.event.detail.scope import Scope, single
from sanku.engines.event.operators import Comparison
from sanku.engines.event.ranges import Operand
from sanku.engines.event.running_total import Part, excess_of, running_total
from sanku.semantics.nodes import Aggregate, Cap

MORE = Comparison(">")


@dataclass(frozen=True, slots=True)
class CapState:
    """What a cap says for one subject.

    Args:
        truth: Whether the total is past the limit and the subject has a part in it.
        total: The running total; for ``distinct`` the place of the subject's value.
        limit: What the total may be.
        own: The subject's own part.
        excess: What of it lies past the limit.
        members: Members up to the subject that certainly count.
    """

    truth: Truth
    total: Operand
    limit: Operand
    own: Value
    excess: Value
    members: tuple[Member, ...]


def cap_state(scope: Scope, cap: Cap, subject: Member) -> CapState:
    """Return what the cap says for ``subject``."""
    expr = cap.aggregate
    name = name_of(expr.source)
    held = scan(scope, expr.source)
    parts = [_part(expr, found) for found in (*held.certain, *held.uncertain)]
    running = running_total(expr, parts, subject, held.lacking, name, more=bool(held.lacking))
    limit = scope.operand(cap.limit)
    zero = Quantity(0, running.own.unit) if isinstance(running.own, Quantity) else number(0)
    past = compared(scope, MORE, running.total, limit, (expr, cap.limit))
    has_part = compared(scope, MORE, running.own, zero, (expr,))
    excess = excess_of(expr, running, single(limit), name)
    return CapState(conjunction([past, has_part]), running.total, limit, running.own, excess, running.members)


def _part(expr: Aggregate, found: Found) -> Part:
    assert isinstance(found.item, Member)
    item = number(1) if expr.function == "count" and not expr.distinct else found.scope.value(expr.item)
    return Part(found.item, found.belongs if isinstance(found.belongs, Unknown) else None, item)
