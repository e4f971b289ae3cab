"""A run as JUnit XML, as CI systems read it: a suite for each case file, coverage gaps as a suite of their own."""

from __future__ import annotations

from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from sanku.diagnostics.columns import safe
from sanku.testing.report.nodes import Report
from sanku.testing.report.why import why_lines
from sanku.testing.results import CaseResult


def to_junit(report: Report) -> str:
    """Return the report as JUnit XML, without times: no clock is read."""
    root = Element("testsuites", name="kb test", tests=str(len(report.results)), failures=str(len(report.failed)))
    for file, found in groupby(report.results, key=lambda result: result.case.span.file):
        results = list(found)
        failures = sum(not result.passed for result in results)
        suite = SubElement(
            root, "testsuite", name=file, tests=str(len(results)), failures=str(failures), errors="0", skipped="0"
        )
        for result in results:
            _case(suite, result)
    problems = [found for found in report.diagnostics if found.is_error]
    if problems:
        count = str(len(problems))
        suite = SubElement(root, "testsuite", name="coverage", tests=count, failures=count, errors="0", skipped="0")
        for number, problem in enumerate(problems, 1):
            case = SubElement(suite, "testcase", classname=problem.code, name=f"{number} {safe(problem.message)}")
            SubElement(case, "failure", message=safe(problem.message)).text = str(problem.span)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _case(suite: Element, result: CaseResult) -> None:
    span = result.case.span
    case = SubElement(
        suite, "testcase", classname=span.file, name=safe(result.case.title), file=span.file, line=str(span.line)
    )
    if not result.passed:
        failure = SubElement(case, "failure", message=safe(result.problems[0]))
        why = [line for rule, reasons in result.reasons for line in why_lines(rule, reasons)]
        failure.text = "\n".join(map(safe, (*result.problems, *why)))
