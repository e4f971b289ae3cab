"""``unused-justify``: a rule says how long a justification may take, and takes none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanku.checks.controls import TAKES_REASONS, all_controls
from sanku.checks.removals import without_clause
from sanku.diagnostics.message import Diagnostic, Fix, Severity
from sanku.semantics.nodes import Model


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per rule whose ``justify within`` no control reads."""
    for rule in model.rules.values():
        if rule.attributes.justify_days is not None and all_controls(model, rule).isdisjoint(TAKES_REASONS):
            yield Diagnostic(
                code="unused-justify",
                message=f"`{rule.name}` sets a time for justifications, but no control of it takes one",
                span=rule.span,
                severity=Severity.WARNING,
                help="delete `justify within`, or add `order remind` or `audit deny if unjustified`",
            )


def fix(found: Diagnostic, lines: Sequence[str]) -> Fix | None:
    """Return the fix that deletes the clause."""
    return without_clause("justify", found, lines)
