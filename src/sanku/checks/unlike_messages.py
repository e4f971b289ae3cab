"""``unlike-messages``: the languages of a message do not show the same numbers and dates."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.checks.controls import attribute_sets
from sanku.core.types import DateType, PeriodType, QuantityType, SpanType
from sanku.diagnostics.message import Diagnostic, Severity
from sanku.semantics.nodes import Model, Placeholder, Say

_TELLING = (QuantityType, SpanType, DateType, PeriodType)


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per number, amount or date that a message shows in one language and not in another.

    Names and words of a table are left out: they are written in one language and said otherwise in the other.
    """
    for rule in model.rules.values():
        for said, _ in attribute_sets(model, rule):
            for other in said.says[1:]:
                yield from _lacking(said.says[0], other, rule.name)
                yield from _lacking(other, said.says[0], rule.name)


def _lacking(one: Say, two: Say, rule: str) -> Iterator[Diagnostic]:
    shown = _shown(two)
    for key, text in _shown(one).items():
        if key not in shown:
            yield Diagnostic(
                code="unlike-messages",
                message=f"`say {one.language}` of `{rule}` shows `{{{text}}}`, `say {two.language}` does not",
                span=two.span,
                severity=Severity.WARNING,
                help=f"add `{{{text}}}`",
            )


def _shown(say: Say) -> dict[object, str]:
    parts = (part for part in say.parts if isinstance(part, Placeholder) and isinstance(part.expr.type, _TELLING))
    return {(part.each, part.expr): f"each {part.text}" if part.each else part.text for part in parts}
