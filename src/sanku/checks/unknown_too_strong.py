"""``unknown-too-strong``: missing facts would weigh more than the rule itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sanku.checks.controls import all_controls
from sanku.checks.removals import clause_at
from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic, Edit, Fix, Severity
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


def fix(found: Diagnostic, lines: Sequence[str]) -> Fix | None:
    """Return the fix that writes the strongest word that the controls carry; they carry no more before it either."""
    place = clause_at("unknown", found, lines)
    fitting = re.search(r"`unknown (\w+)`", found.help)
    written = None if place is None else re.match(r"\s*unknown\s+(\w+)", lines[place - 1])
    if place is None or fitting is None or written is None:
        return None
    span = Span(found.span.file, place, written.start(1) + 1, place, written.end(1) + 1)
    return Fix(f"write `unknown {fitting[1]}`", (Edit(span, fitting[1]),), safe=True)
