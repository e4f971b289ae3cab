"""``idle-exclude``: a code set excludes what it does not include."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.catalog.nodes import CodeRange
from sanku.core.code import System
from sanku.diagnostics.message import Diagnostic, Severity
from sanku.semantics.nodes import Model

NEEDS_ALL = True


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per excluded code that neither lies below an included one nor has one below it.

    Sets that include other sets are not judged; a combined code can be in by any of its parts, and is not either.
    """
    for found in model.catalog.code_sets.values():
        system = model.catalog.systems.get(found.system, System(found.system))
        for layer in found.layers:
            for one in layer.exclude if not layer.includes_sets else ():
                if "+" not in one.first and not any(_touch(system, one, other) for other in layer.include):
                    yield Diagnostic(
                        code="idle-exclude",
                        message=f"`{found.name}` excludes `{one.first}`, which it does not include",
                        span=one.span,
                        severity=Severity.WARNING,
                        help="correct the code, or delete it",
                    )


def _touch(system: System, one: CodeRange, other: CodeRange) -> bool:
    return any(
        len(text) == len(high.first) and high.first <= text <= high.last
        for low, high in ((one, other), (other, one))
        for end in (low.first, low.last)
        for text in system.ancestors(end)
    )
