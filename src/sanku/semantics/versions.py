"""Which version of a rule holds for a layer chain on a day: amendments and exemptions applied (semantics 8, 34, 35).

A pure function of model, chain, day and phase, independent of file order.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date

from sanku.semantics.nodes import Amendment, Attributes, Exemption, Model, Rule, Say

_LAST = date.max
_FIRST = date.min


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """A rule as it stands on a day: attributes after amendments, and the exemptions in force.

    ``exemptions`` are sorted by name; each may name rows it is limited to. ``retroactive`` tells whether the rule
    was published after the day (semantics 33). ``layers_used`` holds the layers that shaped it.
    """

    rule: Rule
    attributes: Attributes
    exemptions: tuple[Exemption, ...]
    retroactive: bool
    layers_used: tuple[str, ...]


def holds_on(start: date | None, end: date | None, day: date) -> bool:
    """Tell whether ``day`` lies in an interval with both ends included; ``None`` is open."""
    return (start or _FIRST) <= day <= (end or _LAST)


def version_on(model: Model, rule: Rule, chain: tuple[str, ...], day: date, phase: str) -> RuleVersion | None:
    """Return the version of ``rule`` in force, or ``None`` if it does not apply at all.

    It applies if its layer is in ``chain``, its dates hold, its status is active or shadow and it has a control for
    ``phase``. ``chain`` is the chain of the rule's own region kind.
    """
    if rule.layer not in chain:
        return None
    amendments = [found for found in model.amendments if found.rule == rule.name and _in_force(found, chain, day)]
    attributes = _amended(rule.attributes, sorted(amendments, key=lambda found: chain.index(found.layer)))
    start, end = attributes.effective or (rule.start, rule.end)
    if (
        not holds_on(start, end, day)
        or attributes.status not in ("active", "shadow")
        or phase not in attributes.controls
    ):
        return None
    exemptions = exemptions_on(model, rule, chain, day, phase)
    published = rule.published or start
    return RuleVersion(
        rule,
        attributes,
        exemptions,
        published is not None and published > day,
        tuple(sorted({rule.layer, *(found.layer for found in amendments), *(found.layer for found in exemptions)})),
    )


def exemptions_on(model: Model, rule: Rule, chain: tuple[str, ...], day: date, phase: str) -> tuple[Exemption, ...]:
    """Return the exemptions of ``rule`` in force, by name; a withdrawal in the chain ends one from its date on."""
    found: list[Exemption] = []
    for exemption in model.exemptions.values():
        if (
            exemption.rule != rule.name
            or exemption.layer not in chain
            or not holds_on(exemption.start, exemption.end, day)
        ):
            continue
        withdrawn = any(
            gone.exemption == exemption.name
            and gone.layer in chain
            and chain.index(gone.layer) >= chain.index(exemption.layer)
            and gone.start <= day
            for gone in model.withdrawals
        )
        if not withdrawn and (not exemption.phases or phase in exemption.phases):
            found.append(exemption)
    return tuple(sorted(found, key=lambda exemption: exemption.name))


def _in_force(amendment: Amendment, chain: tuple[str, ...], day: date) -> bool:
    return amendment.layer in chain and holds_on(amendment.start, amendment.end, day)


def _amended(base: Attributes, amendments: list[Amendment]) -> Attributes:
    """Apply amendments shallow to deep: the deepest layer wins per attribute; controls and messages merge by key."""
    result = base
    for amendment in amendments:
        said = amendment.attributes
        for name in (found.name for found in fields(Attributes)):
            value = getattr(said, name)
            if name == "controls":
                result = replace(result, controls={**result.controls, **said.controls})
            elif name == "says":
                result = replace(result, says=_merged_says(result.says, said.says))
            elif value is not None:
                result = replace(result, **{name: value})
    return result


def _merged_says(old: tuple[Say, ...], new: tuple[Say, ...]) -> tuple[Say, ...]:
    languages = {say.language for say in new}
    return (*(say for say in old if say.language not in languages), *new)
