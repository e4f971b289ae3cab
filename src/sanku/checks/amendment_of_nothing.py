"""``amendment-of-nothing``: an amendment leaves the rule as it is."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.catalog.dated import overlaps
from sanku.diagnostics.message import Diagnostic, Severity
from sanku.semantics.nodes import Amendment, Attributes, Model


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per amendment that says what its rule says, or holds on no day of the rule.

    Where a rule has several amendments, one of them may restore what the rule says: these are not compared.
    """
    for amendment in model.amendments:
        rule = model.rules.get(amendment.rule)
        if rule is None:
            continue
        alone = sum(other.rule == rule.name for other in model.amendments) == 1
        dated = any(one.attributes.effective for one in model.amendments if one.rule == rule.name)
        if not dated and not overlaps(amendment.start, amendment.end, rule.start, rule.end):
            yield _nothing(amendment, "is not in force on its days", "correct its `effective`")
        elif alone and not dated and not _changes(amendment.attributes, rule.attributes):
            yield _nothing(amendment, "says the same", "delete it, or write what is to be different")


def _changes(new: Attributes, old: Attributes) -> bool:
    names = ("severity", "bears", "accept", "justify_days", "unknown", "status")
    if any(getattr(new, name) not in (None, getattr(old, name)) for name in names):
        return True
    if any(old.controls.get(phase) != effect for phase, effect in new.controls.items()):
        return True
    return any(say not in old.says for say in new.says)


def _nothing(amendment: Amendment, why: str, advice: str) -> Diagnostic:
    return Diagnostic(
        code="amendment-of-nothing",
        message=f"the amendment of `{amendment.rule}` changes nothing: the rule {why}",
        span=amendment.span,
        severity=Severity.WARNING,
        help=advice,
    )
