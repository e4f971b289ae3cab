"""What a rule makes of a draft, asked of the reference interpreter."""

from __future__ import annotations

from dataclasses import dataclass, field

from sanku.claim.facts import Facts
from sanku.engines.reference import Taken, branches_taken
from sanku.kb import EventError, KnowledgeBase
from sanku.testing.generation.draft import Draft, whole_event

Outcome = tuple[tuple[str, tuple[str, ...]], ...]
"""Branches that instances took, with the exceptions that hold, sorted, each once; ``()`` = no instance."""

FIRED: Outcome = (("fired", ()),)
QUIET: Outcome = (("not fired", ()),)


@dataclass(slots=True)
class Probe:
    """One rule of a base, asked again and again.

    Args:
        base: The base.
        rule: Qualified name.
        rows: Ids that instances are limited to; ``()`` = all.
        asked: How many drafts were judged so far.
    """

    base: KnowledgeBase
    rule: str
    rows: tuple[str, ...] = ()
    asked: int = field(default=0)

    def facts(self, draft: Draft) -> Facts | None:
        """Return the draft's facts, ``None`` if it is no event, or says something that no event can say."""
        try:
            facts = self.base.facts(whole_event(draft, self.base.model.schema))
        except EventError:
            return None
        return None if facts.notes else facts

    def taken(self, draft: Draft) -> tuple[Taken, ...] | None:
        """Return the instances of the rule in a draft, ``None`` if it is no event."""
        self.asked += 1
        facts = self.facts(draft)
        if facts is None:
            return None
        found = branches_taken(self.base.model, facts, self.rule)
        return tuple(
            one for one in found if not self.rows or not one.rows or {row.id for row in one.rows} & {*self.rows}
        )

    def outcome(self, draft: Draft) -> Outcome | None:
        """Return what the rule makes of a draft, ``None`` if it is no event."""
        taken = self.taken(draft)
        if taken is None:
            return None
        return tuple(sorted({(one.branch, one.exceptions if one.branch == "excepted" else ()) for one in taken}))
