"""``rows-out-of-time``: no row of a table holds on a day on which the rule is in force."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.catalog.dated import overlaps
from sanku.checks.controls import attribute_sets
from sanku.diagnostics.message import Diagnostic, Severity
from sanku.semantics.nodes import Model


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per ``match`` whose rows all end before, or start after, the days of the rule."""
    for rule in model.rules.values():
        if (rule.start, rule.end) == (None, None) or any(said.effective for said, _ in attribute_sets(model, rule)):
            continue
        for match in rule.matches:
            layers = model.catalog.tables[match.table].layers
            rows = (row for layer in layers for row in layer.rows)
            held = any(overlaps(row.start, row.end, rule.start, rule.end) for row in rows)
            if any(len(layer.rows) for layer in layers) and not held:
                yield Diagnostic(
                    code="rows-out-of-time",
                    message=f"no row of `{match.table}` holds on a day on which `{rule.name}` is in force",
                    span=match.span,
                    severity=Severity.WARNING,
                    help=f"correct `effective {rule.start or ''} .. {rule.end or ''}`, or the dates of the rows",
                )
