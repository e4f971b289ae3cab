"""Both sides of everything: from events that take a branch to those one step away that take another.

A boundary is found by asking, not by reading the rule: between a value with one outcome and a value with another the
interval is halved until one step is left. So thresholds from cells, parameters, literals and sums are found alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sanku.graph import build_graph
from sanku.kb import KnowledgeBase
from sanku.semantics.nodes import Rule
from sanku.semantics.walk import exemptions_of
from sanku.testing.cases import Data
from sanku.testing.generation.constants import Constants, constants_of
from sanku.testing.generation.draft import Draft, Slot
from sanku.testing.generation.probe import FIRED, Outcome, Probe
from sanku.testing.generation.scale import between, data_at, place_of, shifted
from sanku.testing.generation.search import seeds
from sanku.testing.generation.slots import fields_read, pools_of, with_values_of
from sanku.testing.generation.turns import Turn, turns

Pools = Mapping[tuple[str, str], tuple[Data, ...]]
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Found:
    """A draft worth a case.

    Args:
        draft: The draft.
        shows: What was changed and to what; ``""`` = the branch alone.
        slot: The number or day that stands one step beside its boundary.
    """

    draft: Draft
    shows: str
    slot: Slot | None = None


def boundary_drafts(
    base: KnowledgeBase, rule: Rule, rows: tuple[str, ...] = (), events: Sequence[Mapping[str, Data]] = ()
) -> tuple[Found, ...]:
    """Return the boundary cases of a rule, the plain branches first; none twice.

    Args:
        base: The base.
        rule: The rule.
        rows: Rows of its tables that the cases are about; ``()`` = the first ones of each kind.
        events: Events of cases that the rule has already.
    """
    model = base.model
    regions = _regions(base, rule)
    constants = constants_of(model, rule, regions[-1], rows)
    pools = pools_of(model, fields_read(build_graph(model), rule), constants)
    pools = with_values_of(pools, events, model)
    probe = Probe(base, rule.name, rows)
    starts = seeds(probe, rule, regions, pools)
    found: list[Found] = []
    for one in _all(probe, rule, pools, constants, starts):
        if all(one.draft != other.draft for other in found):
            found.append(one)
    phase = next((phase for (phase, outcome) in starts if outcome == FIRED), "")
    if phase:
        known = {(one.slot.place, one.slot.field) for one in found if one.slot is not None}
        for turn in turns(probe, rule, phase, regions, pools, known):
            found += (one for one in _sides(probe, turn) if all(one.draft != other.draft for other in found))
    return tuple(found)


def _sides(probe: Probe, turn: Turn) -> Iterator[Found]:
    value = turn.draft.slots[turn.slot]
    for side in _halved(probe, turn.draft, turn.slot, value, turn.quiet, FIRED):
        yield _beside(turn.draft, turn.slot, side)


def _beside(draft: Draft, slot: Slot, side: Data) -> Found:
    return Found(draft.with_slot(slot, side), f"{slot.place}.{slot.field} = {_said(side)}", slot)


def _regions(base: KnowledgeBase, rule: Rule) -> tuple[str, ...]:
    layers = {rule.layer, *(found.layer for found in exemptions_of(base.model, rule))}
    return tuple(sorted(layers))


def _all(
    probe: Probe, rule: Rule, pools: Pools, constants: Constants, starts: Mapping[tuple[str, Outcome], Draft]
) -> Iterator[Found]:
    ordered = sorted(starts.items(), key=lambda start: _RANK[start[0][1][0][0]])
    for (_, outcome), draft in ordered:
        yield Found(draft, "")
        if outcome[0][0] == "fired":
            yield from (
                Found(replace(draft, phase=phase), "")
                for phase in sorted(rule.attributes.controls)
                if phase != draft.phase
            )
    for (_, outcome), draft in ordered:
        if outcome[0][0] in ("fired", "excepted"):
            yield from _thresholds(probe, draft, outcome, pools)
            yield from _others(probe, draft, outcome, pools)
            yield from _missing(probe, draft, outcome, pools)
            yield from _edges(probe, draft, constants, pools)


_RANK = {"fired": 0, "not fired": 1, "excepted": 2, "undetermined": 3}


def _thresholds(probe: Probe, draft: Draft, outcome: Outcome, pools: Pools) -> Iterator[Found]:
    """Yield both sides of each boundary that a number or a day of the draft can cross."""
    for slot, value in sorted(draft.slots.items()):
        if place_of(value) is None:
            continue
        reached: set[Outcome] = set()
        for other in pools.get((slot.place, slot.field), ()):
            there = probe.outcome(draft.with_slot(slot, other))
            if there is None or there == outcome or there in reached or place_of(other) is None:
                continue
            reached.add(there)
            for side in _halved(probe, draft, slot, value, other, outcome):
                yield _beside(draft, slot, side)


def _halved(probe: Probe, draft: Draft, slot: Slot, here: Data, there: Data, outcome: Outcome) -> tuple[Data, Data]:
    """Return the last value with the outcome and the first without it, on the way from one value to another."""
    while True:
        one, other = place_of(here), place_of(there)
        middle = between(one, other) if one is not None and other is not None else None
        if middle is None:
            return here, there
        value = data_at(middle)
        if probe.outcome(draft.with_slot(slot, value)) == outcome:
            here = value
        else:
            there = value


def _others(probe: Probe, draft: Draft, outcome: Outcome, pools: Pools) -> Iterator[Found]:
    """Yield, for each other field, one value with each other outcome."""
    for slot, value in sorted(draft.slots.items()):
        if place_of(value) is not None:
            continue
        reached: set[Outcome] = {outcome}
        for other in pools.get((slot.place, slot.field), ()):
            changed = draft.with_slot(slot, other)
            there = probe.outcome(changed)
            if there is not None and there not in reached:
                reached.add(there)
                yield Found(changed, f"{slot.place}.{slot.field} = {_said(other)}")


def _missing(probe: Probe, draft: Draft, outcome: Outcome, pools: Pools) -> Iterator[Found]:
    """Yield the draft without each fact that matters, with each none, and without each collection."""
    for slot in sorted(draft.slots):
        without = draft.without(slot)
        if slot.field != "id" and probe.outcome(without) not in (None, outcome):
            yield Found(without, f"{slot.place}.{slot.field} 未提供")
        none = draft.with_slot(slot, None)
        if slot.field != "id" and probe.outcome(none) not in (None, outcome):
            yield Found(none, f"{slot.place}.{slot.field} 为无")
    for place in sorted({place for place, _ in pools}):
        if place in ("lines", "diagnoses", "observations", "procedures", "documents", "orders", "approvals"):
            kept = draft.without(*(slot for slot in draft.slots if slot.place == place))
            absent = replace(kept, absent=frozenset((place,)))
            if probe.outcome(absent) not in (None, outcome):
                yield Found(absent, f"{place} 未提供")


def _edges(probe: Probe, draft: Draft, constants: Constants, pools: Pools) -> Iterator[Found]:
    """Yield the draft on the first day of everything dated, and on the day before; a value's own boundary on both."""
    taken = probe.taken(draft)
    if not taken:
        return
    for edge in constants.edges:
        days = (edge - _ONE_DAY, edge)
        moved = [_moved(draft, (day - taken[0].day).days) for day in days]
        outcomes = [probe.outcome(one) for one in moved]
        for day, one, outcome in zip(days, moved, outcomes, strict=True):
            if outcome is None:
                continue
            if outcomes[0] != outcomes[1]:
                yield Found(one, f"{day.isoformat()}，{'当日起' if day == edge else '前一日'}")
            if outcome and outcome[0][0] == "fired":
                yield from (
                    Found(found.draft, f"{day.isoformat()}，{found.shows}")
                    for found in _thresholds(probe, one, outcome, _shifted(pools, (day - taken[0].day).days))
                    if _numeric(found)
                )


def _numeric(found: Found) -> bool:
    return not found.shows.rpartition("= ")[2].count("-")


def _moved(draft: Draft, days: int) -> Draft:
    return replace(draft, slots={slot: shifted(value, days) for slot, value in draft.slots.items()})


def _shifted(pools: Pools, days: int) -> Pools:
    return {key: tuple(shifted(value, days) for value in values) for key, values in pools.items()}


def _said(value: Data) -> str:
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values())
    return "无" if value is None else str(value)
