"""``same-sides``: a thing is compared with itself."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.checks.controls import roots_of
from sanku.diagnostics.message import Diagnostic, Severity
from sanku.semantics import nodes
from sanku.semantics.nodes import Model
from sanku.semantics.show_expressions import show_node
from sanku.semantics.walk import walk


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per comparison whose two sides are the same expression."""
    for part in (part for root in roots_of(model) for part in walk(root)):
        match part:
            case (
                nodes.Compare(left=one, right=two)
                | nodes.Overlaps(left=one, right=two)
                | nodes.SamePeriod(left=one, right=two)
                | nodes.Within(item=one, anchor=two)
            ) if not isinstance(one, nodes.Literal) and one == two:
                yield Diagnostic(
                    code="same-sides",
                    message=f"both sides of a comparison are `{show_node(one)}`",
                    span=part.span,
                    severity=Severity.WARNING,
                    help=f"name the other member: `l.code = line.code`; or write `{show_node(one)} is not none`",
                )
            case _:
                continue
