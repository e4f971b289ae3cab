"""All the ways to bind a rule's names for one subject, and the rows that each one picks (contract 1.7 to 1.12)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sanku.catalog.nodes import Row
from sanku.claim.facts import Member, member_order
from sanku.claim.show import show_key
from sanku.core.unknown import Missing, merge
from sanku.engines.event.claim_view import Further
from sanku.engines.event.detail.scan import lacking_of
from sanku.engines.event.detail.scope import Scope
from sanku.ir.nodes import RulePlan
from sanku.semantics.nodes import Match


@dataclass(frozen=True, slots=True)
class Picked:
    """One binding with the rows it picks.

    Args:
        scope: All names bound.
        others: The members bound by the other names.
        row_ids: What the finding shows of the rows.
        rows: The rows, those of a gather in place.
        lacking: Why one of the members stands for any that was not supplied; empty if all were.
    """

    scope: Scope
    others: tuple[Member, ...]
    row_ids: tuple[str, ...]
    rows: tuple[Row, ...]
    lacking: frozenset[Missing]


@dataclass(frozen=True, slots=True)
class UnknownKey:
    """A binding whose key has an unknown part that some row in force may match."""

    missing: frozenset[Missing]


@dataclass(frozen=True, slots=True)
class _Bound:
    scope: Scope
    others: tuple[Member, ...] = ()
    lacking: frozenset[Missing] = frozenset()


def is_subject_of_pair(subject: Member, other: Member) -> bool:
    """Tell whether ``subject`` is the subject of the unordered pair: the later one if judged, else the other."""
    if isinstance(other, Further) or not other.judged:
        return True
    return member_order(subject) > member_order(other)


def picked(plan: RulePlan, scope: Scope) -> Iterator[Picked | UnknownKey]:
    """Yield every binding with each tuple of rows it picks; the subject is bound in ``scope``."""
    for bound in _bindings(plan, scope, 0):
        if all(bound.scope.truth(guard) is not False for guard in plan.guards):
            yield from _steps(plan, bound, 0, (), ())


def _bindings(plan: RulePlan, scope: Scope, number: int, so_far: _Bound | None = None) -> Iterator[_Bound]:
    bound = so_far or _Bound(scope)
    if number == len(plan.others):
        yield bound
        return
    binder = plan.others[number]
    subject = scope.names[plan.subject.name]
    assert isinstance(subject, Member)
    taken = (subject, *bound.others)
    for member in scope.day.claim.members(binder.collection):
        if any(member is other for other in taken):
            continue
        if plan.rule.pair and number == 0 and not is_subject_of_pair(subject, member):
            continue
        scope.day.claim.spend(1)
        here = _Bound(bound.scope.afresh(binder.name, member), (*bound.others, member), bound.lacking)
        yield from _bindings(plan, scope, number + 1, here)
    if any(binder.name in match.reads for match in plan.matches):
        return
    for missing in lacking_of(scope, binder.collection, binder.window):
        member = scope.day.claim.further(missing)
        lacking = bound.lacking | {missing}
        here = _Bound(bound.scope.afresh(binder.name, member), (*bound.others, member), lacking)
        yield from _bindings(plan, scope, number + 1, here)


def _steps(
    plan: RulePlan, bound: _Bound, number: int, row_ids: tuple[str, ...], rows: tuple[Row, ...]
) -> Iterator[Picked | UnknownKey]:
    if number == len(plan.matches):
        yield Picked(bound.scope, bound.others, row_ids, rows, bound.lacking)
        return
    match = plan.matches[number].match
    keys = tuple(bound.scope.value(key) for key in match.keys)
    if None in keys:
        return
    known = bound.scope.day.known
    missing = merge(*keys).missing
    if missing:
        if known.may_have_rows(match.table, keys):
            yield UnknownKey(missing)
        return
    found = known.rows(match.table, keys)
    bound.scope.day.claim.spend(len(found))
    for names, ids, taken in _taken(match, keys, found):
        scope = bound.scope.afresh(match.row, names)
        yield from _steps(
            plan, _Bound(scope, bound.others, bound.lacking), number + 1, (*row_ids, ids), (*rows, *taken)
        )


def _taken(
    match: Match, keys: tuple[object, ...], found: tuple[Row, ...]
) -> Iterator[tuple[Row | tuple[Row, ...], str, tuple[Row, ...]]]:
    """Yield what the row's name stands for, what the finding shows, and the rows: each row, or all gathered ones."""
    if not match.gathered:
        for row in found:
            yield row, row.id, (row,)
    elif found:
        yield found, show_key(keys), found  # type: ignore[arg-type]  # keys are known values
