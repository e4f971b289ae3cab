"""A run in a terminal: failures with expected beside found and the reason, coverage with what is still open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanku.diagnostics.columns import safe, width
from sanku.explain import Paragraph, Part
from sanku.testing.coverage import FactsCoverage, RuleCoverage, shares
from sanku.testing.report.sides import sides
from sanku.testing.report.why import why_lines
from sanku.testing.results import CaseResult

_WIDEST = 60
_MOST = 20
"""Open rows listed for each rule; the reports list them all."""


def failure_lines(result: CaseResult) -> Iterator[Paragraph]:
    """Yield a failed case: its place, what differs, both sides, and why each rule came out as it did."""
    yield Paragraph(0, (Part(f"{result.case.span}: {result.case.title}", "bad"),))
    yield from (Paragraph(1, (Part(problem),)) for problem in result.problems)
    pairs = sides(result.case.expect, result.decision)
    if result.decision is not None:
        column = min(_WIDEST, max((width(safe(left)) for left, _ in pairs), default=0)) + 2
        yield Paragraph(1, (Part(_padded("expected", column), "quiet"), Part("found", "quiet")))
        for left, right in pairs:
            role = "" if left == right else "warn"
            yield Paragraph(1, (Part(_padded(left, column), role), Part(right, role)))
    for rule, reasons in result.reasons:
        yield from (Paragraph(1, (Part(line, "quiet"),)) for line in why_lines(rule, reasons))


def _padded(text: str, column: int) -> str:
    return text + " " * max(2, column - width(safe(text)))


def coverage_lines(rules: Sequence[RuleCoverage], facts: FactsCoverage) -> Iterator[Paragraph]:
    """Yield the branches of each rule with its open rows, then open regions and values, then the shares."""
    for rule in rules:
        phases = ", ".join(f"{phase}{'' if phase in rule.fired else ' MISSING'}" for phase in sorted(rule.controls))
        others = (("not fired", rule.spared), ("excepted", rule.excepted), ("undetermined", rule.undetermined))
        shown = ", ".join(f"{name}{'' if taken else ' MISSING'}" for name, taken in others if taken is not None)
        rows = facts.instances.get(rule.rule, {})
        left = [f"{row}" if layer == "000000" else f"{row}@{layer}" for (layer, row), met in rows.items() if not met]
        counted = f"; {len(rows) - len(left)} of {len(rows)} rows" if rows else ""
        yield Paragraph(0, (Part(f"{rule.rule}: fired {phases}; {shown}{counted}"),))
        if left:
            more = f", and {len(left) - _MOST} more" if len(left) > _MOST else ""
            yield Paragraph(1, (Part(f"rows without a case: {', '.join(left[:_MOST])}{more}", "quiet"),))
    for code, met in facts.regions.items():
        if not met:
            yield Paragraph(0, (Part(f"region {code}: no case uses anything of it", "warn"),))
    for (name, layer, start), met in facts.values.items():
        if not met:
            yield Paragraph(0, (Part(f"{name} from {start or 'the beginning'} [{layer}]: no case uses it", "warn"),))
    for kind, (covered, whole) in shares(rules, facts).items():
        percent = f"{covered * 100 // whole}%" if whole else "-"
        yield Paragraph(0, (Part(f"{kind:<10}{covered:>6} of {whole:<6} {percent:>5}"),))
