"""``unused-definition``: a definition is called by nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanku.checks.controls import roots_of
from sanku.checks.removals import without_item
from sanku.diagnostics.message import Diagnostic, Fix, Severity
from sanku.semantics.nodes import DefinitionCall, Model
from sanku.semantics.walk import walk

NEEDS_ALL = True


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per definition that no rule, exemption, amendment or other definition calls."""
    called = {part.name for root in roots_of(model) for part in walk(root) if isinstance(part, DefinitionCall)}
    for definition in model.definitions.values():
        if definition.name not in called:
            yield Diagnostic(
                code="unused-definition",
                message=f"nothing calls `{definition.name}`",
                span=definition.span,
                severity=Severity.WARNING,
                help="delete it, or call it where its words are repeated",
            )


def fix(found: Diagnostic, lines: Sequence[str]) -> Fix | None:
    """Return the fix that deletes the definition."""
    return without_item(found, lines)
