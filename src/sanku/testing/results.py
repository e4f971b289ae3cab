"""What running a case came to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sanku.claim.decision import Decision
from sanku.engines.reference import Reason
from sanku.testing.cases import Case
from sanku.testing.exercise import Exercise


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case and what it came to.

    Args:
        case: The case.
        file: Its file.
        problems: What differs from the expectation; ``()`` = passed.
        decision: The decision, ``None`` if the event could not be read.
        rules: The rules it was limited to.
        fired: (rule, phase) pairs that fired with effect.
        excepted: Rules that fired but for an exception.
        undetermined: Rules that could not be decided.
        exercises: The instances it brought, if they were asked for.
        reasons: Of a failed case, why each rule that it is about came out as it did.
    """

    case: Case
    file: Path
    problems: tuple[str, ...]
    decision: Decision | None
    rules: frozenset[str]
    fired: frozenset[tuple[str, str]] = frozenset()
    excepted: frozenset[str] = frozenset()
    undetermined: frozenset[str] = frozenset()
    exercises: tuple[Exercise, ...] = ()
    reasons: tuple[tuple[str, tuple[Reason, ...]], ...] = ()

    @property
    def passed(self) -> bool:
        """Whether everything expected was found."""
        return not self.problems
