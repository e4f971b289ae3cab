"""Events that take each branch of a rule, found by trying, then made as small as they can be.

The same rule over the same facts is always tried in the same order: chance comes from the rule's name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from random import Random

from sanku.claim.facts import SINGLES
from sanku.semantics.nodes import Rule
from sanku.testing.cases import Data
from sanku.testing.generation.draft import Draft, Slot
from sanku.testing.generation.probe import FIRED, Outcome, Probe
from sanku.testing.generation.slots import member_id

MOST_TRIES = 3000
_ENOUGH = 400
"""Tries without anything new, once the rule has fired."""


def seeds(
    probe: Probe, rule: Rule, regions: tuple[str, ...], pools: Mapping[tuple[str, str], tuple[Data, ...]]
) -> dict[tuple[str, Outcome], Draft]:
    """Return one draft, as small as can be, for each phase and outcome that was found."""
    chance = Random(rule.name)  # noqa: S311 - no secret: the same rule must give the same cases
    found: dict[Outcome, Draft] = {}
    last = 0
    first = next((phase for phase in ("order", "settle", "audit") if phase in rule.attributes.controls), "order")
    for number in range(MOST_TRIES):
        draft = drawn(chance, rule, first, regions, pools)
        outcome = probe.outcome(draft)
        if outcome and len(outcome) == 1 and outcome not in found:
            found[outcome] = draft
            last = number
        if FIRED in found and number - last > _ENOUGH:
            break
    return {(draft.phase, outcome): _smallest(probe, draft, outcome) for outcome, draft in found.items()}


def _smallest(probe: Probe, draft: Draft, outcome: Outcome) -> Draft:
    def holds(draft: Draft) -> bool:
        return probe.outcome(draft) == outcome

    return with_money(shrunk(draft, holds), holds)


def drawn(
    chance: Random,
    rule: Rule,
    phase: str,
    regions: tuple[str, ...],
    pools: Mapping[tuple[str, str], tuple[Data, ...]],
) -> Draft:
    """Return a draft by chance, each slot filled from its pool."""
    places = sorted({place for place, _ in pools})
    subject = rule.bindings[0].collection
    slots: dict[Slot, Data] = {}
    for place in places:
        bound = sum(binding.collection == place for binding in rule.bindings)
        least = max(1, bound) if place == subject else 0
        count = 1 if place in SINGLES else chance.choice((max(1, bound), max(1, bound), least, max(1, bound) + 1))
        for number in range(count):
            if place not in SINGLES and "." not in place.removeprefix("history."):
                slots[Slot(place, number, "id")] = member_id(place, number)
            for (owner, name), values in pools.items():
                if owner == place and (name == "at" or name == "code" or chance.random() < 0.9):  # noqa: PLR1714 - reads as said
                    slots[Slot(place, number, name)] = chance.choice(values)
    return Draft(phase, chance.choice(regions), slots)


def with_money(draft: Draft, holds: Callable[[Draft], bool]) -> Draft:
    """Give each line an amount, so that the case shows the money at stake."""
    for place, number in draft.members():
        slot = Slot(place, number, "amount")
        priced = draft.with_slot(slot, "100.00")
        if place == "lines" and slot not in draft.slots and holds(priced):
            draft = priced
    return draft


def shrunk(draft: Draft, holds: Callable[[Draft], bool]) -> Draft:
    """Return the draft without every member, and then every slot, that what must hold does not need."""
    for smaller in _steps(draft):
        candidate = draft.without(*smaller)
        if len(candidate.slots) < len(draft.slots) and holds(candidate):
            draft = candidate
    return draft


def _steps(draft: Draft) -> Iterator[tuple[Slot, ...]]:
    for member in reversed(draft.members()):
        yield tuple(slot for slot in draft.slots if (slot.place, slot.number) == member)
    yield from ((slot,) for slot in sorted(draft.slots) if slot.field != "id")
