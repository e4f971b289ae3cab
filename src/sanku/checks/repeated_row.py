"""``repeated-row``: two rows of a table say exactly the same of the same days."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.checks.uses import rows_sharing_key
from sanku.diagnostics.message import Diagnostic, Label, Severity
from sanku.semantics.nodes import Model

NEEDS_ALL = True


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per row that has every cell of another one and shares a day with it."""
    for table in model.catalog.tables.values():
        for one, two in rows_sharing_key(table, model.catalog) if table.match == "all" and table.key else ():
            if one.cells == two.cells and one.weaken == two.weaken:
                yield Diagnostic(
                    code="repeated-row",
                    message=f"row `{two.id}` of `{table.name}` says what `{one.id}` says: each finding comes twice",
                    span=two.span,
                    severity=Severity.WARNING,
                    labels=(Label(one.span, "the other"),),
                    help="keep one and give it both `cites`, or end the first with `to:`",
                )
