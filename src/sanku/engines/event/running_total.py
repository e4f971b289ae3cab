"""The running total of a cap up to one subject, and the subject's own part in it (semantics 17, 53, 54)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sanku.claim.facts import Member, settled_order
from sanku.core.moment import Moment
from sanku.core.quantity import Quantity, number
from sanku.core.unknown import Missing, Unknown, merge, unknown
from sanku.core.value import Known, Value
from sanku.engines.event.aggregation import known_of, ranged, total_of
from sanku.engines.event.operators import calculate, canonical
from sanku.engines.event.ranges import ANY, Operand, Range, compare_ranges, same_dimension
from sanku.semantics.nodes import Aggregate


@dataclass(frozen=True, slots=True)
class Part:
    """A member of a cap's source that belongs or may belong, and its item.

    ``unplaced``: why it is not known whether it stands before or after the subject; empty if that is known.
    """

    member: Member
    belongs: Unknown | None
    item: Value
    unplaced: frozenset[Missing] = frozenset()


@dataclass(frozen=True, slots=True)
class Running:
    """The total up to a subject.

    Args:
        total: The running total; for ``distinct`` the place of the subject's value among the different values.
        own: The subject's own part.
        members: Members up to the subject that certainly count.
    """

    total: Operand
    own: Value
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class _UpTo:
    """The parts up to the subject: those that certainly count, those that may, and the subject's own."""

    certain: Sequence[Part]
    uncertain: Sequence[Part]
    own: Part | None
    missing: frozenset[Missing]
    lacking: frozenset[Missing]
    more: bool


def running_total(
    expr: Aggregate, parts: Sequence[Part], subject: Member, lacking: frozenset[Missing], name: str, *, more: bool
) -> Running:
    """Return the total up to ``subject``; ``more``: the source may have further members, for the causes ``lacking``."""
    held = _up_to(parts, subject, lacking, more=more)
    if expr.distinct:
        total = _place(held, name)
    elif expr.function == "count":
        high = None if more else len(held.certain) + len(held.uncertain)
        total = ranged(number(len(held.certain)), high, held.missing, name)
    else:
        total = _sum(expr, held, name)
    return Running(total, _own(expr, held.own), tuple(part.member for part in held.certain))


def _up_to(parts: Sequence[Part], subject: Member, lacking: frozenset[Missing], *, more: bool) -> _UpTo:
    certain: list[Part] = []
    uncertain: list[Part] = []
    own: Part | None = None
    missing = set(lacking)
    limit = settled_order(subject)
    for one in sorted(parts, key=_settled):
        part, member = one, one.member
        unplaced = _unplaced(member, subject)
        if not unplaced and settled_order(member) > limit:
            continue
        own = part if member is subject else own
        if unplaced:
            part = Part(member, part.belongs, part.item, unplaced)
        if unplaced or part.belongs is not None or isinstance(part.item, Unknown):
            missing |= merge(part.belongs, part.item).missing | unplaced
            uncertain.append(part)
        else:
            certain.append(part)
    return _UpTo(certain, uncertain, own, frozenset(missing), lacking, more)


def _settled(part: Part) -> tuple[object, ...]:
    return settled_order(part.member)


def _unplaced(member: Member, subject: Member) -> frozenset[Missing]:
    """Return why it is not known whether another member stands before the subject: a date that is missing."""
    if member is subject:
        return frozenset()
    return frozenset().union(*(undated_causes(one) for one in (member, subject) if not isinstance(one.at, Moment)))


def undated_causes(member: Member) -> frozenset[Missing]:
    """Return why a member's place in the running order is not known."""
    if isinstance(member.at, Unknown):
        return member.at.missing
    return unknown(f"{member.collection}.at", "undated", member.id).missing


def _own(expr: Aggregate, own: Part | None) -> Value:
    """Return the subject's part: its item if it belongs, nothing if it does not or has none."""
    if own is None:
        return number(0)
    if own.belongs is not None or isinstance(own.item, Unknown):
        return merge(own.belongs, own.item)
    if own.item is None:
        return number(0)
    return number(1) if expr.distinct else own.item


def _sum(expr: Aggregate, held: _UpTo, name: str) -> Operand:
    low = total_of(known_of([part.item for part in held.certain]), expr.item.type)
    if low is None:
        return unknown(name, "unit")
    if not held.uncertain and not held.more:
        return low
    possible = [part.item for part in (*held.certain, *held.uncertain)]
    high = total_of(known_of(possible), expr.item.type)
    if high is None:
        return unknown(name, "unit")
    if held.more or any(isinstance(part.item, Unknown) for part in held.uncertain):
        return Range(low.base, None, high.unit, Unknown(held.missing), unknown(name, "aggregate"))
    if high.base == low.base:
        return high if low.unit is ANY else low
    return Range(low.base, high.base, high.unit, Unknown(held.missing), unknown(name, "aggregate"))


def _place(held: _UpTo, name: str) -> Operand:
    """Return the place of the subject's value among the different values, by first appearance.

    A member that surely stands after the value's first certain appearance cannot change the place.
    """
    if held.own is None or held.own.item is None:
        return None
    if isinstance(held.own.item, Unknown):
        return held.own.item
    own = canonical(held.own.item)
    before: set[object] = set()
    first: Part = held.own
    for part in held.certain:
        value = None if isinstance(part.item, Unknown | None) else canonical(part.item)
        if value == own:
            first = part
            break
        if value is not None:
            before.add(value)
    earlier = [part for part in held.uncertain if part.unplaced or _settled(part) < _settled(first)]
    others = {canonical(item) for item in known_of([part.item for part in earlier])} - before - {own}
    hidden = sum(isinstance(part.item, Unknown) for part in earlier)
    missing = merge(*(value for part in earlier for value in (part.belongs, part.item))).missing
    causes = missing.union(held.lacking, *(part.unplaced for part in earlier))
    place = len(before) + 1
    return ranged(number(place), None if held.more else place + len(others) + hidden, causes, name)


def excess_of(expr: Aggregate, running: Running, limit: Value, name: str) -> Value:
    """Return what of the subject's own part lies past the limit; unknown if that depends on what is unknown."""
    total, own = running.total, running.own
    if expr.distinct:
        return own
    if isinstance(total, Unknown) or isinstance(limit, Unknown) or isinstance(own, Unknown):
        return merge(total, limit, own, unknown(name, "aggregate"))
    if total is None or limit is None or own is None:
        return None
    assert isinstance(total, Quantity | Range)
    ends = [total.lowest(), total.highest()] if isinstance(total, Range) else [total]
    found = {_past(end, limit, own) for end in ends}
    return found.pop() if len(found) == 1 else unknown(name, "aggregate")


def _past(end: Quantity | None, limit: Known, own: Known) -> Known:
    """Return min(own, end − limit); the whole of ``own`` past an open end."""
    assert isinstance(own, Quantity)
    past = None if end is None else calculate("-", end, limit)
    if not isinstance(past, Quantity) or not same_dimension(past.unit, own.unit):
        return own
    return own if compare_ranges("<=", own, past) else past
