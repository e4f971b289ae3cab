"""``symmetric-ordered``: a table of unordered pairs is asked for ordered ones."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.diagnostics.message import Diagnostic
from sanku.semantics.nodes import Model
from sanku.semantics.walk import locals_of


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one error per ``match`` of a symmetric table whose keys are not the two names of ``for a, b``."""
    for rule in model.rules.values():
        names = {binding.name for binding in rule.bindings[:2]} if rule.pair else set()
        for match in rule.matches:
            table = model.catalog.tables[match.table]
            if not table.symmetric:
                continue
            keys = [key for name, key in zip(table.key, match.keys, strict=True) if name in table.symmetric]
            if {name for key in keys for name in locals_of(key)} != names or not names:
                yield Diagnostic(
                    code="symmetric-ordered",
                    message=f"`{match.table}` holds unordered pairs, but `{rule.name}` asks for ordered ones",
                    span=match.span,
                    help="write `for a, b in lines` and match on both names",
                )
