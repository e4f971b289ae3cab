"""``unreachable-reminder``: a denial waits for a reminder that is never shown."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.checks.controls import all_controls
from sanku.diagnostics.message import Diagnostic, Severity
from sanku.semantics.nodes import Model


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per rule that denies the unjustified and never reminds."""
    for rule in model.rules.values():
        controls = all_controls(model, rule)
        if "deny_if_unjustified" in controls and "remind" not in controls:
            yield Diagnostic(
                code="unreachable-reminder",
                message=f"`{rule.name}` denies what was not justified, but never reminds",
                span=rule.span,
                severity=Severity.WARNING,
                help="add `order remind` or `settle remind`, or write `audit query`",
            )
