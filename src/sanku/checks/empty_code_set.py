"""``empty-code-set``: what a code set includes, it excludes again."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.catalog.nodes import CodeRange
from sanku.core.code import System
from sanku.diagnostics.message import Diagnostic, Label
from sanku.semantics.nodes import Model


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one error per included code that lies at or below an excluded one of the same set, and so never counts."""
    for found in model.catalog.code_sets.values():
        system = model.catalog.systems.get(found.system, System(found.system))
        for layer in found.layers:
            for one in layer.include:
                hiding = next((other for other in layer.exclude if _covers(system, other, one)), None)
                if hiding is not None:
                    yield Diagnostic(
                        code="empty-code-set",
                        message=f"`{found.name}` includes `{_shown(one)}` and excludes it again",
                        span=one.span,
                        labels=(Label(hiding.span, "excluded here"),),
                        help="delete one of the two",
                    )


def _covers(system: System, other: CodeRange, one: CodeRange) -> bool:
    dated = (other.start, other.end) in ((None, None), (one.start, one.end))
    return dated and all(
        any(len(text) == len(other.first) and other.first <= text <= other.last for text in system.ancestors(end))
        for end in (one.first, one.last)
    )


def _shown(one: CodeRange) -> str:
    return one.first if one.first == one.last else f"{one.first}..{one.last}"
