"""``severity-missing``: a rule that only reminds or asks does not say how grave it is."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.diagnostics.message import Diagnostic
from sanku.semantics.nodes import Model

_MILD = frozenset(("remind", "query"))


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one error per mild rule without a severity."""
    for rule in model.rules.values():
        if rule.attributes.severity is None and _MILD.issuperset(rule.attributes.controls.values()):
            yield Diagnostic(
                code="severity-missing",
                message=f"`{rule.name}` only reminds and queries, and does not say how grave that is",
                span=rule.span,
                help="add `severity clear`, `severity high` or `severity low`",
            )
