"""``repeated-condition``: a condition stands twice beside itself."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.checks.controls import roots_of
from sanku.diagnostics.message import Diagnostic, Label, Severity
from sanku.semantics import nodes
from sanku.semantics.nodes import Model
from sanku.semantics.show_expressions import show_node
from sanku.semantics.walk import walk


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per item of ``and`` or ``or`` that is an earlier item again."""
    for part in (part for root in roots_of(model) for part in walk(root)):
        if not isinstance(part, nodes.And | nodes.Or):
            continue
        for place, item in enumerate(part.items):
            earlier = next((other for other in part.items[:place] if other == item), None)
            if earlier is not None:
                yield Diagnostic(
                    code="repeated-condition",
                    message=f"`{item.text if isinstance(item, nodes.Atom) else show_node(item)}` is asked for twice",
                    span=item.span,
                    severity=Severity.WARNING,
                    labels=(Label(earlier.span, "first here"),),
                    help="write what else was meant, or delete one",
                )
