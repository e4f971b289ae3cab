"""``unused-parameter``: no rule reads a parameter."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.checks.uses import uses_of
from sanku.diagnostics.message import Diagnostic, Severity
from sanku.semantics.nodes import Model

NEEDS_ALL = True


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per parameter that no rule, exemption or definition reads."""
    used = uses_of(model).parameters
    for parameter in model.catalog.parameters.values() if model.rules else ():
        if parameter.name not in used:
            yield Diagnostic(
                code="unused-parameter",
                message=f"no rule reads `{parameter.name}`",
                span=parameter.span,
                severity=Severity.WARNING,
                help=f"write `{parameter.name}` where its number stands, or delete it",
            )
