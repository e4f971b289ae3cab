"""Which control holds for an instance: weakened by rows, late publication, the ledger (semantics 7, 15, 33, 57)."""

from __future__ import annotations

from datetime import timedelta

from sanku.claim.decision import JustificationState
from sanku.claim.facts import Facts
from sanku.core.moment import Moment
from sanku.judgement.results import Instance

JUSTIFY_DAYS = 7
"""``justify within`` when a rule does not say it (semantics 7)."""

_STRENGTH = {"remind": 1, "self_pay": 2, "block": 3, "query": 1, "deny_if_unjustified": 2, "deny": 3}
_SEVERITY = {"low": 1, "high": 2, "clear": 3}
_UNKNOWN = ("pass", "remind", "hold", "block")
_MOST_UNKNOWN = {"remind": "remind", "self_pay": "hold", "block": "block"}


def weakened(control: str, instance: Instance, phase: str) -> str:
    """Return the control after the rows' ``weaken``: the weakest wins, never a stronger one."""
    said = [row.weaken[phase] for row in instance.rows if phase in row.weaken]
    return min([control, *said], key=lambda effect: _STRENGTH[effect])


def severity_of(said: str | None, instance: Instance) -> str:
    """Return the severity: what the rule says, else clear where money moves or stops; rows may weaken it."""
    strong = {"block", "self_pay", "deny"} & set(instance.version.attributes.controls.values())
    severity = said or ("clear" if strong else "high")
    weaker = [row.weaken["severity"] for row in instance.rows if "severity" in row.weaken]
    return min([severity, *weaker], key=lambda word: _SEVERITY.get(word, 0))


def bearer(said: str | None, control: str) -> str | None:
    """Return who bears the money: as said, else the patient for self_pay, the hospital for block and deny."""
    if said is not None:
        return said
    match control:
        case "self_pay":
            return "patient"
        case "block" | "deny" | "deny_if_unjustified":
            return "hospital"
        case _:
            return None


def unknown_effect(instance: Instance, phase: str, *, at_least_hold: bool) -> str:
    """Return what an undetermined instance does (semantics 15, 38): never stronger than the rule's control."""
    said = instance.version.attributes.unknown or "pass"
    if phase == "audit":
        return "pass" if said == "pass" and not at_least_hold else "query"
    control = weakened(instance.version.attributes.controls[phase], instance, phase)
    effect = min(said, _MOST_UNKNOWN[control], key=_UNKNOWN.index)
    return max(effect, "hold", key=_UNKNOWN.index) if at_least_hold else effect


def after_ledger(finding: str, instance: Instance, facts: Facts, earlier: JustificationState | None) -> str | None:
    """Return what ``deny if unjustified`` gives: deny, query, itself when justified, or ``None`` = undetermined.

    ``earlier`` is the state of a justification of the same finding, if there is one.
    """
    if earlier is not None and earlier.state == "holds":
        return "deny_if_unjustified"
    if facts.ledger is None:
        return None
    if not any(shown.finding == finding for shown in facts.ledger.shown):
        return "query"
    return "deny" if _deadline_passed(instance, facts) else "query"


def _deadline_passed(instance: Instance, facts: Facts) -> bool:
    ended = facts.encounter.get("discharged_at")
    if facts.asked_at is None or not isinstance(ended, Moment):
        return False
    days = instance.version.attributes.justify_days
    allowed = JUSTIFY_DAYS if days is None else days
    return facts.asked_at.day > ended.day + timedelta(days=allowed)


def acts_on(control: str) -> bool:
    """Tell whether a justification can lift a control (semantics 7)."""
    return control in ("remind", "deny_if_unjustified")


def weight(control: str, *, lifted: bool) -> str:
    """Return the outcome that a finding's control asks for: allow, warn or block."""
    match control:
        case _ if lifted:
            return "allow"
        case "block" | "deny":
            return "block"
        case "remind" | "query":
            return "warn"
        case "self_pay" | "deny_if_unjustified":
            return "allow"
        case _:
            message = f"no such control: {control}"
            raise AssertionError(message)


def unknown_weight(effect: str) -> str:
    """Return the outcome that an undetermined instance asks for."""
    match effect:
        case "pass":
            return "allow"
        case "block":
            return "block"
        case _:
            return "warn"
