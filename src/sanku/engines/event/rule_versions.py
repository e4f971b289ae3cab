"""A rule to its version on any day, for one layer chain and phase: resolved once for each stretch without a change."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta

from sanku.semantics.nodes import Model, Rule
from sanku.semantics.versions import RuleVersion, version_on

_RUNNING = ("active", "shadow")


class RuleVersions:
    """The versions of one rule. A stretch is looked up when a day in it is first asked for."""

    __slots__ = ("_chain", "_found", "_model", "_phase", "_starts", "rule")

    def __init__(self, model: Model, rule: Rule, chain: tuple[str, ...], phase: str) -> None:
        self.rule = rule
        self._model = model
        self._chain = chain
        self._phase = phase
        self._starts = sorted(set(_changes(model, rule)))
        self._found: dict[int, RuleVersion | None] = {}

    def on(self, day: date) -> RuleVersion | None:
        """Return the version in force, ``None`` if the rule does not apply."""
        stretch = bisect_right(self._starts, day)
        try:
            return self._found[stretch]
        except KeyError:
            found = self._found[stretch] = version_on(self._model, self.rule, self._chain, day, self._phase)
            return found


def may_apply(model: Model, rule: Rule, chain: tuple[str, ...], phase: str) -> bool:
    """Tell whether some version may apply, dates aside: a control for the phase, and a status that runs."""
    if rule.layer not in chain:
        return False
    amendments = (one.attributes for one in model.amendments if one.rule == rule.name and one.layer in chain)
    said = (rule.attributes, *amendments)
    has_control = any(phase in attributes.controls for attributes in said)
    return has_control and any((attributes.status or "") in _RUNNING for attributes in said)


def _changes(model: Model, rule: Rule) -> Iterator[date]:
    """Yield the first day of every stretch in which the rule may be another than before."""
    yield from _edges(rule.start, rule.end)
    if rule.published is not None:
        yield rule.published
    if rule.attributes.effective is not None:
        yield from _edges(*rule.attributes.effective)
    names = {exemption.name for exemption in model.exemptions.values() if exemption.rule == rule.name}
    for amendment in model.amendments:
        if amendment.rule == rule.name:
            yield from _edges(amendment.start, amendment.end)
            if amendment.attributes.effective is not None:
                yield from _edges(*amendment.attributes.effective)
    for exemption in model.exemptions.values():
        if exemption.rule == rule.name:
            yield from _edges(exemption.start, exemption.end)
    for withdrawal in model.withdrawals:
        if withdrawal.exemption in names:
            yield withdrawal.start


def _edges(start: date | None, end: date | None) -> Iterator[date]:
    if start is not None:
        yield start
    if end is not None and end < date.max:
        yield end + timedelta(days=1)
