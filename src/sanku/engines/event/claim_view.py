"""One event as the engine walks through it: members in order, found by field, and how much was supplied.

Made for one ``judge`` call and thrown away with it; the facts below are never changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from sanku.claim.facts import Collection, Extent, Facts, Member, member_order
from sanku.core.code import Code
from sanku.core.moment import Moment
from sanku.core.text import fold
from sanku.core.unknown import Missing, Unknown, unknown
from sanku.core.value import Value
from sanku.engines.event.operators import canonical
from sanku.semantics.nodes import Window

BUDGET = 10_000_000
"""Steps that one instance may take (semantics 46)."""


class BudgetSpentError(Exception):
    """An instance took more steps than it may; it becomes undetermined."""


class Further(Member, frozen=True, eq=False):
    """Any member that was not supplied: its fields, date and encounter are unknown (semantics 1)."""

    def get(self, name: str) -> Value:  # noqa: ARG002 - all fields are unknown for the same reason
        """Return the unknown that every field of it is."""
        return self.at


class ClaimView:
    """The members of one event, each order and index built when first asked for."""

    __slots__ = ("_by_field", "_code_texts", "_found", "_further", "_members", "_whole", "facts", "steps")

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.steps = BUDGET
        self._members: dict[str, tuple[Member, ...]] = {}
        self._by_field: dict[tuple[str, str], dict[object, list[Member]]] = {}
        self._found: dict[tuple[str, str], Member | Unknown] = {}
        self._further: dict[str, Further] = {}
        self._code_texts: dict[str, frozenset[str] | None] = {}
        self._whole: dict[tuple[str, bool], bool] = {}

    def spend(self, steps: int) -> None:
        """Count steps of the instance at hand; raise when it has taken too many."""
        self.steps -= steps
        if self.steps < 0:
            raise BudgetSpentError

    def members(self, name: str) -> tuple[Member, ...]:
        """Return the members of a collection by (at, id), of both parts for ``record.X``."""
        try:
            return self._members[name]
        except KeyError:
            found = [member for part in self.facts.parts(name) for member in part.members]
            result = self._members[name] = tuple(sorted(found, key=member_order))
            return result

    def with_field(self, name: str, field: str, value: Value) -> Iterable[Member]:
        """Return the members whose ``field`` may equal ``value``: those that have it, and those where it is unknown."""
        if value is None:
            return ()
        if isinstance(value, Unknown):
            return self.members(name)
        index = self._by_field.get((name, field))
        if index is None:
            index = self._by_field[name, field] = self._indexed(name, field)
        found, unknown_ones = index.get(canonical(value)), index.get(Unknown)
        if not unknown_ones:
            return found or ()
        return (*(found or ()), *unknown_ones)

    def _indexed(self, name: str, field: str) -> dict[object, list[Member]]:
        index: dict[object, list[Member]] = {}
        for member in self.members(name):
            value = member.get(field)
            if value is not None:
                index.setdefault(Unknown if isinstance(value, Unknown) else canonical(value), []).append(member)
        return index

    def code_texts(self, name: str, ancestors: Callable[[Code], frozenset[str]]) -> frozenset[str] | None:
        """Return every text by which a row can name a member's code; ``None`` if the code of some member is unknown."""
        if name not in self._code_texts:
            codes = [member.get("code") for member in self.members(name)]
            known = [ancestors(code) for code in codes if isinstance(code, Code)]
            hidden = any(isinstance(code, Unknown) for code in codes)
            self._code_texts[name] = None if hidden else frozenset().union(*known)
        return self._code_texts[name]

    def find(self, collection: str, identity: str) -> Member | Unknown:
        """Return the member that a reference names."""
        key = (collection, identity)
        if key not in self._found:
            self._found[key] = self.facts.find(collection, identity)
        return self._found[key]

    def is_whole(self, name: str, window: Window) -> bool:
        """Tell whether a collection was supplied whole, so that no bound on dates needs to be looked at."""
        key = (name, window.own_encounter)
        try:
            return self._whole[key]
        except KeyError:
            parts = self._parts_needed(name, window)
            result = self._whole[key] = all(_is_whole(part.extent) for part in parts)
            return result

    def lacking(self, name: str, window: Window, bounds: Iterable[date]) -> tuple[Missing, ...]:
        """Return why a collection may have further members inside a window; ``()`` if it is covered (semantics 1)."""
        lower = list(bounds)
        return tuple(
            Missing(part.name, "absent" if part.extent.state == "absent" else "coverage")
            for part in self._parts_needed(name, window)
            if not self._covers(part, window, lower)
        )

    def _parts_needed(self, name: str, window: Window) -> tuple[Collection, ...]:
        parts = self.facts.parts(name)
        return tuple(part for part in parts if not _is_history(part)) if window.own_encounter else parts

    def _covers(self, part: Collection, window: Window, bounds: list[date]) -> bool:
        extent = part.extent
        if extent.state != "complete":
            return False
        if _is_history(part):
            if extent.scope != "all" and not window.own_facility:
                return False
            if extent.kinds is not None and (window.kinds is None or not window.kinds <= extent.kinds):
                return False
        elif isinstance(self.facts.encounter.at, Moment):
            bounds = [*bounds, self.facts.encounter.at.day]
        return extent.start is None or any(bound >= extent.start for bound in bounds)

    def further(self, missing: Missing) -> Further:
        """Return the member that stands for any that was not supplied, for the part and cause of ``missing``."""
        found = self._further.get(missing.path)
        if found is None:
            nothing = unknown(missing.path, missing.cause)
            found = self._further[missing.path] = Further(missing.path, "", 0, {}, nothing, judged=False)
        return found


def _is_whole(extent: Extent) -> bool:
    return extent.state == "complete" and extent.start is None and extent.scope == "all" and extent.kinds is None


def _is_history(part: Collection) -> bool:
    return part.name.startswith("history.")


def stay_of(member: Member, period: str) -> Value:
    """Return the encounter or the episode that a member belongs to."""
    if isinstance(member, Further):
        return member.at
    if period == "episode":
        episode = member.get("episode")
        return fold(episode) if isinstance(episode, str) else episode
    return member.encounter or unknown(f"{member.collection}.encounter", "absent", member.id)
