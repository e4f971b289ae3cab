"""Aggregates over a source: count, sum, min, max, latest, earliest, rank (semantics 11, 12, 26, 54, 55).

Partly known members give a range for counts and sums, and unknown for everything else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sanku.claim.facts import Member, member_order
from sanku.core.quantity import Quantity, add, number
from sanku.core.text import fold
from sanku.core.types import QuantityType, Type
from sanku.core.unit import ONE, Unit, find_unit
from sanku.core.unknown import Missing, Unknown, merge
from sanku.core.value import Value
from sanku.engines.reference.compare import ordering
from sanku.engines.reference.ranges import NOTHING, Range, Undecided, span_of
from sanku.engines.reference.scope import Evaluate, Scope, as_value
from sanku.engines.reference.sources import Candidate, Found, find, source_path
from sanku.semantics.nodes import Aggregate, Expr, Pick, Rank


def aggregate(node: Aggregate, scope: Scope, evaluate: Evaluate) -> Value | Range:
    """Return the value of an aggregate, or the range it is known to lie in."""
    found = find(node.source, scope, evaluate)
    path = source_path(node.source)
    match node.function:
        case "count" if node.distinct:
            return _count_distinct(_items(node, found, evaluate), path)
        case "count":
            certain = len(found.certain())
            high = None if found.further is not None else number(len(found.candidates))
            return span_of(number(certain), high, doubts(found), path)
        case "sum":
            return _sum(node, _items(node, found, evaluate), path)
        case "min" | "max":
            return _extreme(node, _items(node, found, evaluate), path)
        case _:
            raise AssertionError(node.function)


def doubts(found: Found) -> frozenset[Missing]:
    """Return the causes of unknown memberships and of the extent."""
    return merge(*found.doubts()).missing


def item_value(item: Expr, candidate: Candidate, evaluate: Evaluate) -> Value:
    """Return an aggregate's item for one member; a censored laboratory value is unknown here (semantics 25)."""
    return as_value(evaluate(item, candidate.scope))


def empty_sum(type_: Type) -> Quantity:
    """Return the sum of nothing: zero of the item's unit; of a unit that comes with the data, a zero of any."""
    if not isinstance(type_, QuantityType) or type_.dimension is None:
        return NOTHING
    unit = find_unit(type_.unit) if type_.unit else None
    if unit is not None and unit.dimension == type_.dimension:
        return Quantity(0, unit)
    return Quantity(0, ONE if not type_.dimension else Unit("", type_.dimension, 1))


def total(values: Iterable[Quantity], type_: Type) -> Quantity | Undecided:
    """Return the sum in the unit of the first value."""
    result: Quantity | None = None
    for value in values:
        result = value if result is None else add(result, value)
        if result is None:
            return Undecided("unit")
    return empty_sum(type_) if result is None else result


@dataclass(frozen=True, slots=True, eq=False)
class _Items:
    """The items of a source's members; none adds nothing and is left out.

    ``missing``: causes of unknown memberships, of unknown items and of the extent.
    """

    certain: tuple[Value, ...]
    uncertain: tuple[Value, ...]
    missing: frozenset[Missing]
    more: bool

    @property
    def is_whole(self) -> bool:
        """Whether every member and every item is known."""
        return not self.more and not self.uncertain and not any(isinstance(value, Unknown) for value in self.certain)


def _items(node: Aggregate, found: Found, evaluate: Evaluate) -> _Items:
    values = [(candidate.belongs, item_value(node.item, candidate, evaluate)) for candidate in found.candidates]
    return _Items(
        tuple(value for belongs, value in values if belongs is True and value is not None),
        tuple(value for belongs, value in values if belongs is not True and value is not None),
        doubts(found) | merge(*(value for _, value in values)).missing,
        found.further is not None,
    )


def _sum(node: Aggregate, items: _Items, path: str) -> Value | Range:
    low = total([value for value in items.certain if isinstance(value, Quantity)], node.item.type)
    if isinstance(low, Undecided):
        return Unknown(frozenset({Missing(path, low.cause)}))
    if items.is_whole:
        return low
    # Semantics 11: only a sum that cannot fall has a lower end.
    return Range(low, None, items.missing, path) if node.nonnegative else Unknown(items.missing)


def _count_distinct(items: _Items, path: str) -> Value | Range:
    certain = {canonical(value) for value in items.certain if not isinstance(value, Unknown)}
    possible = certain | {canonical(value) for value in items.uncertain if not isinstance(value, Unknown)}
    unnamed = sum(isinstance(value, Unknown) for value in (*items.certain, *items.uncertain))
    # A member that certainly belongs has some value, known or not.
    low = max(len(certain), 1 if any(isinstance(value, Unknown) for value in items.certain) else 0)
    high = None if items.more else number(len(possible) + unnamed)
    return span_of(number(low), high, items.missing, path)


def canonical(value: Value) -> object:
    """Return what is one and the same for all spellings of a value: amounts by their base, texts folded."""
    match value:
        case bool():
            return ("bool", value)
        case Quantity():
            return (value.dimension, value.base)
        case str():
            return fold(value)
        case _:
            return value


def _extreme(node: Aggregate, items: _Items, path: str) -> Value:
    if not items.is_whole:
        return Unknown(items.missing)
    best: Value = None  # semantics 12: the extreme of nothing is none
    for value in items.certain:
        order = -1 if best is None else _order(value, best, node.item.type)
        if isinstance(order, Undecided):
            return Unknown(frozenset({Missing(path, order.cause)}))
        if best is None or (order < 0 if node.function == "min" else order > 0):
            best = value
    return best


def _order(one: Value, two: Value, type_: Type) -> int | Undecided:
    assert one is not None
    assert two is not None
    assert not isinstance(one, Unknown)
    assert not isinstance(two, Unknown)
    return ordering(one, two, type_, type_)


# -- latest, earliest ----------------------------------------------------------------------------------------------


def pick(node: Pick, scope: Scope, evaluate: Evaluate) -> Value:
    """Return the item of the member with the greatest (least) key, ties by id; none without members (semantics 26)."""
    found = find(node.source, scope, evaluate)
    keyed = [(candidate, as_value(evaluate(node.key, candidate.scope))) for candidate in found.candidates]
    # A member without a key has no place, and one whose item is none is left out (engine contract 2.5).
    keyed = [
        (candidate, key)
        for candidate, key in keyed
        if key is not None and item_value(node.item, candidate, evaluate) is not None
    ]
    best: tuple[Candidate, Value] | None = None
    for candidate, key in keyed:
        if candidate.belongs is True and not isinstance(key, Unknown):
            best = (candidate, key) if best is None or _is_ahead(node, candidate, key, *best) is True else best
    rivals = [] if found.further is None else [found.further]
    for candidate, key in keyed:
        ahead = True if best is None or isinstance(key, Unknown) else _is_ahead(node, candidate, key, *best)
        if isinstance(ahead, Undecided):
            rivals.append(Unknown(frozenset({Missing(source_path(node.source), ahead.cause)})))
        if ahead is not False:
            # One that certainly belongs and has a key is ahead of no best: only doubts are left here.
            rivals.append(merge(candidate.belongs, key))
    if rivals:
        return merge(*rivals)
    return None if best is None else item_value(node.item, best[0], evaluate)


def _is_ahead(node: Pick, one: Candidate, key: Value, two: Candidate, other: Value) -> bool | Undecided:
    """Tell whether one member is nearer the extreme than another; of equal keys the greater id is later."""
    order = _order(key, other, node.key.type)
    if isinstance(order, Undecided):
        return order
    sign = 1 if node.function == "latest" else -1
    return order * sign > 0 or (order == 0 and (one.id > two.id if sign > 0 else one.id < two.id))


# -- rank ----------------------------------------------------------------------------------------------------------


def rank(node: Rank, scope: Scope, evaluate: Evaluate) -> Value:
    """Return 1 + the members strictly before the subject by (key, at, id) (semantics 55)."""
    found = find(node.source, scope, evaluate)
    subject = scope.names[node.subject]
    assert isinstance(subject, Member)
    own = as_value(evaluate(node.key, scope.bind(node.source.binder, subject)))
    keys = [(candidate, as_value(evaluate(node.key, candidate.scope))) for candidate in found.candidates]
    unknowns = merge(own, *(key for _, key in keys), *found.doubts())
    if unknowns.missing:
        return unknowns
    before = 0
    for candidate, key in keys:
        stands_before = _stands_before(node, candidate, key, subject, own)
        if isinstance(stands_before, Undecided):
            return Unknown(frozenset({Missing(source_path(node.source), stands_before.cause)}))
        before += stands_before
    return number(1 + before)


def _stands_before(node: Rank, candidate: Candidate, key: Value, subject: Member, own: Value) -> bool | Undecided:
    if candidate.item is subject:
        return False
    assert isinstance(candidate.item, Member)
    if key is None or own is None:
        # A member without a key stands last.
        order: int | Undecided = (key is None) - (own is None)
    else:
        order = _order(key, own, node.key.type)
        if isinstance(order, int) and node.descending:
            order = -order
    if isinstance(order, Undecided):
        return order
    return order < 0 or (order == 0 and member_order(candidate.item) < member_order(subject))
