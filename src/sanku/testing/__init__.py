"""Cases beside the rules: read, run, compared, counted."""

from sanku.testing.coverage import FactsCoverage, RuleCoverage, coverage, facts_coverage, gaps
from sanku.testing.results import CaseResult
from sanku.testing.run import ENGINES, Suite, read_suite, run_case
from sanku.testing.select import SelectionError

__all__ = [
    "ENGINES",
    "CaseResult",
    "FactsCoverage",
    "RuleCoverage",
    "SelectionError",
    "Suite",
    "coverage",
    "facts_coverage",
    "gaps",
    "read_suite",
    "run_case",
]
