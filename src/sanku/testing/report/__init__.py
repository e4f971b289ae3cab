"""A run of cases as a page, as JSON and as JUnit XML."""

from sanku.testing.report.html import to_html
from sanku.testing.report.json import to_json
from sanku.testing.report.junit import to_junit
from sanku.testing.report.nodes import Report
from sanku.testing.report.sides import sides
from sanku.testing.report.text import coverage_lines, failure_lines
from sanku.testing.report.why import why_lines

__all__ = [
    "Report",
    "coverage_lines",
    "failure_lines",
    "sides",
    "to_html",
    "to_json",
    "to_junit",
    "why_lines",
]
