"""One event on one governing date: all that an expression can see."""

from __future__ import annotations

from sanku.claim.facts import Facts
from sanku.core.value import Value
from sanku.engines.event.claim_view import ClaimView
from sanku.engines.event.knowledge import DayKnowledge
from sanku.semantics.nodes import Model


class DayView:
    """The event and the facts on a day. ``kept`` and ``called`` hold what is worth evaluating once for both."""

    __slots__ = ("called", "claim", "coverage", "encounter", "facility", "facts", "kept", "known", "model", "patient")

    def __init__(self, model: Model, claim: ClaimView, known: DayKnowledge) -> None:
        facts = claim.facts
        self.model = model
        self.claim = claim
        self.known = known
        self.facts: Facts = facts
        self.patient, self.coverage = facts.patient, facts.coverage
        self.facility, self.encounter = facts.facility, facts.encounter
        self.kept: dict[object, object] = {}
        self.called: dict[tuple[object, ...], Value] = {}
