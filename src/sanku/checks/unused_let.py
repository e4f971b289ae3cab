"""``unused-let``: a rule computes what it never asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanku.checks.uses import expressions_about
from sanku.diagnostics.blocks import block_end, whole_lines
from sanku.diagnostics.message import Diagnostic, Edit, Fix, Severity
from sanku.semantics.nodes import Let, Model
from sanku.semantics.walk import locals_of


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per ``let`` that no clause, message, exemption or amendment of its rule mentions."""
    for rule in model.rules.values():
        lets = [step for step in rule.steps if isinstance(step, Let)]
        used = {name for root in (expressions_about(model, rule) if lets else ()) for name in locals_of(root)}
        for step in lets:
            if step.name not in used:
                yield Diagnostic(
                    code="unused-let",
                    message=f"`{rule.name}` never asks for `{step.name}`",
                    span=step.span,
                    severity=Severity.WARNING,
                    help=f"write `{step.name}` where it is meant, or delete the `let`",
                )


def fix(found: Diagnostic, lines: Sequence[str]) -> Fix | None:
    """Return the fix that deletes the clause; not safe, since evidence shows what a ``let`` came to."""
    first = found.span.line
    if not 0 < first <= len(lines):
        return None
    gone = whole_lines(found.span.file, first, block_end(lines, first))
    return Fix("delete the `let`", (Edit(gone, ""),))
