"""Cases beside the rules: read, run, compared, counted."""

from sanku.testing.affected import affected
from sanku.testing.coverage import FactsCoverage, RuleCoverage, coverage, facts_coverage, gaps
from sanku.testing.lens import RuleCounts, rule_counts
from sanku.testing.results import CaseResult
from sanku.testing.run import ENGINES, Suite, read_suite, run_case
from sanku.testing.select import SelectionError

__all__ = [
    "ENGINES",
    "CaseResult",
    "FactsCoverage",
    "RuleCounts",
    "RuleCoverage",
    "SelectionError",
    "Suite",
    "affected",
    "coverage",
    "facts_coverage",
    "gaps",
    "read_suite",
    "rule_counts",
    "run_case",
]
