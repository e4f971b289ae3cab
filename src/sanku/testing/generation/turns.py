"""Events that one more step of one number or day would turn, for rules that fire for more than one reason.

The smallest event that fires shows one reason only: of "no report, or a report of 30 g/L and more", that there is none.
So each number and day that a rule reads is also looked for in an event where it alone decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

from sanku.semantics.nodes import Rule
from sanku.testing.cases import Data
from sanku.testing.generation.draft import Draft, Slot
from sanku.testing.generation.probe import FIRED, QUIET, Probe
from sanku.testing.generation.scale import place_of
from sanku.testing.generation.search import drawn, shrunk, with_money

MOST_TRIES = 400

Field = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Turn:
    """A draft that fires, and a value of one slot with which it does not."""

    draft: Draft
    slot: Slot
    quiet: Data

    def holds(self, probe: Probe) -> bool:
        """Tell whether the draft fires, and does not with the other value."""
        other = self.draft.with_slot(self.slot, self.quiet)
        return probe.outcome(other) == QUIET and probe.outcome(self.draft) == FIRED


def turns(
    probe: Probe,
    rule: Rule,
    phase: str,
    regions: tuple[str, ...],
    pools: Mapping[Field, tuple[Data, ...]],
    known: Collection[Field],
) -> Iterator[Turn]:
    """Yield one turn, as small as can be, for each field of numbers or days that can decide and is not known yet."""
    chance = Random(f"{rule.name} turns")  # noqa: S311 - no secret: the same rule must give the same cases
    open_fields = {
        key
        for key, values in pools.items()
        if key not in known and any(place_of(value) is not None for value in values)
    }
    for _ in range(MOST_TRIES):
        if not open_fields:
            return
        draft = drawn(chance, rule, phase, regions, pools)
        if probe.outcome(draft) != FIRED:
            continue
        for slot in sorted(draft.slots):
            if (slot.place, slot.field) not in open_fields or place_of(draft.slots[slot]) is None:
                continue
            found = _turned(probe, draft, slot, pools[slot.place, slot.field])
            if found is not None:
                open_fields.discard((slot.place, slot.field))
                yield _smallest(probe, found)


def _turned(probe: Probe, draft: Draft, slot: Slot, values: tuple[Data, ...]) -> Turn | None:
    here = draft.slots[slot]
    for value in values:
        if value != here and place_of(value) is not None and probe.outcome(draft.with_slot(slot, value)) == QUIET:
            return Turn(draft, slot, value)
    return None


def _smallest(probe: Probe, turn: Turn) -> Turn:
    def holds(draft: Draft) -> bool:
        return turn.slot in draft.slots and replace(turn, draft=draft).holds(probe)

    return replace(turn, draft=with_money(shrunk(turn.draft, holds), holds))
