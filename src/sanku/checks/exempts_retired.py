"""``exempts-retired``: an exemption or amendment speaks of a rule that no longer runs."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.diagnostics.message import Diagnostic, Label, Severity
from sanku.semantics.nodes import Amendment, Exemption, Model


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per exemption or amendment of a rule that is retired and that no amendment revives."""
    revived = {found.rule for found in model.amendments if found.attributes.status not in (None, "retired")}
    retired = {name: rule for name, rule in model.rules.items() if rule.attributes.status == "retired"}
    both: list[Exemption | Amendment] = [*model.exemptions.values(), *model.amendments]
    for found in both:
        rule = retired.get(found.rule)
        if rule is not None and found.rule not in revived:
            yield Diagnostic(
                code="exempts-retired",
                message=f"`{found.rule}` is retired: nothing is left to except or to amend",
                span=found.span,
                severity=Severity.WARNING,
                labels=(Label(rule.span, "retired here"),),
                help="delete it, or name the rule that took its place",
            )
