"""What compiled rules call on gathered members: aggregates, picks, ranks and caps, without causes."""

from __future__ import annotations

from collections.abc import Sequence

from sanku.catalog.nodes import Row
from sanku.claim.facts import Member
from sanku.core.quantity import Quantity, number
from sanku.core.unknown import Missing
from sanku.core.value import Value
from sanku.engines.event.aggregation import Gathered, Keyed, aggregated, picked, ranked
from sanku.engines.event.fast.runtime import Fast, compare
from sanku.engines.event.operators import Comparison
from sanku.engines.event.ranges import NO_CAUSE, Operand
from sanku.engines.event.running_total import Part, running_total
from sanku.semantics.nodes import Aggregate, Pick, Rank

ONE = number(1)
_NOTHING: frozenset[Missing] = frozenset()
_MORE = Comparison(">")


def folded(expr: Aggregate, certain: Sequence[Value], uncertain: Sequence[Value], more: Fast) -> Operand:
    """Return an aggregate over what was gathered."""
    return aggregated(expr, Gathered(certain, uncertain, _NOTHING, more is True, ""))


def keyed(who: Member | Row, belongs: Fast, key: Value, item: Value) -> Keyed:
    """Return a member for a pick or a rank."""
    return Keyed(who, None if belongs else NO_CAUSE, key, item)


def chosen(expr: Pick, held: Sequence[Keyed], lacking: Fast) -> Value:
    """Return ``latest`` or ``earliest`` of what was gathered; a source that may have more members has no last one."""
    return NO_CAUSE if lacking else picked(expr, held, _NOTHING, "")


def place(expr: Rank, held: Sequence[Keyed], own: Keyed, lacking: Fast) -> Value:
    """Return the rank of a member among what was gathered."""
    return NO_CAUSE if lacking else ranked(expr, held, own, _NOTHING, "")


def past_cap(
    expr: Aggregate,
    parts: Sequence[tuple[Member, Fast, Value]],
    subject: Member,
    more: Fast,
    limit: Operand,
) -> Fast:
    """Tell whether a running total is past its limit and the subject has a part in it."""
    if len(parts) == 1 and not more and parts[0][0] is subject and parts[0][1] and not expr.distinct:
        own = parts[0][2]
        if isinstance(own, Quantity):
            return compare(own, limit, _MORE) if own.value > 0 else False
    held_parts = [Part(member, None if belongs else NO_CAUSE, item) for member, belongs, item in parts]
    running = running_total(expr, held_parts, subject, _NOTHING, "", more=more is True)
    past = compare(running.total, limit, _MORE)
    has_part = compare(running.own, _zero_of(running.own), _MORE)
    return False if past is False or has_part is False else None if past is None or has_part is None else True


def _zero_of(own: Value) -> Quantity:
    return Quantity(0, own.unit) if isinstance(own, Quantity) else number(0)
