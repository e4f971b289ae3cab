"""``mentions-control``: a literal search in text refuses or charges something."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.checks.controls import attribute_sets, parts_of_rule
from sanku.diagnostics.message import Diagnostic
from sanku.semantics import nodes
from sanku.semantics.nodes import Model

_ALLOWED = ("remind", "query")


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one error per control of a rule with ``mentions`` that does more than remind or query."""
    for rule in model.rules.values():
        parts = parts_of_rule(model, rule)
        if not any(isinstance(part, nodes.BuiltinCall) and part.name == "mentions" for part in parts):
            continue
        for said, span in attribute_sets(model, rule):
            for effect in said.controls.values():
                if effect not in _ALLOWED:
                    yield Diagnostic(
                        code="mentions-control",
                        message=f"`{rule.name}` rests on `mentions` and may not `{effect.replace('_if_', ' if ')}`",
                        span=span,
                        help="write `remind` or `query`, or use a coded fact instead of `mentions`",
                    )
