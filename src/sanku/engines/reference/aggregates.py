"""Aggregates over a source: count, sum, min, max, latest, earliest, rank (semantics 11, 12, 26, 54, 55).

Partly known members give a range for counts and sums, and unknown for everything else.
"""

from __future__ import annotations

from collections.abc import Iterable

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

NO_CAUSE: frozenset[Missing] = frozenset()


def aggregate(node: Aggregate, scope: Scope, evaluate: Evaluate) -> Value | Range:
    """Return the value of an aggregate, or the range it is known to lie in."""
    found = find(node.source, scope, evaluate)
    path = source_path(node.source)
    match node.function:
        case "count" if node.distinct:
            return _count_distinct(node, found, path, evaluate)
        case "count":
            certain = len(found.certain())
            high = None if found.further is not None else number(len(found.candidates))
            return span_of(number(certain), high, doubts(found), path)
        case "sum":
            return _sum(node, found, path, evaluate)
        case "min" | "max":
            return _extreme(node, found, evaluate)
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


def _sum(node: Aggregate, found: Found, path: str, evaluate: Evaluate) -> Value | Range:
    values = [(candidate, item_value(node.item, candidate, evaluate)) for candidate in found.candidates]
    counted = [(candidate, value) for candidate, value in values if value is not None]  # none adds nothing
    unknowns = merge(*(value for _, value in counted), *(candidate.belongs for candidate, _ in counted))
    open_end = unknowns.missing or found.further is not None
    missing = unknowns.missing | (found.further.missing if found.further is not None else NO_CAUSE)
    if open_end and not node.nonnegative:
        return Unknown(missing)
    low = total(
        [value for candidate, value in counted if candidate.belongs is True and isinstance(value, Quantity)],
        node.item.type,
    )
    if isinstance(low, Undecided):
        return Unknown(missing | {Missing(path, low.cause)})
    return span_of(low, None if open_end else low, missing, path)


def _count_distinct(node: Aggregate, found: Found, path: str, evaluate: Evaluate) -> Value | Range:
    values = [(candidate, item_value(node.item, candidate, evaluate)) for candidate in found.candidates]
    counted = [(candidate, value) for candidate, value in values if value is not None]
    certain = {canonical(value) for candidate, value in counted if candidate.belongs is True and not _is_unknown(value)}
    possible = {canonical(value) for _, value in counted if not _is_unknown(value)}
    unnamed = [candidate for candidate, value in counted if _is_unknown(value)]
    # A member that certainly belongs has some value, known or not.
    low = max(len(certain), 1 if any(candidate.belongs is True for candidate in unnamed) else 0)
    high = None if found.further is not None else number(len(possible) + len(unnamed))
    unknowns = merge(*(value for _, value in counted), *(candidate.belongs for candidate, _ in counted))
    missing = unknowns.missing | (found.further.missing if found.further is not None else NO_CAUSE)
    return span_of(number(low), high, missing, path)


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


def _is_unknown(value: Value) -> bool:
    return isinstance(value, Unknown)


def _extreme(node: Aggregate, found: Found, evaluate: Evaluate) -> Value:
    values = [(candidate, item_value(node.item, candidate, evaluate)) for candidate in found.candidates]
    counted = [(candidate, value) for candidate, value in values if value is not None]
    unknowns = merge(*(value for _, value in counted), *(candidate.belongs for candidate, _ in counted))
    if unknowns.missing or found.further is not None:
        return merge(unknowns, found.further)
    best: Value = None  # semantics 12: the extreme of nothing is none
    for _, value in counted:
        order = -1 if best is None else _order(value, best, node.item.type)
        if isinstance(order, Undecided):
            return Unknown(frozenset({Missing(source_path(node.source), order.cause)}))
        if (order < 0) if node.function == "min" or best is None else (order > 0):
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
    if found.further is not None:
        return merge(*found.doubts())  # a member outside the extent could be the extreme
    keyed = [
        (candidate, key)
        for candidate in found.candidates
        if (key := as_value(evaluate(node.key, candidate.scope))) is not None
        and item_value(node.item, candidate, evaluate) is not None
    ]
    blind = [key for _, key in keyed if isinstance(key, Unknown)]
    if blind:
        return merge(*blind, *(candidate.belongs for candidate, key in keyed if isinstance(key, Unknown)))
    best: tuple[Candidate, Value] | None = None
    for candidate, key in keyed:
        if candidate.belongs is True:
            ahead = best is None or _is_ahead(node, candidate, key, *best)
            if isinstance(ahead, Undecided):
                return Unknown(frozenset({Missing(source_path(node.source), ahead.cause)}))
            best = (candidate, key) if ahead else best
    rivals: list[Candidate] = []
    for candidate, key in keyed:
        if candidate.belongs is not True and (best is None or _is_ahead(node, candidate, key, *best) is not False):
            rivals.append(candidate)
    if rivals:
        return merge(*(candidate.belongs for candidate in rivals))
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
    if own is None:
        return None
    keys = [(candidate, as_value(evaluate(node.key, candidate.scope))) for candidate in found.candidates]
    unknowns = merge(own, *(key for _, key in keys))
    if unknowns.missing or found.further is not None:
        return merge(unknowns, *found.doubts())
    before = 0
    rivals: list[Candidate] = []
    for candidate, key in keys:
        stands_before = _stands_before(node, candidate, key, subject, own)
        if isinstance(stands_before, Undecided):
            return Unknown(frozenset({Missing(source_path(node.source), stands_before.cause)}))
        if stands_before and candidate.belongs is True:
            before += 1
        elif stands_before:
            rivals.append(candidate)
    return merge(*(candidate.belongs for candidate in rivals)) if rivals else number(1 + before)


def _stands_before(node: Rank, candidate: Candidate, key: Value, subject: Member, own: Value) -> bool | Undecided:
    if candidate.item is subject or key is None:
        return False
    order = _order(key, own, node.key.type)
    if isinstance(order, Undecided):
        return order
    if order == 0:
        assert isinstance(candidate.item, Member)
        return member_order(candidate.item) < member_order(subject)
    return order > 0 if node.descending else order < 0
