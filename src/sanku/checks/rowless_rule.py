"""``rowless-rule``: a rule matches the rows of a table that has none."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.diagnostics.message import Diagnostic, Severity
from sanku.semantics.nodes import Model

NEEDS_ALL = True


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per ``match`` of a table without a row in any layer; ``gather`` can mean an empty table."""
    for rule in model.rules.values():
        for match in rule.matches:
            layers = model.catalog.tables[match.table].layers
            if not match.gathered and not any(len(layer.rows) for layer in layers):
                yield Diagnostic(
                    code="rowless-rule",
                    message=f"`{rule.name}` can never fire: `{match.table}` has no row in any region",
                    span=match.span,
                    severity=Severity.WARNING,
                    help=f"add a row to `{match.table}`, or write `status draft` in the rule until there is one",
                )
