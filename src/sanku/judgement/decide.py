"""An engine's results to the decision: controls, justifications, money, outcome, order of the lists.

The only place where findings become effects; both engines use it, so that they can differ only in what they found.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter

from sanku.claim.decision import (
    Decision,
    Finding,
    MissingFact,
    Outcome,
    RegionPair,
    Subject,
    Undetermined,
)
from sanku.claim.facts import Facts, Member
from sanku.claim.plain.reading import PlainEvent
from sanku.core.code import Code
from sanku.core.number import round_half_away, show_money
from sanku.core.quantity import Quantity, money
from sanku.core.unknown import Missing
from sanku.judgement.citations import citations_of
from sanku.judgement.controls import (
    acts_on,
    after_ledger,
    bearer,
    severity_of,
    unknown_effect,
    unknown_weight,
    weakened,
    weight,
)
from sanku.judgement.identity import OrderKey, finding_id, order_key
from sanku.judgement.justification import Question, justification_state
from sanku.judgement.money import Claim, clamp, line_verdicts, verdicts_among
from sanku.judgement.quiet import note_of, region_notes, regions_used
from sanku.judgement.results import Fired, Instance, Results, Undecided
from sanku.judgement.retroactive import Late, is_retroactive, late_parameters
from sanku.semantics.digest import finding_digest
from sanku.semantics.nodes import Model

_RANK: dict[str, int] = {"allow": 0, "warn": 1, "block": 2}
_NAMED = 3
_LEDGER = frozenset((Missing("ledger", "absent"),))


def decide(
    model: Model,
    facts: Facts,
    results: Results,
    edition: str,
    late: Late | None = None,
    plain: PlainEvent | None = None,
) -> Decision:
    """Return the decision on one event.

    Args:
        model: The base that was used.
        facts: The event.
        results: What an engine found, in any order.
        edition: Digest that names the edition.
        late: ``late_parameters`` of the model, for a caller that decides more than once.
        plain: The event as a plain message, if it is one: what untouched lines come to is known from it.
    """
    late = late_parameters(model) if late is None else late
    pair = regions_used(model, facts.insured_region, facts.care_region)
    findings: list[tuple[OrderKey, Finding]] = []
    shadow: list[tuple[OrderKey, Finding]] = []
    claims: list[Claim] = []
    undecided = list(results.undecided)
    weights = ["allow"]
    for fired in results.fired:
        finding = _finding(model, facts, fired, pair, late)
        if finding is None:
            undecided.append(Undecided(fired.instance, _LEDGER))
            continue
        key = order_key(finding.rule, finding.rows, fired.instance.subject)
        if _is_shadow(fired.instance):
            shadow.append((key, finding))
            continue
        findings.append((key, finding))
        lifted = _has_no_effect(finding)
        weights.append(weight(finding.control, lifted=lifted))
        if not lifted:
            claims.extend(_claims(fired, finding.control))
    entries = [*_undetermined(facts, undecided), *_undated(results.undated)]
    for _, entry in entries:
        weights.append(unknown_weight(entry.effect))
        claims.extend(Claim(line, entry.effect, None) for line in entry.lines if entry.effect in ("hold", "block"))
    return Decision(
        event=facts.id,
        outcome=_outcome(weights),
        phase=facts.phase,
        region=RegionPair(facts.insured_region, facts.care_region),
        edition=edition,
        lines=line_verdicts(facts, claims) if plain is None else verdicts_among(plain, facts, claims),
        findings=tuple(finding for _, finding in sorted(findings, key=itemgetter(0))),
        undetermined=tuple(entry for _, entry in sorted(entries, key=itemgetter(0))),
        notes=(*map(note_of, facts.notes), *region_notes(facts.insured_region, facts.care_region, pair)),
        shadow=tuple(finding for _, finding in sorted(shadow, key=itemgetter(0))),
    )


def _outcome(weights: Iterable[str]) -> Outcome:
    match max(weights, key=lambda word: _RANK[word]):
        case "block":
            return "block"
        case "warn":
            return "warn"
        case _:
            return "allow"


# -- findings ------------------------------------------------------------------------------------------------------


def _finding(model: Model, facts: Facts, fired: Fired, pair: RegionPair, late: Late) -> Finding | None:
    """Return the finding, or ``None`` if the ledger that its control needs was not supplied."""
    instance = fired.instance
    rule, attributes = instance.version.rule, instance.version.attributes
    identity = finding_id(facts, rule.name, instance.row_ids, instance.subject)
    amount = _shown_amount(fired)
    digest = finding_digest(rule, instance.rows)
    retroactive = is_retroactive(model, facts, instance, late)
    control = weakened(attributes.controls[facts.phase], instance, facts.phase)
    state = None
    if acts_on(control):
        code = instance.subject.fields.get("code")
        text = code.text if isinstance(code, Code) else ""
        state = justification_state(facts.ledger, Question(identity, attributes.accept, digest, text, amount))
    if control in ("deny", "deny_if_unjustified") and retroactive:
        control = "query"
    elif control == "deny_if_unjustified" and not fired.excepted_by:
        ledger_says = after_ledger(identity, instance, facts, state)
        if ledger_says is None:
            return None
        control = ledger_says
    return Finding(
        id=identity,
        rule=rule.name,
        title=rule.title,
        rows=instance.row_ids,
        base=rule.base,
        subject=_subject(instance.subject),
        control=control,
        severity=severity_of(fired.severity, instance),
        bears=bearer(attributes.bears, control),
        lines=_lines(instance),
        involved=tuple(member.id for member in fired.involved),
        amount=amount,
        amount_known=amount is not None or fired.amount is None,
        messages=fired.messages,
        citations=citations_of(model, facts, fired),
        evidence=fired.evidence,
        near_miss=fired.near_miss,
        excepted=fired.excepted_by,
        accepts=attributes.accept or (),
        justification=state,
        retroactive=retroactive,
        layers=pair,
        digest=digest,
    )


def _has_no_effect(finding: Finding) -> bool:
    justified = finding.justification is not None and finding.justification.state == "holds"
    return bool(finding.excepted) or (justified and acts_on(finding.control))


def _is_shadow(instance: Instance) -> bool:
    return instance.version.attributes.status == "shadow" or any(row.status == "shadow" for row in instance.rows)


def _shown_amount(fired: Fired) -> str | None:
    if not isinstance(fired.amount, Quantity):
        return None
    amount = fired.amount
    if _is_line(fired.instance):
        amount, _ = clamp(amount, fired.instance.subject)
    return show_money(round_half_away(amount.base, 2))


def _is_line(instance: Instance) -> bool:
    """Whether money of the instance enters a line: a line subject that is no group (semantics 39, 56)."""
    return instance.subject.collection == "lines" and not instance.version.rule.by


def _lines(instance: Instance) -> tuple[str, ...]:
    return tuple(member.id for member in instance.group if member.collection in ("lines", "entries"))


def _claims(fired: Fired, control: str) -> list[Claim]:
    """Return what the finding does to lines; amounts of other subjects stay on the finding."""
    if control == "block":
        return [Claim(line, "block", None) for line in _lines(fired.instance)]
    if control not in ("self_pay", "deny") or not _is_line(fired.instance):
        return []
    amount = fired.amount
    if isinstance(amount, Quantity):
        amount = money(round_half_away(amount.base, 2))
    return [Claim(fired.instance.subject.id, control, amount)]


def _subject(member: Member) -> Subject:
    return Subject(member.collection, member.key or member.id)


# -- undetermined --------------------------------------------------------------------------------------------------


def _undetermined(facts: Facts, undecided: Iterable[Undecided]) -> list[tuple[OrderKey, Undetermined]]:
    """Merge entries of one (rule, rows, subject) and fold their causes."""
    groups: dict[OrderKey, list[Undecided]] = {}
    for entry in undecided:
        if not _is_shadow(entry.instance):
            instance = entry.instance
            key = order_key(instance.version.rule.name, instance.row_ids, instance.subject)
            groups.setdefault(key, []).append(entry)
    found: list[tuple[OrderKey, Undetermined]] = []
    for key, entries in groups.items():
        instance = entries[0].instance
        hold = any(entry.at_least_hold for entry in entries)
        found.append(
            (
                key,
                Undetermined(
                    rule=instance.version.rule.name,
                    rows=instance.row_ids,
                    subject=_subject(instance.subject),
                    lines=_lines(instance),
                    missing=fold_missing(frozenset().union(*(entry.missing for entry in entries))),
                    effect=unknown_effect(instance, facts.phase, at_least_hold=hold),
                ),
            )
        )
    return found


def _undated(members: Iterable[Member]) -> list[tuple[OrderKey, Undetermined]]:
    return [
        (
            ("", (), member.collection, member.key or member.id),
            Undetermined(
                rule=None,
                rows=(),
                subject=_subject(member),
                lines=(member.id,) if member.collection in ("lines", "entries") else (),
                missing=(MissingFact(f"{member.collection}.at", "undated", 1, (member.id,)),),
                effect="hold",
            ),
        )
        for member in members
    ]


def fold_missing(missing: frozenset[Missing]) -> tuple[MissingFact, ...]:
    """Fold causes by path: how many members, and the first three ids (semantics 37)."""
    groups: dict[tuple[str, str], list[str]] = {}
    for cause in sorted(missing):
        groups.setdefault((cause.path, cause.cause), []).append(cause.member)
    return tuple(
        MissingFact(path, cause, len(members), tuple(member for member in members if member)[:_NAMED])
        for (path, cause), members in sorted(groups.items())
    )


__all__ = ["decide", "fold_missing"]
