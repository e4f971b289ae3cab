"""``exemption-never-holds``: an exemption has no day on which its rule is in force."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.catalog.dated import overlaps
from sanku.checks.controls import attribute_sets
from sanku.diagnostics.message import Diagnostic, Severity
from sanku.semantics.nodes import Model


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per exemption outside the days of its rule; days that an amendment sets are not judged."""
    for exemption in model.exemptions.values():
        rule = model.rules.get(exemption.rule)
        if rule is None or any(said.effective for said, _ in attribute_sets(model, rule)):
            continue
        if not overlaps(exemption.start, exemption.end, rule.start, rule.end):
            yield Diagnostic(
                code="exemption-never-holds",
                message=f"`{exemption.name}` spares nothing: `{rule.name}` is not in force on its days",
                span=exemption.span,
                severity=Severity.WARNING,
                help=f"let `effective` lie within `{rule.start or ''} .. {rule.end or ''}`",
            )
