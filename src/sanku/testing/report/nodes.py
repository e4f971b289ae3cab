"""What a report is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sanku.diagnostics.message import Diagnostic
from sanku.semantics.nodes import Model
from sanku.testing.coverage import FactsCoverage, RuleCoverage
from sanku.testing.results import CaseResult


@dataclass(frozen=True, slots=True)
class Report:
    """A run of cases.

    Args:
        model: What was tested; rules bring their Chinese titles.
        edition: Digest of it.
        results: Every case, in order.
        rules: Coverage of rules.
        facts: Coverage of rows, regions and dated values; ``None`` if it was not counted.
        diagnostics: What is wrong with case files, and the gaps.
    """

    model: Model
    edition: str
    results: Sequence[CaseResult]
    rules: Sequence[RuleCoverage]
    facts: FactsCoverage | None
    diagnostics: Sequence[Diagnostic]

    @property
    def failed(self) -> list[CaseResult]:
        """The cases that did not come out as expected."""
        return [result for result in self.results if not result.passed]
