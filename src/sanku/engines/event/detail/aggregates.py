"""Aggregates, picks and ranks: a source gone through, and what its members are worth together."""

from __future__ import annotations

from sanku.claim.facts import Member
from sanku.core.unknown import Unknown
from sanku.core.value import Value
from sanku.engines.event.aggregation import Gathered, Keyed, aggregated, picked, ranked
from sanku.engines.event.detail.scan import Found, name_of, scan
from sanku.engines.event.detail.scope import Scope
from sanku.engines.event.ranges import Operand
from sanku.semantics.nodes import Aggregate, Pick, Rank


def aggregate(scope: Scope, expr: Aggregate) -> Operand:
    """Return ``count``, ``sum``, ``min`` or ``max`` over a source."""
    held = scan(scope, expr.source)
    if expr.function == "count" and not expr.distinct:
        certain, uncertain = [True] * len(held.certain), [True] * len(held.uncertain)
        return aggregated(expr, Gathered(certain, uncertain, held.missing, bool(held.lacking), name_of(expr.source)))
    items = [found.scope.value(expr.item) for found in held.certain]
    doubtful = [found.scope.value(expr.item) for found in held.uncertain]
    return aggregated(expr, Gathered(items, doubtful, held.missing, bool(held.lacking), name_of(expr.source)))


def pick(scope: Scope, expr: Pick) -> Value:
    """Return the item of the member with the greatest or least key; none of nothing."""
    held = scan(scope, expr.source)
    keyed = [
        Keyed(found.item, _doubt(found), found.scope.value(expr.key), found.scope.value(expr.item))
        for found in (*held.certain, *held.uncertain)
    ]
    return picked(expr, keyed, held.lacking, name_of(expr.source))


def rank(scope: Scope, expr: Rank) -> Value:
    """Return 1 + the members that stand strictly before the subject by (key, at, id)."""
    subject = scope.names[expr.subject]
    assert isinstance(subject, Member), expr.subject
    held = scan(scope, expr.source)
    own = Keyed(subject, None, scope.binding(expr.source.binder, subject).value(expr.key), None)
    keyed = [
        Keyed(found.item, _doubt(found), found.scope.value(expr.key), None)
        for found in (*held.certain, *held.uncertain)
    ]
    return ranked(expr, keyed, own, held.lacking, name_of(expr.source))


def _doubt(found: Found) -> Unknown | None:
    return found.belongs if isinstance(found.belongs, Unknown) else None
