"""``duplicate-rule``: two rules ask the same of the same subject."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.catalog.dated import overlaps
from sanku.diagnostics.message import Diagnostic, Label, Severity
from sanku.semantics.nodes import Model, Rule


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per rule with the tree of an earlier one, in its layer, on a common day and phase."""
    found: dict[object, list[Rule]] = {}
    for rule in sorted(model.rules.values(), key=lambda rule: (rule.span.file, rule.span.line)):
        alike = found.setdefault(_tree(rule), [])
        for other in alike:
            if _meet(rule, other):
                yield Diagnostic(
                    code="duplicate-rule",
                    message=f"`{rule.name}` asks exactly what `{other.name}` asks",
                    span=rule.span,
                    severity=Severity.WARNING,
                    labels=(Label(other.span, "the other rule"),),
                    help="delete one of them, and give the other both `cites`",
                )
                break
        alike.append(rule)


def _tree(rule: Rule) -> object:
    return (
        rule.layer, rule.region, rule.bindings, rule.pair, rule.by, rule.dated_by, rule.steps, rule.when, rule.cap,
        rule.unless, rule.amount,
    )  # fmt: skip


def _meet(one: Rule, two: Rule) -> bool:
    same_day = overlaps(one.start, one.end, two.start, two.end)
    return same_day and not one.attributes.controls.keys().isdisjoint(two.attributes.controls)
