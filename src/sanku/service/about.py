"""What a record says of the event it is about: by what it is found again, when the stay ended, what lines were called.

A plain message says it without becoming facts; ``about_plain`` and ``about_facts`` say the same of the same message.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sanku.claim.facts import Facts
from sanku.claim.plain.reading import PlainEvent
from sanku.claim.scalars import moment_parser
from sanku.core.moment import Moment
from sanku.ledger.chain import digest

KEY = 32
"""Characters of a record's name."""

_TIME = moment_parser(time=True)


@dataclass(frozen=True, slots=True)
class About:
    """What a record says of its event.

    Args:
        message: Id of the event.
        institution: Id of the institution, ``""`` if it names none.
        encounter: Id of the encounter.
        patient: Id of the patient, ``None`` if it cannot be read.
        physicians: Their ids, in the order of the lines.
        ended: Day on which the encounter ended, if it is known.
        names: Line id to the item's name.
    """

    message: str
    institution: str
    encounter: str
    patient: str | None
    physicians: tuple[str, ...]
    ended: date | None
    names: Mapping[str, str]

    @property
    def encounter_word(self) -> str:
        """By what the records of the encounter are found."""
        return digest(self.institution, self.encounter)[:KEY]

    @property
    def message_word(self) -> str:
        """By what the records of this very message are found."""
        return digest(self.institution, self.encounter, self.message)[:KEY]

    def words(self) -> tuple[tuple[str, str], ...]:
        """Return by what a record of this event is found: message, encounter, patient, physicians."""
        found: list[tuple[str, str]] = [("message", self.message_word), ("encounter", self.encounter_word)]
        found += [("patient", self.patient)] if self.patient is not None else []
        found += [("physician", person) for person in self.physicians]
        return tuple((role, value.replace("\0", "\ufffd")) for role, value in found)


def about_facts(facts: Facts) -> About:
    """Return what facts say of their event."""
    lines = facts.collections["lines"].members
    institution, patient = facts.facility.fields.get("id"), facts.patient.fields.get("id")
    people = (member.fields.get("physician.id") for member in (*lines, facts.encounter))
    ended = facts.encounter.get("discharged_at")
    return About(
        facts.id,
        institution if isinstance(institution, str) else "",
        facts.encounter.id,
        patient if isinstance(patient, str) else None,
        tuple(person for person in people if isinstance(person, str)),
        ended.day if isinstance(ended, Moment) else None,
        {line.id: name for line in lines if isinstance(name := line.fields.get("name"), str)},
    )


def about_plain(event: PlainEvent) -> About:
    """Return what a plain message says of itself."""
    it = event.it
    patient, encounter = it.patient.id, it.encounter.id
    ended = _TIME.read(left) if (left := _text(it.encounter, "discharged_at")) else None
    return About(
        event.id,
        _text(it.facility, "id"),
        encounter,
        patient,
        tuple(_physicians((*event.lines, it.encounter))),
        ended.day if isinstance(ended, Moment) else None,
        {line.id: name for line in event.lines if (name := _text(line, "name"))},
    )


def _text(holder: Any, name: str) -> str:  # noqa: ANN401 - a struct made at run time
    """Return a text as the complete reader takes it, ``""`` if there is none."""
    found = getattr(holder, name, None)
    return found.strip() if isinstance(found, str) else ""


def _physicians(holders: Iterable[Any]) -> Iterator[str]:
    for holder in holders:
        found = _text(getattr(holder, "physician", None), "id")
        if found:
            yield found
