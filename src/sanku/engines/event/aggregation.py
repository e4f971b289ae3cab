"""What members are worth together: counts, sums, extremes, picks and ranks, as far as the members are known.

Both paths of the engine gather members in their own way and share what follows (semantics 11, 12, 26, 54, 55).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sanku.catalog.nodes import Row
from sanku.claim.facts import Member, member_order
from sanku.core.moment import Moment, compare
from sanku.core.quantity import Quantity, number
from sanku.core.types import EnumType, QuantityType, Type
from sanku.core.unit import Unit, find_unit
from sanku.core.unknown import Missing, Unknown, merge, unknown
from sanku.core.value import Known, Value
from sanku.engines.event.operators import canonical
from sanku.engines.event.ranges import ANY, Operand, Range, in_unit, same_dimension
from sanku.semantics.nodes import Aggregate, Pick, Rank


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a source holds, seen through an item.

    Args:
        certain: The item of each member that belongs, by (at, id).
        uncertain: The item of each member of which it is not known.
        missing: What would have to be known for both to be whole: memberships and coverage.
        more: Whether there may be further members.
        name: Path of the source.
    """

    certain: Sequence[Value]
    uncertain: Sequence[Value]
    missing: frozenset[Missing]
    more: bool
    name: str


def known_of(values: Sequence[Value]) -> list[Known]:
    """Return the values that are known and not none."""
    return [value for value in values if value is not None and not isinstance(value, Unknown)]


def aggregated(expr: Aggregate, held: Gathered) -> Operand:
    """Return ``count``, ``sum``, ``min`` or ``max`` of what was gathered."""
    if expr.function == "count" and not expr.distinct:
        high = None if held.more else len(held.certain) + len(held.uncertain)
        return ranged(number(len(held.certain)), high, held.missing, held.name)
    missing = held.missing | merge(*held.certain, *held.uncertain).missing
    if expr.function == "count":
        return _distinct(held, missing)
    doubtful = any(value is not None for value in held.uncertain)
    whole = not held.more and not doubtful and not any(isinstance(value, Unknown) for value in held.certain)
    if not whole and expr.function != "sum":
        return Unknown(missing)
    if expr.function != "sum":
        return _extreme(known_of(held.certain), expr.function, held.name, ranks_of(expr.item.type))
    total = total_of(known_of(held.certain), expr.item.type)
    if total is None:
        return unknown(held.name, "unit")
    if whole:
        return total
    if not expr.nonnegative:
        return Unknown(missing)
    return Range(total.base, None, total.unit, Unknown(missing), unknown(held.name, "aggregate"))


def ranged(low: Quantity, high: int | None, missing: frozenset[Missing], name: str) -> Quantity | Range:
    """Return a count: its value if both ends agree, else the range."""
    if high == low.value:
        return low
    return Range(low.value, high, low.unit, Unknown(missing), unknown(name, "aggregate"))


def _distinct(held: Gathered, missing: frozenset[Missing]) -> Quantity | Range:
    """Return how many different known values there are."""
    surely = {canonical(value) for value in known_of(held.certain)}
    hidden = sum(isinstance(value, Unknown) for value in held.certain)
    perhaps = surely | {canonical(value) for value in known_of(held.uncertain)}
    low = max(len(surely), 1) if hidden else len(surely)
    high = len(perhaps) + hidden + sum(isinstance(value, Unknown) for value in held.uncertain)
    return ranged(number(low), None if held.more else high, missing, held.name)


def total_of(values: Sequence[Known], item: Type) -> Quantity | None:
    """Return the sum in the unit of the first value; ``None`` if the dimensions differ. Of nothing: a zero."""
    if not values:
        return zero_of(item)
    first = values[0]
    assert isinstance(first, Quantity)
    base = first.base
    for value in values[1:]:
        assert isinstance(value, Quantity)
        if not same_dimension(first.unit, value.unit):
            return None
        base += value.base
    return in_unit(base, first.unit)


def zero_of(item: Type) -> Quantity:
    """Return the sum of nothing: of the static unit, or one that goes with every dimension."""
    if not isinstance(item, QuantityType) or item.dimension is None:
        return Quantity(0, ANY)
    unit = find_unit(item.unit)
    return Quantity(0, unit if unit is not None and unit.dimension == item.dimension else Unit("", item.dimension, 1))


def ranks_of(given: Type) -> Mapping[str, int]:
    """Return the rank of each member of an enum, nothing for other types."""
    return {member: rank for rank, member in enumerate(given.members)} if isinstance(given, EnumType) else {}


def _extreme(values: Sequence[Known], function: str, name: str, ranks: Mapping[str, int]) -> Value:
    """Return the least or the greatest value; none of nothing (semantics 12)."""
    best: Known | None = None
    for value in values:
        order = 1 if best is None else order_of(value, best, ranks)
        if isinstance(order, str):
            return unknown(name, order)
        if best is None or (order > 0 if function == "max" else order < 0):
            best = value
    return best


def order_of(one: Known, two: Known, ranks: Mapping[str, int]) -> int | str:
    """Return less than, equal to or greater than 0, or the cause why two values have no order."""
    if isinstance(one, Moment) and isinstance(two, Moment):
        order = compare(one, two)
        return "precision" if order is None else order
    if isinstance(one, Quantity) and isinstance(two, Quantity):
        if not same_dimension(one.unit, two.unit):
            return "unit"
        return (one.base > two.base) - (one.base < two.base)
    if isinstance(one, str) and isinstance(two, str) and ranks:
        return ranks[one] - ranks[two]
    return "unit"


# -- latest, earliest, rank ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Keyed:
    """A member or row, whether it belongs (unknown if that is not known), its key, and what is taken of it."""

    who: Member | Row
    belongs: Unknown | None
    key: Value
    item: Value


def picked(expr: Pick, held: Sequence[Keyed], lacking: frozenset[Missing], name: str) -> Value:
    """Return the item of the member with the greatest or least key; none of nothing."""
    choice = _Choice(1 if expr.function == "latest" else -1, ranks_of(expr.key.type))
    # A member without a key has no place, and one whose item is none is left out.
    placed = [one for one in held if one.key is not None and one.item is not None]
    best = choice.best([one for one in placed if one.belongs is None and not isinstance(one.key, Unknown)])
    doubts, is_doubtful = set(lacking), bool(lacking)
    for one in placed:
        order = 1 if best is None or isinstance(one.key, Unknown) else choice.order(one, best)
        if isinstance(order, str):
            doubts.add(Missing(name, order))
        if isinstance(order, str) or order > 0:
            # One that surely belongs and has a key is before no best: only doubts are left here.
            doubts |= merge(one.belongs, one.key).missing
            is_doubtful = True
    if is_doubtful:
        return Unknown(frozenset(doubts))
    return None if best is None else best.item


@dataclass(frozen=True, slots=True)
class _Choice:
    """Which of two is the one sought: ``sign`` 1 for the latest, -1 for the earliest; ties by id."""

    sign: int
    ranks: Mapping[str, int]

    def order(self, one: Keyed, two: Keyed) -> int | str:
        assert not isinstance(one.key, Unknown | None)
        assert not isinstance(two.key, Unknown | None)
        order = order_of(one.key, two.key, self.ranks)
        if isinstance(order, str):
            return order
        return (order or (one.who.id > two.who.id) - (one.who.id < two.who.id)) * self.sign

    def best(self, held: list[Keyed]) -> Keyed | None:
        best: Keyed | None = None
        for one in held:
            order = 1 if best is None else self.order(one, best)
            if not isinstance(order, str) and order > 0:
                best = one
        return best


def ranked(expr: Rank, held: Sequence[Keyed], own: Keyed, lacking: frozenset[Missing], name: str) -> Value:
    """Return 1 + the members that stand strictly before the subject by (key, at, id)."""
    unknowns = [value for one in (*held, own) for value in (one.belongs, one.key) if isinstance(value, Unknown)]
    if unknowns or lacking:
        return Unknown(merge(*unknowns).missing | lacking)
    before = 0
    for one in held:
        order = _stands_before(one, own, expr)
        if isinstance(order, str):
            return unknown(name, order)
        before += order
    return number(1 + before)


def _stands_before(one: Keyed, own: Keyed, expr: Rank) -> bool | str:
    if one.who is own.who or not isinstance(one.who, Member) or not isinstance(own.who, Member):
        return False
    order: int | str = (one.key is None) - (own.key is None)  # a member without a key stands last
    if not isinstance(one.key, Unknown | None) and not isinstance(own.key, Unknown | None):
        order = order_of(one.key, own.key, ranks_of(expr.key.type))
        if not isinstance(order, str) and expr.descending:
            order = -order
    if isinstance(order, str):
        return order
    return order < 0 or (order == 0 and member_order(one.who) < member_order(own.who))
