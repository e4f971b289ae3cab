"""The members of a source, each with the truth of its ``where`` (semantics 1, 27).

Members that are certainly left out are not listed. Order: members by (at, id), rows by id.
"""

from __future__ import annotations

from dataclasses import dataclass

from sanku.claim.facts import Member, member_order
from sanku.core.truth import Truth
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
    """What a source yields: its candidates in order, and what further members or rows stand for."""

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
    items, further = _items(source, scope, evaluate)
    for item in items:
        inner = scope.bind(source.binder, item)
        belongs = True if source.where is None else as_truth(evaluate(source.where, inner))
        if belongs is not False:
            candidates.append(Candidate(item, inner, belongs))
    return Found(tuple(candidates), further)


def _items(source: Source, scope: Scope, evaluate: Evaluate) -> tuple[list[Member] | list[BoundRow], Unknown | None]:
    """Return what the binder goes through, and what cannot be gone through: further members, rows of an unknown key."""
    match source.kind:
        case "collection":
            members = [member for part in scope.facts.parts(source.over) for member in part.members]
            return sorted(members, key=member_order), further_members(source.over, source.window, scope, evaluate)
        case "rows":
            bound = scope.names[source.over]
            assert isinstance(bound, BoundRows), f"`{source.over}` is not gathered rows"
            return [BoundRow(bound.table, row) for row in bound.rows], None
        case "table":
            picked = picked_rows(source.over, source.keys, scope, evaluate)
            if picked.doubt is not None:
                return [], picked.doubt if picked.rows else None  # engine contract 5.3
            return [BoundRow(source.over, row) for row in picked.rows], None
        case _:
            raise AssertionError(source.kind)


def source_path(source: Source) -> str:
    """Return the path that evidence and missing facts give a source: the collection or the table."""
    if source.kind == "rows" and isinstance(source.member, RowType):
        return source.member.table
    return source.over
