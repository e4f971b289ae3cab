"""``unknown-missing``: a rule that stops or moves money does not say what it means when facts are missing."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.checks.controls import attribute_sets
from sanku.diagnostics.message import Diagnostic
from sanku.semantics.nodes import Model

_STRONG = ("block", "self_pay", "deny", "deny_if_unjustified")


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one error per rule, or amendment, with a strong control and no ``unknown``."""
    for rule in model.rules.values():
        for said, span in attribute_sets(model, rule):
            strong = [effect for effect in said.controls.values() if effect in _STRONG]
            if strong and said.unknown is None and rule.attributes.unknown is None:
                effect = strong[0].replace("_if_", " if ")
                yield Diagnostic(
                    code="unknown-missing",
                    message=f"`{rule.name}` can `{effect}` but does not say what it means when facts are missing",
                    span=span,
                    help="add `unknown remind`, `unknown hold`, `unknown block` or `unknown pass`",
                )
