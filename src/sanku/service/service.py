"""Decide, take answers, note what went on undecided: over the editions that are served and one ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

import msgspec
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from sanku.claim.decision import Decision
from sanku.claim.heading import NATION
from sanku.kb import EventError, KnowledgeBase
from sanku.ledger.chain import canonical, digest
from sanku.ledger.database import unavailable
from sanku.ledger.nodes import Entry, Record
from sanku.ledger.read import by_key, last_shown, last_told, of_encounter
from sanku.ledger.writer import LedgerWriter
from sanku.service.answers import Answer, NotShownError, Recorded, no_reminder, until_of, verdict_of
from sanku.service.editions import Editions
from sanku.service.recording import (
    KEY,
    Asker,
    DecisionBody,
    decision_entry,
    encounter_word,
    finding_as_shown,
    institution,
    ledger_of,
    message_word,
    moment,
    stamp,
    words_of,
)
from sanku.service.turn import LateError, Turn

Cause = Literal["deadline", "sender"]
"""Why an event went on undecided: the deadline of the request passed, or its sender had no answer in time."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, its JSON, the id and the future number of its record."""

    id: str
    decision: Decision
    answer: bytes
    recorded: Future[int]


@dataclass(frozen=True, slots=True)
class Justified:
    """An answer as it is recorded, and what could have been answered: reason codes with their words."""

    id: str
    body: Recorded
    choices: Mapping[str, str]
    recorded: Future[int]


@dataclass(frozen=True, slots=True)
class Showing:
    """The latest decision that has a finding: its id, who was shown it, and whether it was shown as a reminder."""

    decision: str
    asker: str
    reminder: bool


class Service:
    """What a door asks; safe to use from several threads.

    Args:
        editions: The bases that are served.
        engine: The ledger, to read.
        writer: The ledger, to append.
    """

    def __init__(self, editions: Editions, engine: Engine, writer: LedgerWriter) -> None:
        self.editions = editions
        self.engine = engine
        self._writer = writer

    def decide(
        self,
        event: Mapping[str, object],
        arrival: datetime,
        asker: Asker | None = None,
        turn: Turn | None = None,
    ) -> Decided:
        """Judge one event; see ``decide_all``. Without a turn there is no deadline."""
        return self.decide_all((event,), arrival, asker, turn)[0]

    def decide_all(
        self,
        events: Sequence[Mapping[str, object]],
        arrival: datetime,
        asker: Asker | None = None,
        turn: Turn | None = None,
    ) -> list[Decided]:
        """Judge the events of one request, each held against the ledger of its encounter.

        Nothing is recorded before all are judged, and nothing at all if the deadline came first.

        Args:
            events: In our own form.
            arrival: Civil time of arrival; an event without ``asked_at`` was asked then.
            asker: Who is shown the answer, where the door knows.
            turn: The request's; without one there is no deadline.

        Raises:
            EventError: An event cannot be read at all, or no base serves its region.
            LateError: The deadline came first.
            LedgerBusyError, LedgerUnavailableError: It cannot be recorded; then nothing may be answered.
        """
        made = [self._judge(event, arrival, asker) for event in events]
        if turn is not None and not turn.take("answer"):
            raise LateError
        return [Decided(entry.key, decision, answer, self._writer.submit(entry)) for decision, answer, entry in made]

    def _judge(
        self, event: Mapping[str, object], arrival: datetime, asker: Asker | None
    ) -> tuple[Decision, bytes, Entry]:
        base = self._base(event)
        facts = base.facts(event)
        try:
            known = of_encounter(self.engine, encounter_word(facts))
        except DBAPIError as error:
            raise unavailable(error) from None
        facts = replace(facts, ledger=ledger_of(known, facts), asked_at=facts.asked_at or moment(arrival))
        results = base.judge(facts)
        decision = base.decide_results(facts, results)
        answer = decision.json()
        return decision, answer, decision_entry(facts, results, decision, answer, arrival, asker)

    def justify(self, answer: Answer, arrival: datetime) -> Justified:
        """Take an answer to a reminder; the same answer again gives the same record and the same verdict.

        An answer to a finding that is no reminder is recorded too, and changes nothing.

        Raises:
            NotShownError: No reminder with this id was shown, and the decision that is named has no such finding.
        """
        try:
            shown = self._shown(answer)
            body = msgspec.json.decode(shown.body, type=DecisionBody)
            reminded = next((one for one in body.reminders if one.finding == answer.finding), None)
            reminder = reminded or finding_as_shown(body, answer.finding)
            key = digest("answer", shown.key, canonical(answer))[:KEY]
            earlier = by_key(self.engine, key)
        except DBAPIError as error:
            raise unavailable(error) from None
        words = self._words(body)
        choices = {code: words.get(code, code) for code in reminder.accepts or words}
        if earlier is not None:
            done: Future[int] = Future()
            done.set_result(earlier.number)
            return Justified(key, msgspec.json.decode(earlier.body, type=Recorded), choices, done)
        ended = None if body.ended is None else date.fromisoformat(body.ended)
        until = until_of(reminder, ended)
        recorded = Recorded(
            answer=answer,
            reminder=reminder,
            shown_by=shown.key,
            at=stamp(arrival),
            verdict=verdict_of(answer, reminder, ended, arrival, words) if reminded else no_reminder(answer),
            until=None if until is None else until.isoformat(),
        )
        kept = ("encounter", "patient")
        entry = Entry(
            kind="answer",
            key=key,
            at=stamp(arrival),
            words=(
                *((role, value) for role, value in shown.words if role in kept),
                ("finding", reminder.finding),
                ("rule", reminder.rule),
                ("physician", answer.by.replace("\0", "\ufffd")),
            ),
            body=canonical(recorded),
        )
        return Justified(key, recorded, choices, self._writer.submit(entry))

    def unanswered(self, event: Mapping[str, object], arrival: datetime, cause: Cause) -> tuple[str, Future[int]]:
        """Record an event that went on undecided, whole, so that it can be judged afterwards.

        Reminders that an answer to this same message would have shown count as not shown.
        """
        facts = self._base(event).facts(event)
        key = digest("unjudged", institution(facts), message_word(facts))[:KEY]
        text = canonical({"cause": cause, "event": event})
        entry = Entry("unjudged", key, stamp(arrival), words_of(facts), text)
        return key, self._writer.submit(entry)

    def decision(self, identity: str) -> tuple[Decision, DecisionBody] | None:
        """Return a recorded decision by its id, with its body."""
        try:
            record = by_key(self.engine, identity)
        except DBAPIError as error:
            raise unavailable(error) from None
        if record is None or record.kind != "decision":
            return None
        body = msgspec.json.decode(record.body, type=DecisionBody)
        return msgspec.json.decode(bytes(body.decision), type=Decision), body

    def shown_to(self, finding: str, sender: str = "") -> Showing | None:
        """Return by which decision a finding was last shown and to whom, ``None`` if it never was.

        What another system was shown was not shown to this one.
        """
        try:
            record = last_told(self.engine, finding)
        except DBAPIError as error:
            raise unavailable(error) from None
        said = {} if record is None else dict(record.words)
        if record is None or said.get("sender", "") != sender:
            return None
        return Showing(record.key, said["asker"], ("shown", finding) in record.words)

    def reasons(self, decision: Decision) -> Mapping[str, str]:
        """Return the words of reason codes where a decision was made."""
        base = self.editions.of(decision.region.insured)
        return {} if base is None else base.model.catalog.reasons

    def _shown(self, answer: Answer) -> Record:
        found = by_key(self.engine, answer.decision) if answer.decision else last_shown(self.engine, answer.finding)
        named = {("shown", answer.finding), ("finding", answer.finding)}
        if found is None or found.kind != "decision" or not named & set(found.words):
            raise NotShownError
        return found

    def _words(self, body: DecisionBody) -> Mapping[str, str]:
        return self.reasons(msgspec.json.decode(bytes(body.decision), type=Decision))

    def _base(self, event: Mapping[str, object]) -> KnowledgeBase:
        region = event.get("insured_region")
        base = self.editions.of(region if isinstance(region, str) else NATION)
        if base is None:
            raise EventError("insured_region", "no knowledge base is served for this region")
        return base
