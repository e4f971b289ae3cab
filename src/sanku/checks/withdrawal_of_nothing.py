"""``withdrawal-of-nothing``: an exemption is withdrawn after it has ended."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.diagnostics.message import Diagnostic, Label, Severity
from sanku.semantics.nodes import Model


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per withdrawal that starts after the last day of its exemption."""
    for found in model.withdrawals:
        exemption = model.exemptions.get(found.exemption)
        if exemption is not None and exemption.end is not None and exemption.end < found.start:
            yield Diagnostic(
                code="withdrawal-of-nothing",
                message=f"`{found.exemption}` is withdrawn from {found.start}, but ends on {exemption.end}",
                span=found.span,
                severity=Severity.WARNING,
                labels=(Label(exemption.span, "ends of itself"),),
                help="correct the date, or delete the withdrawal",
            )
