"""``unknown-too-strong``: missing facts would weigh more than the rule itself."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.checks.controls import all_controls
from sanku.diagnostics.message import Diagnostic, Severity
from sanku.semantics.nodes import Model

_WEIGHT = {"pass": 0, "remind": 1, "hold": 2, "block": 3}
_FRONT = {"remind": 1, "self_pay": 2, "block": 3}


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per rule whose ``unknown`` no control before settlement can carry."""
    for rule in model.rules.values():
        said = rule.attributes.unknown
        front = [_FRONT[effect] for effect in all_controls(model, rule) if effect in _FRONT]
        if said is None or not front or _WEIGHT[said] <= max(front):
            continue
        fitting = max((word for word in _WEIGHT if _WEIGHT[word] <= max(front)), key=lambda word: _WEIGHT[word])
        yield Diagnostic(
            code="unknown-too-strong",
            message=f"`unknown {said}` is stronger than every control of `{rule.name}`",
            span=rule.span,
            severity=Severity.WARNING,
            help=f"write `unknown {fitting}`",
        )
