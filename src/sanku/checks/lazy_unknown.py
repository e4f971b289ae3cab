"""``lazy-unknown``: leaving a fact out is the way around the rule."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.checks.controls import all_controls
from sanku.diagnostics.message import Diagnostic, Severity
from sanku.semantics.nodes import Model

_STRONG = ("block", "self_pay", "deny")


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per strong rule that passes on missing facts."""
    for rule in model.rules.values():
        strong = sorted(all_controls(model, rule).intersection(_STRONG))
        if strong and rule.attributes.unknown == "pass":
            yield Diagnostic(
                code="lazy-unknown",
                message=f"`{rule.name}` can `{strong[0]}`, and passes whenever a fact is left out",
                span=rule.span,
                severity=Severity.WARNING,
                help="write `unknown remind` or `unknown hold`",
            )
