"""``unused-code-set``: no rule, row or other set names a code set."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.checks.uses import uses_of
from sanku.diagnostics.message import Diagnostic, Severity
from sanku.semantics.nodes import Model

NEEDS_ALL = True


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per code set that nothing asks for."""
    used = uses_of(model).code_sets
    for code_set in model.catalog.code_sets.values() if model.rules else ():
        if code_set.name not in used:
            yield Diagnostic(
                code="unused-code-set",
                message=f"nothing asks for `{code_set.name}`",
                span=code_set.span,
                severity=Severity.WARNING,
                help=f"write `in {code_set.name}` where its codes are meant, or delete it",
            )
