"""A source gone through once: who is certainly a member, who perhaps, and whether there may be more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from sanku.catalog.nodes import Row
from sanku.claim.facts import Member, member_order
from sanku.core.truth import Truth, conjunction
from sanku.core.types import RowType
from sanku.core.unknown import Missing, Unknown, merge
from sanku.engines.event.detail.scope import Scope
from sanku.engines.event.extents import lower_bound
from sanku.ir.probes import probe_of
from sanku.semantics.nodes import Bound, Node, Source, Window


@dataclass(frozen=True, slots=True)
class Found:
    """A member or row, the scope in which it is bound, and whether it belongs."""

    item: Member | Row
    scope: Scope
    belongs: Truth


@dataclass(frozen=True, slots=True)
class Scan:
    """What a source holds.

    Args:
        certain: Members and rows that belong, by (at, id); rows by id.
        uncertain: Those of which it is not known.
        lacking: Why there may be further ones; empty if there are none.
    """

    certain: tuple[Found, ...]
    uncertain: tuple[Found, ...]
    lacking: frozenset[Missing]

    @property
    def missing(self) -> frozenset[Missing]:
        """What would have to be known for the source to be known whole."""
        return merge(*(found.belongs for found in self.uncertain)).missing | self.lacking


def scan(scope: Scope, source: Source, test: Callable[[Scope], Truth] | None = None) -> Scan:
    """Return what a source holds; ``test`` is a further condition on its members."""
    kept = scope.told.get(id(source)) if test is None else None
    if kept is not None:
        return kept[1]  # type: ignore[no-any-return]  # it was kept below
    found = _scanned(scope, source, test)
    if test is None:
        scope.told[id(source)] = (source, found)
    return found


def _scanned(scope: Scope, source: Source, test: Callable[[Scope], Truth] | None) -> Scan:
    items, lacking = _items(scope, source)
    scope.day.claim.spend(len(items))
    found = [_found(scope.binding(source.binder, item), item, source, test) for item in items]
    return Scan(
        tuple(one for one in found if one.belongs is True),
        tuple(one for one in found if isinstance(one.belongs, Unknown)),
        lacking,
    )


def _found(scope: Scope, item: Member | Row, source: Source, test: Callable[[Scope], Truth] | None) -> Found:
    truths = ([] if source.where is None else [scope.truth(source.where)]) + ([] if test is None else [test(scope)])
    return Found(item, scope, conjunction(truths))


def _items(scope: Scope, source: Source) -> tuple[tuple[Member | Row, ...], frozenset[Missing]]:
    match source.kind:
        case "table":
            return _table_rows(scope, source)
        case "rows":
            rows = scope.names[source.over]
            assert isinstance(rows, tuple), source.over
            return tuple(sorted(rows, key=lambda row: row.id)), frozenset()
        case _:
            lacking = lacking_of(scope, source.over, source.window)
            return _members(scope, source), frozenset(lacking)


def _members(scope: Scope, source: Source) -> tuple[Member, ...]:
    """Return the members that may belong: where the condition names a field's value, those that may have it."""
    claim = scope.day.claim
    probe = None if scope.forced else probe_of(source.binder, source.where)
    if probe is None:
        return claim.members(source.over)
    return tuple(sorted(claim.with_field(source.over, probe.field, scope.value(probe.value)), key=member_order))


def _table_rows(scope: Scope, source: Source) -> tuple[tuple[Row, ...], frozenset[Missing]]:
    keys = tuple(scope.value(key) for key in source.keys)
    known = scope.day.known
    if None in keys:
        return (), frozenset()
    missing = merge(*keys).missing
    if not missing:
        return tuple(sorted(known.rows(source.over, keys), key=lambda row: row.id)), frozenset()
    return (), missing if known.may_have_rows(source.over, keys) else frozenset()


def name_of(source: Source) -> str:
    """Return the path of a source: its collection; of rows, gathered ones too, their table."""
    return source.member.table if isinstance(source.member, RowType) else source.over


# -- extent --------------------------------------------------------------------------------------------------------


def lacking_of(scope: Scope, collection: str, window: Window) -> tuple[Missing, ...]:
    """Return why a collection may have further members inside a window; ``()`` if it is covered (semantics 1)."""
    claim = scope.day.claim
    if claim.is_whole(collection, window):
        return ()
    return claim.lacking(collection, window, list(_bounds(scope, window)))


def _bounds(scope: Scope, window: Window) -> Iterator[date]:
    for bound in window.bounds:
        day = _bound(scope, bound)
        if day is not None:
            yield day


def _bound(scope: Scope, bound: Bound) -> date | None:
    anchor = scope.value(bound.anchor)
    length = None if bound.length is None else scope.value(bound.length)
    period = scope.value(bound.period) if isinstance(bound.period, Node) else bound.period
    return lower_bound(
        anchor,
        length,
        period,
        scope.day.known.benefit_start,
        has_length=bound.length is not None,
        has_period=bound.period is not None,
    )
