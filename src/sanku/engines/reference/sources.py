"""The members of a source, each with the truth of its ``where`` (semantics 1, 27).

Members that are certainly left out are not listed. Order: members by (at, id), rows by id.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sanku.claim.facts import Member, member_order
from sanku.core.truth import Truth, conjunction
from sanku.core.types import RowType
from sanku.core.unknown import Unknown
from sanku.engines.reference.extent import further_members
from sanku.engines.reference.scope import BoundRow, BoundRows, Evaluate, Scope, as_truth
from sanku.engines.reference.tables import picked_rows
from sanku.semantics.nodes import Source


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A member or row that may belong: ``belongs`` is true or unknown; ``scope`` has the binder bound."""

    item: Member | BoundRow
    scope: Scope
    belongs: Truth

    @property
    def id(self) -> str:
        """The member's or the row's id."""
        return self.item.row.id if isinstance(self.item, BoundRow) else self.item.id


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What a source yields: its candidates in order, and what members outside the extent stand for."""

    candidates: tuple[Candidate, ...]
    further: Unknown | None

    def certain(self) -> tuple[Candidate, ...]:
        """Return those that certainly belong."""
        return tuple(found for found in self.candidates if found.belongs is True)

    def doubts(self) -> frozenset[Unknown]:
        """Return the unknowns of memberships and of the extent."""
        found = {candidate.belongs for candidate in self.candidates if isinstance(candidate.belongs, Unknown)}
        return frozenset(found | ({self.further} if self.further else set()))


def find(source: Source, scope: Scope, evaluate: Evaluate) -> Found:
    """Return the members of ``source`` that certainly or possibly belong."""
    candidates: list[Candidate] = []
    for item, doubt in _items(source, scope, evaluate):
        inner = scope.bind(source.binder, item)
        where = True if source.where is None else as_truth(evaluate(source.where, inner))
        belongs = conjunction((where, doubt))
        if belongs is not False:
            candidates.append(Candidate(item, inner, belongs))
    further = further_members(source.over, source.window, scope, evaluate) if source.kind == "collection" else None
    return Found(tuple(candidates), further)


def _items(source: Source, scope: Scope, evaluate: Evaluate) -> Iterator[tuple[Member | BoundRow, Truth]]:
    """Yield what the binder goes through; for a table, a row matched by an unknown key only possibly belongs."""
    match source.kind:
        case "collection":
            members = [member for part in scope.facts.parts(source.over) for member in part.members]
            for member in sorted(members, key=member_order):
                yield member, True
        case "rows":
            bound = scope.names[source.over]
            if isinstance(bound, BoundRows):
                for row in bound.rows:
                    yield BoundRow(bound.table, row), True
        case "table":
            picked = picked_rows(source.over, source.keys, scope, evaluate)
            for row in picked.rows:
                yield BoundRow(source.over, row), True if picked.doubt is None else picked.doubt
        case _:
            raise AssertionError(source.kind)


def source_path(source: Source) -> str:
    """Return the path that evidence and missing facts give a source: the collection or the table."""
    if source.kind == "rows" and isinstance(source.member, RowType):
        return source.member.table
    return source.over
