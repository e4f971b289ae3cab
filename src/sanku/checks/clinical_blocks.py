"""``clinical-blocks``: a rule of a guiding base stops a claim or moves money."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.checks.controls import attribute_sets
from sanku.diagnostics.message import Diagnostic
from sanku.semantics.nodes import Model

_GUIDING = ("drugs", "clinical")
_ALLOWED = ("remind", "query", "deny_if_unjustified")


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one error per control of a guiding rule, or of an amendment of one, that does more than guide."""
    for rule in model.rules.values():
        if rule.base not in _GUIDING:
            continue
        for said, span in attribute_sets(model, rule):
            for effect in said.controls.values():
                if effect not in _ALLOWED:
                    yield Diagnostic(
                        code="clinical-blocks",
                        message=f"`{rule.name}` may not `{effect}`: rules of `{rule.base}` remind and query",
                        span=span,
                        help="write `remind`, `query` or `deny if unjustified`, or move the rule to `policy`",
                    )
