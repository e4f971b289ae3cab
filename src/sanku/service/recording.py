"""A decision to the entry that records it; what the ledger knows of an encounter to what it is held against."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec

from sanku.claim.decision import Decision, Finding
from sanku.claim.facts import Facts, Justified, Ledger, Shown
from sanku.core.code import Code
from sanku.core.moment import Moment, Precision
from sanku.judgement.controls import JUSTIFY_DAYS
from sanku.judgement.identity import finding_id
from sanku.judgement.results import Results
from sanku.ledger.chain import canonical, digest
from sanku.ledger.nodes import Entry
from sanku.ledger.read import EncounterRecord
from sanku.service.answers import Recorded, Reminder

KEY = 32
"""Characters of a decision's and an answer's name."""


class Asker(msgspec.Struct, frozen=True):
    """Who is shown an answer, by the id of their system, and which trusted system asked."""

    user: str
    sender: str = ""


class DecisionBody(msgspec.Struct, frozen=True):
    """The body of a decision's record.

    ``ended``: civil day on which the encounter ended, if it is known. ``names``: line id to the item's name.
    """

    reminders: tuple[Reminder, ...]
    ended: str | None
    names: dict[str, str]
    decision: msgspec.Raw


def stamp(at: datetime) -> str:
    """Return a time of arrival as the ledger writes it: civil time, to the millisecond."""
    return at.isoformat(timespec="milliseconds")


def moment(at: datetime) -> Moment:
    """Return a time of arrival as the decision reads it: to the second."""
    return Moment(at.replace(microsecond=0), Precision.SECOND)


def institution(facts: Facts) -> str:
    """Return the id of the event's institution, ``""`` if it names none."""
    found = facts.facility.fields.get("id")
    return found if isinstance(found, str) else ""


def encounter_word(facts: Facts) -> str:
    """Return by what the records of the event's encounter are found."""
    return digest(institution(facts), facts.encounter.id)[:KEY]


def message_word(facts: Facts) -> str:
    """Return by what the records of this very message are found."""
    return digest(institution(facts), facts.encounter.id, facts.id)[:KEY]


def ended_on(facts: Facts) -> date | None:
    """Return the day on which the encounter ended, if the event says it."""
    ended = facts.encounter.get("discharged_at")
    return ended.day if isinstance(ended, Moment) else None


def ledger_of(known: EncounterRecord, facts: Facts) -> Ledger:
    """Return reminders shown and accepted answers; one after its deadline counts for nothing (semantics 7)."""
    ended = ended_on(facts)
    justified = []
    for body in known.answers:
        given = msgspec.json.decode(body, type=Recorded)
        at = datetime.fromisoformat(given.at)
        late = ended is not None and at.date() > ended + timedelta(days=given.reminder.days)
        if given.verdict.accepted and not late:
            justified.append(
                Justified(
                    finding=given.reminder.finding,
                    reason=given.answer.reason,
                    text=given.answer.text,
                    by=given.answer.by,
                    at=moment(at),
                    digest=given.reminder.digest,
                    code=given.reminder.code,
                    amount=given.reminder.amount,
                )
            )
    shown = tuple(
        Shown(finding, moment(datetime.fromisoformat(at))) for finding, times in known.shown.items() for at in times
    )
    return Ledger(shown, tuple(justified))


def decision_entry(
    facts: Facts, results: Results, decision: Decision, answer: bytes, at: datetime, asker: Asker | None = None
) -> Entry:
    """Return the entry of a decision: what was decided, which reminders its answer shows, and to whom if it is known.

    The same decision shown to somebody else is another entry.
    """
    reminders = _reminders(facts, results, decision)
    ended = ended_on(facts)
    lines = facts.collections["lines"].members
    names = {line.id: name for line in lines if isinstance(name := line.fields.get("name"), str)}
    body = DecisionBody(reminders, None if ended is None else ended.isoformat(), names, msgspec.Raw(answer))
    found: list[tuple[str, str]] = [("rule", finding.rule) for finding in decision.findings]
    found += [("finding", finding.id) for finding in decision.findings]
    found += [("shown", reminder.finding) for reminder in reminders]
    asked: list[tuple[str, str]] = []
    if asker is not None:
        asked = [("asker", asker.user.replace("\0", "\ufffd")), ("sender", asker.sender)]
    found += [(role, value) for role, value in asked if value]
    told = (value for _, value in asked)
    key = digest("decision", institution(facts), facts.patient.id, facts.encounter.id, answer.decode(), *told)[:KEY]
    return Entry("decision", key, stamp(at), (*words_of(facts), *found), canonical(body))


def words_of(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Return by what a record of this event is found: message, encounter, patient, physicians."""
    patient = facts.patient.fields.get("id")
    people = (member.fields.get("physician.id") for member in (*facts.collections["lines"].members, facts.encounter))
    found: list[tuple[str, str]] = [("message", message_word(facts)), ("encounter", encounter_word(facts))]
    found += [("patient", patient)] if isinstance(patient, str) else []
    found += [("physician", person) for person in people if isinstance(person, str)]
    return tuple((role, value.replace("\0", "\ufffd")) for role, value in found)


def _reminders(facts: Facts, results: Results, decision: Decision) -> tuple[Reminder, ...]:
    shown = {finding.id: finding for finding in decision.findings if _is_reminder(finding)}
    found = {}
    for fired in results.fired if shown else ():
        instance = fired.instance
        attributes = instance.version.attributes
        identity = finding_id(facts, instance.version.rule.name, instance.row_ids, instance.subject)
        if identity in shown:
            finding = shown[identity]
            code = instance.subject.fields.get("code")
            found[identity] = Reminder(
                finding=identity,
                rule=finding.rule,
                digest=finding.digest,
                code=code.text if isinstance(code, Code) else "",
                amount=finding.amount or "unknown",
                accepts=attributes.accept,
                days=JUSTIFY_DAYS if attributes.justify_days is None else attributes.justify_days,
            )
    return tuple(found[identity] for identity in sorted(found))


def finding_as_shown(body: DecisionBody, identity: str) -> Reminder:
    """Return a finding of a recorded decision that is no reminder, in the form that an answer's record keeps."""
    decision = msgspec.json.decode(bytes(body.decision), type=Decision)
    finding = next(one for one in decision.findings if one.id == identity)
    return Reminder(
        finding=identity,
        rule=finding.rule,
        digest=finding.digest,
        code="",
        amount=finding.amount or "unknown",
        accepts=(),
        days=0,
    )


def _is_reminder(finding: Finding) -> bool:
    return finding.control == "remind" and not finding.excepted
