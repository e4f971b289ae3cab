"""An event to its decisions: by the base of all points, and by that of the sample in both engines, which must agree."""

from __future__ import annotations

from dataclasses import dataclass

from sanku.claim.decision import Decision
from sanku.kb import KnowledgeBase
from sanku.testing.compare import first_difference
from sanku.testing.run import ENGINES
from tests.published.worlds import Event


@dataclass(frozen=True, slots=True)
class Bases:
    """Both bases.

    Args:
        whole: Of all points.
        small: Of the sampled points.
    """

    whole: KnowledgeBase
    small: KnowledgeBase

    def decide(self, given: Event) -> tuple[Decision, Decision]:
        """Return the decision by all points, and the one by the sample."""
        facts = self.small.facts(given)
        one, other = (self.small.decide_results(facts, judge(self.small, facts)) for judge in ENGINES.values())
        assert first_difference(one, other) is None
        return self.whole.decide(given), one
