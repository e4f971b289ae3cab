"""Cases beside the rules: read, run, compared, counted."""

from sanku.testing.coverage import RuleCoverage, coverage, gaps
from sanku.testing.run import ENGINES, CaseResult, Suite, read_suite, run_case

__all__ = ["ENGINES", "CaseResult", "RuleCoverage", "Suite", "coverage", "gaps", "read_suite", "run_case"]
