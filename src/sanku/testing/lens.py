"""What an editor shows beside a rule: in how many cases it fires, spares, is excepted, is undetermined."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sanku.testing.results import CaseResult


@dataclass(frozen=True, slots=True)
class RuleCounts:
    """Cases by what they show of a rule.

    Args:
        fires: Cases in which it fires with effect.
        spares: Cases that it judges in one of its phases and has nothing to say of.
        excepted: Cases in which an exception turns it off.
        undetermined: Cases in which it cannot be decided.
        failed: Cases that name or show it and do not pass.
    """

    fires: int = 0
    spares: int = 0
    excepted: int = 0
    undetermined: int = 0
    failed: int = 0


def rule_counts(results: Iterable[CaseResult]) -> dict[str, RuleCounts]:
    """Return the counts of every rule that some case is judged by; a case counts once in each way that it shows."""
    found: dict[str, list[int]] = {}
    for result in results:
        fired = {name for name, _ in result.fired}
        for name in result.rules:
            counts = found.setdefault(name, [0, 0, 0, 0, 0])
            seen = (name in fired, False, name in result.excepted, name in result.undetermined)
            shown = any(seen)
            for place, yes in enumerate(seen):
                counts[place] += yes
            counts[1] += not shown and result.decision is not None
            counts[4] += not result.passed and (shown or len(result.rules) == 1)
    return {name: RuleCounts(*counts) for name, counts in sorted(found.items())}
