"""The decision on a plain message in which nothing was found; and what every decision says of regions and notes."""

from __future__ import annotations

from sanku.claim.decision import DataNote, Decision, RegionPair
from sanku.claim.facts import Note
from sanku.claim.plain.reading import PlainEvent
from sanku.judgement.money import plain_verdicts
from sanku.semantics.nodes import Model

Regions = dict[tuple[str, str], tuple[RegionPair, tuple[DataNote, ...]]]
"""Pairs of region codes, as a decision shows them, and what it notes about them."""


def regions_used(model: Model, insured: str, care: str) -> RegionPair:
    """Return the deepest layers that two regions are judged by."""
    return RegionPair(model.catalog.chain(insured)[-1], model.catalog.chain(care)[-1])


def region_notes(insured: str, care: str, layers: RegionPair) -> tuple[DataNote, ...]:
    """A region without an overlay of its own is judged by its nearest ancestor, and says so (semantics 10)."""
    notes: list[DataNote] = []
    for path, code, layer in (("insured_region", insured, layers.insured), ("care_region", care, layers.care)):
        if layer != code:
            message = f"no overlay for region `{code}`, judged by `{layer}`"
            notes.append(DataNote("region", path, message, f"区划{code}无本地规则层，按{layer}判断", code))
    return tuple(notes)


def nothing_found(model: Model, event: PlainEvent, edition: str, regions: Regions) -> Decision:
    """Return the decision on a plain message in which no rule found anything and none was left open.

    Args:
        model: The base that was used.
        event: The message.
        edition: Digest that names the edition.
        regions: What was worked out for pairs of regions before; added to.
    """
    key = (event.insured, event.care)
    if key not in regions:
        regions[key] = RegionPair(*key), region_notes(*key, regions_used(model, *key))
    pair, notes = regions[key]
    return Decision(
        event.id,
        "allow",
        event.it.phase,
        pair,
        edition,
        plain_verdicts(event),
        (),
        (),
        (*map(note_of, event.notes), *notes) if event.notes else notes,
    )


def note_of(note: Note) -> DataNote:
    """Return a note of the reader as a decision shows it."""
    return DataNote(note.code, note.path, note.message, note.message_zh, note.raw)
