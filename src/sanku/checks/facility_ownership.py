"""``facility-ownership``: a condition asks who owns a facility."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sanku.checks.controls import roots_of
from sanku.diagnostics.message import Diagnostic, Severity
from sanku.semantics import nodes
from sanku.semantics.nodes import Model
from sanku.semantics.walk import walk

_OWNED = re.compile(r"owner|public_or_private|所有制|产权|公立|民营|经济类型")


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per reading of a declared field whose name or title speaks of ownership."""
    titles = {(field.record, field.name): field.title for field in model.catalog.extra_fields}
    owned = {name for (_, name), title in titles.items() if _OWNED.search(f"{name} {title}")}
    for part in (part for root in roots_of(model) for part in walk(root)) if owned else ():
        if isinstance(part, nodes.Field) and part.name.rpartition(".")[2] in owned:
            yield Diagnostic(
                code="facility-ownership",
                message=f"`{part.name}` is about who owns a facility: payment may not depend on it",
                span=part.span,
                severity=Severity.WARNING,
                help="ask for `facility.level`, `facility.kind` or the agreement instead",
            )
