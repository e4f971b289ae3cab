"""``amendment-overlap``: two amendments of one layer set the same attribute on the same days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from sanku.diagnostics.message import Diagnostic, Label
from sanku.semantics.nodes import Amendment, Model


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one error per attribute and pair of amendments that set it in one layer on a common day."""
    for first, second in combinations(model.amendments, 2):
        if (first.rule, first.layer) != (second.rule, second.layer) or not _meet(first, second):
            continue
        start = max(first.start or date.min, second.start or date.min)
        since = "at all times" if start == date.min else f"from {start} on"
        for attribute in sorted(_set_by(first) & _set_by(second)):
            yield Diagnostic(
                code="amendment-overlap",
                message=f"`{attribute}` of `{second.rule}` is amended twice in `{second.layer}` {since}",
                span=second.span,
                labels=(Label(first.span, "the other amendment"),),
                help="end one of them before the other starts: `effective 2024-01-01 .. 2024-12-31`",
            )


def _meet(one: Amendment, two: Amendment) -> bool:
    return (one.start or date.min) <= (two.end or date.max) and (two.start or date.min) <= (one.end or date.max)


def _set_by(amendment: Amendment) -> frozenset[str]:
    said = amendment.attributes
    names = ("severity", "bears", "accept", "justify_days", "unknown", "status")
    found = {name for name in names if getattr(said, name) is not None}
    return frozenset(found | set(said.controls) | {f"say {say.language}" for say in said.says})
