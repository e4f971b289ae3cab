"""``loose-member``: a rule goes through members that nothing ties to its subject."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.diagnostics.message import Diagnostic
from sanku.semantics.nodes import Model
from sanku.semantics.walk import expressions, locals_of


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one error per ``for`` after the first that no condition, key or other clause of its rule mentions."""
    for rule in model.rules.values():
        if rule.pair:
            continue
        for binding in rule.bindings[1:]:
            others = [root for root in expressions(rule) if root is not binding.where]
            if not any(binding.name in locals_of(root) for root in others):
                yield Diagnostic(
                    code="loose-member",
                    message=f"`{rule.name}` judges every subject once for each of `{binding.collection}`",
                    span=binding.span,
                    help=f"tie it: `where {binding.name}.code = …`; or ask `exists` in the condition",
                )
