"""``unused-accept``: reasons are listed that nothing can accept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanku.checks.controls import TAKES_REASONS, all_controls
from sanku.checks.removals import without_clause
from sanku.diagnostics.message import Diagnostic, Fix, Severity
from sanku.semantics.nodes import Model


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per rule whose ``accept`` no control reads."""
    for rule in model.rules.values():
        if rule.attributes.accept is not None and all_controls(model, rule).isdisjoint(TAKES_REASONS):
            yield Diagnostic(
                code="unused-accept",
                message=f"`{rule.name}` accepts reasons, but no control of it takes one",
                span=rule.span,
                severity=Severity.WARNING,
                help="delete `accept`, or add `order remind` or `audit deny if unjustified`",
            )


def fix(found: Diagnostic, lines: Sequence[str]) -> Fix | None:
    """Return the fix that deletes the clause."""
    return without_clause("accept", found, lines)
