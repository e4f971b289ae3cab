"""A run as JSON: cases with what differs and why, coverage by rule, row, region and dated value."""

from __future__ import annotations

import msgspec

from sanku.testing.coverage import shares
from sanku.testing.report.nodes import Report
from sanku.testing.report.why import why_lines


def to_json(report: Report) -> str:
    """Return the report as indented JSON; equal runs give equal bytes."""
    found: dict[str, object] = {
        "edition": report.edition,
        "passed": len(report.results) - len(report.failed),
        "failed": len(report.failed),
        "cases": [
            {
                "file": result.case.span.file,
                "line": result.case.span.line,
                "case": result.case.title,
                "passed": result.passed,
                "review": result.case.review,
                "problems": list(result.problems),
                "why": [line for rule, reasons in result.reasons for line in why_lines(rule, reasons)],
            }
            for result in report.results
        ],
        "rules": [{"rule": rule.rule, "branches": rule.parts} for rule in report.rules],
        "diagnostics": [
            {"code": one.code, "message": one.message, "place": str(one.span), "severity": one.severity.name.lower()}
            for one in report.diagnostics
        ],
    }
    if report.facts is not None:
        facts = report.facts
        found["coverage"] = {
            kind: {"covered": covered, "all": whole} for kind, (covered, whole) in shares(report.rules, facts).items()
        }
        found["instances"] = [
            {"rule": rule, "layer": layer, "row": row, "branches": sorted(facts.branches.get((rule, layer, row), ()))}
            for rule, rows in facts.instances.items()
            for layer, row in rows
        ]
        found["regions"] = dict(facts.regions)
        found["values"] = [
            {"parameter": name, "layer": layer, "from": start, "covered": met}
            for (name, layer, start), met in facts.values.items()
        ]
    return msgspec.json.format(msgspec.json.encode(found), indent=2).decode() + "\n"
