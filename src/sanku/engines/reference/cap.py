"""``cap AGG at most E``: the running total up to the subject, and its part past the limit.

Semantics 17, 53, 54; engine contract 2.4.
"""

from __future__ import annotations

from dataclasses import dataclass

from sanku.claim.facts import Member, settled_order
from sanku.core.quantity import Quantity, number
from sanku.core.truth import Truth, conjunction
from sanku.core.unknown import Missing, Unknown, merge
from sanku.core.value import Value
from sanku.engines.reference.aggregates import canonical, item_value, total
from sanku.engines.reference.arithmetic import Trouble, calculate
from sanku.engines.reference.compare import compare
from sanku.engines.reference.evaluation import evaluate
from sanku.engines.reference.ranges import ANY_UNIT, Range, Undecided, span_of
from sanku.engines.reference.scope import Scope, as_value, atom_key
from sanku.engines.reference.sources import Candidate, find, source_path
from sanku.engines.reference.trace import causes
from sanku.engines.reference.windows import undated
from sanku.semantics.nodes import Aggregate, Cap

ONE_MEMBER = number(1)
NONE_OF_IT = number(0)
NO_CAUSE: frozenset[Missing] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class CapState:
    """How a cap stands for one subject.

    Args:
        running: R, the aggregate over the members up to the subject.
        own: o, the subject's own contribution; unknown if it is not known.
        limit: E.
        passed: R > E and o > 0.
        excess: min(o, R - E).
        counted: The members that certainly count.
    """

    running: Value | Range
    own: Value
    limit: Value | Range
    passed: Truth
    excess: Value
    counted: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A member at or before the subject, with its item; ``certain`` if it surely counts before or at the subject."""

    candidate: Candidate
    value: Value
    certain: bool
    doubt: Unknown


def cap_state(cap: Cap, subject: Member, scope: Scope) -> CapState:
    """Return how the cap stands for ``subject``."""
    aggregate = cap.aggregate
    found = find(aggregate.source, scope, evaluate)
    parts = [part for candidate in found.candidates if (part := _part(aggregate, candidate, subject)) is not None]
    own = next((part for part in parts if part.candidate.item is subject), None)
    if aggregate.distinct:
        running = _distinct_order(aggregate, parts, own, found.further)
    else:
        running = _running_total(aggregate, parts, found.further)
    share = _share(aggregate, own)
    limit = evaluate(cap.limit, scope)
    limit = limit if isinstance(limit, Range) else as_value(limit)
    passed = conjunction((_is_past(cap, running, limit, scope), _is_some(share)))
    answer = scope.assume.get(atom_key(cap, scope))
    return CapState(
        running,
        share,
        limit,
        passed if answer is None else answer,
        _excess(cap, running, share, limit),
        tuple(part.candidate for part in parts if part.certain),
    )


def _place(part: _Part) -> tuple[object, ...]:
    assert isinstance(part.candidate.item, Member)
    return settled_order(part.candidate.item)


def _part(aggregate: Aggregate, candidate: Candidate, subject: Member) -> _Part | None:
    """Return a member's part in the running total, ``None`` if it comes after the subject or adds nothing."""
    member = candidate.item
    assert isinstance(member, Member)
    counts_members = aggregate.function == "count" and not aggregate.distinct
    value = ONE_MEMBER if counts_members else item_value(aggregate.item, candidate, evaluate)
    # Without both dates it may stand before or after the subject (semantics 17).
    dates = [doubt for one in (member, subject) if (doubt := undated(one)) is not None]
    floating = merge(*dates) if dates and member is not subject else None
    if floating is None and settled_order(member) > settled_order(subject):
        return None
    certain = candidate.belongs is True and not isinstance(value, Unknown) and floating is None
    return _Part(candidate, value, certain, merge(candidate.belongs, value, floating))


def _share(aggregate: Aggregate, own: _Part | None) -> Value:
    """Return o, the subject's own part: nothing if it does not belong, unknown if that or its item is not known.

    Under `count(distinct …)` a subject that has a value contributes itself, whole (semantics 54).
    """
    if own is None or own.value is None:
        return NONE_OF_IT
    if not own.certain:
        return own.doubt
    return ONE_MEMBER if aggregate.distinct else own.value


def _running_total(aggregate: Aggregate, parts: list[_Part], further: Unknown | None) -> Quantity | Range | Unknown:
    path = source_path(aggregate.source)
    ordered = sorted(parts, key=_place)
    missing = merge(further, *(part.doubt for part in parts)).missing
    known = [part.value for part in ordered if part.certain and isinstance(part.value, Quantity)]
    possible = [*known, *(part.value for part in ordered if not part.certain and isinstance(part.value, Quantity))]
    type_ = aggregate.type if aggregate.function == "count" else aggregate.item.type
    low, high = total(known, type_), total(possible, type_)
    if isinstance(low, Undecided) or isinstance(high, Undecided):
        return Unknown(frozenset({Missing(path, "unit")}))
    # Both ends in one unit: that of the first value that certainly counts, else of what may count.
    low, high = (Quantity(0, high.unit), high) if low.unit == ANY_UNIT else (low, high.to(low.unit) or high)
    endless = further is not None or any(isinstance(part.value, Unknown) for part in parts)
    return span_of(low, None if endless else high, missing, path)


def _distinct_order(
    aggregate: Aggregate, parts: list[_Part], own: _Part | None, further: Unknown | None
) -> Value | Range:
    """Return the order in which the subject's value first appears among the values (semantics 54)."""
    if own is None or own.value is None or isinstance(own.value, Unknown):
        return None if own is None else own.value
    mine = canonical(own.value)
    valued = [part for part in sorted(parts, key=_place) if part.value is not None]
    first = next((part for part in valued if part.certain and canonical(part.value) == mine), None)
    # What surely stands after the first appearance of the value cannot come before it.
    earlier = [part for part in valued if first is None or not _is_after(part, first)]
    before = {canonical(part.value) for part in earlier if part.certain} - {mine}
    order = len(before) + 1
    open_parts = [part for part in earlier if not part.certain]
    named = {canonical(part.value) for part in open_parts if not isinstance(part.value, Unknown)} - before - {mine}
    unnamed = [part for part in open_parts if isinstance(part.value, Unknown)]
    missing = merge(further, *(part.doubt for part in open_parts)).missing
    high = None if further is not None else number(order + len(named) + len(unnamed))
    return span_of(number(order), high, missing, source_path(aggregate.source))


def _is_after(part: _Part, first: _Part) -> bool:
    """Tell whether a member surely stands after the first appearance of the subject's value."""
    member = part.candidate.item
    assert isinstance(member, Member)
    return undated(member) is None and _place(part) > _place(first)


def _is_past(cap: Cap, running: Value | Range, limit: Value | Range, scope: Scope) -> Truth:
    answer = compare(">", running, limit, cap.aggregate.type, cap.limit.type)
    if isinstance(answer, Undecided):
        return causes(answer.cause, (cap.aggregate, cap.limit), scope, evaluate)
    return answer


def _is_some(own: Value) -> Truth:
    if isinstance(own, Unknown):
        return own
    return isinstance(own, Quantity) and own.base > 0


def _excess(cap: Cap, running: Value | Range, own: Value, limit: Value | Range) -> Value:
    """Return min(o, R - E) if both ends of R give the same, else unknown (semantics 53)."""
    unknown = Unknown(frozenset({Missing(source_path(cap.aggregate.source), "aggregate")}))
    if cap.aggregate.distinct:
        return own
    if not isinstance(running, Quantity | Range) or not isinstance(own, Quantity) or not isinstance(limit, Quantity):
        return merge(unknown, running, own, limit)
    ends = (running.low, running.high) if isinstance(running, Range) else (running, running)
    pasts = [own if end is None else _lesser(own, calculate("-", end, limit)) for end in ends]
    if pasts[0] is None or pasts[1] is None or pasts[0].base != pasts[1].base:
        return merge(unknown, Unknown(running.missing) if isinstance(running, Range) else None)
    return pasts[0]


def _lesser(own: Quantity, past: Value | Trouble) -> Quantity | None:
    if not isinstance(past, Quantity):
        return None
    return own if own.base <= past.base else past
