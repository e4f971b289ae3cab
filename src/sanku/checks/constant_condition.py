"""``constant-condition``: a condition reads no fact."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.checks.controls import roots_of
from sanku.diagnostics.message import Diagnostic, Severity
from sanku.semantics import nodes
from sanku.semantics.nodes import Model
from sanku.semantics.walk import children, walk


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per comparison of literals only."""
    for part in (part for root in roots_of(model) for part in walk(root)):
        if isinstance(part, nodes.Compare | nodes.Between | nodes.Contains) and _is_constant(part):
            yield Diagnostic(
                code="constant-condition",
                message="a comparison of written values alone holds always or never",
                span=part.span,
                severity=Severity.WARNING,
                help="put a fact on one side: `line.quantity > 2`; or delete the comparison",
            )


def _is_constant(node: object) -> bool:
    inside = tuple(children(node))
    written = isinstance(node, nodes.Literal | nodes.SetLiteral | nodes.Compare | nodes.Between | nodes.Contains)
    return written and all(_is_constant(part) for part in inside if isinstance(part, nodes.Node))
