"""What the cases have exercised: branches of rules, rule instances, regions, dated values."""

from sanku.testing.coverage.facts import KINDS, FactsCoverage, facts_coverage, shares
from sanku.testing.coverage.rules import RuleCoverage, coverage, gaps

__all__ = [
    "KINDS",
    "FactsCoverage",
    "RuleCoverage",
    "coverage",
    "facts_coverage",
    "gaps",
    "shares",
]
