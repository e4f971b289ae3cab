"""``unused-table``: no rule reads a table."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.checks.uses import uses_of
from sanku.core.text import nearest
from sanku.diagnostics.message import Diagnostic, Severity
from sanku.semantics.nodes import Model

NEEDS_ALL = True


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per table that nothing reads; a base without any rule is a stock of facts."""
    used = uses_of(model).tables
    for table in model.catalog.tables.values() if model.rules else ():
        if table.name not in used:
            near = nearest(table.name, used)
            yield Diagnostic(
                code="unused-table",
                message=f"no rule reads `{table.name}`",
                span=table.span,
                severity=Severity.WARNING,
                help=f"rules read `{near}`: is it the same?"
                if near
                else "write the rule that matches it, or delete it",
            )
