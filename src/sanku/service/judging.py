"""An event to its decision and what its record needs: by the sieve where a plain message has nothing to be found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from sanku.claim.decision import Decision
from sanku.claim.facts import Facts, Ledger
from sanku.claim.plain.reading import PlainEvent
from sanku.judgement import nothing_found
from sanku.judgement.results import Results
from sanku.kb import KnowledgeBase
from sanku.service.about import About, about_facts, about_plain
from sanku.service.recording import moment

Known = Callable[[Facts], Ledger]
"""What the ledger knows of an event's encounter."""


class Head(msgspec.Struct):
    """What of a message is looked at before it is known which base reads it."""

    insured_region: object = None


@dataclass(frozen=True, slots=True)
class Read:
    """A plain message that a base has read: nothing in it needs interpreting."""

    base: KnowledgeBase
    event: PlainEvent

    def message(self) -> Mapping[str, object]:
        """Return the message as plain data."""
        return self.event.message()


@dataclass(frozen=True, slots=True)
class Judged:
    """A decision, what its record says of the event, and what was found (``None``: nothing)."""

    decision: Decision
    about: About
    facts: Facts | None = None
    results: Results | None = None


def judge(base: KnowledgeBase, event: PlainEvent | Facts, arrival: datetime, known: Known) -> Judged:
    """Judge an event.

    The ledger is asked only where something may be found: it can change nothing else (semantics 6, 7).

    Args:
        base: Which rules.
        event: As ``base.prepare`` returns it.
        arrival: When it arrived; an event without ``asked_at`` was asked then.
        known: Asks the ledger.
    """
    if isinstance(event, Facts):
        facts, suspects = event, None
    else:
        suspects = base.program.sift(event)
        if suspects is not None and not suspects:
            return Judged(nothing_found(base.model, event, base.edition, base.regions), about_plain(event))
        facts = base.facts(event.message())
    facts = replace(facts, ledger=known(facts), asked_at=facts.asked_at or moment(arrival))
    results = base.judge(facts) if suspects is None else base.program.judge_some(facts, suspects)
    return Judged(base.decide_results(facts, results), about_facts(facts), facts, results)
