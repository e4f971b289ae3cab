"""A model and an event's facts to results: every rule, every subject, every instance, one after another.

A fault in one instance leaves all others as they are (semantics 38). Nothing is counted: no budget ends here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sanku.claim.facts import Facts, Member
from sanku.core.unknown import Unknown, unknown
from sanku.engines.reference.evidence import evidence_of
from sanku.engines.reference.messages import amount_of, involved_in, late_scope, messages_of, severity_of
from sanku.engines.reference.near_miss import near_misses
from sanku.engines.reference.scope import AtomKey
from sanku.engines.reference.subjects import (
    Question,
    Subject,
    absent_collection,
    is_undated,
    judged_members,
    subjects_of,
    whole_event,
)
from sanku.engines.reference.verdict import Judged, Verdict, instances_of, verdict_of
from sanku.judgement.results import Fired, Instance, Results, Undecided
from sanku.semantics.nodes import Model


def judge(model: Model, facts: Facts, *, assume: Mapping[AtomKey, bool] | None = None) -> Results:
    """Return what the rules find in one event.

    Args:
        model: The resolved knowledge base.
        facts: The event.
        assume: Answers to atoms, taken for granted (semantics 36).
    """
    questions = [Question(model, facts, rule, dict(assume or {})) for rule in model.rules.values()]
    asked = [question for question in questions if question.may_apply()]
    found = [result for question in asked for result in judge_rule(question)]
    return Results(
        tuple(result for result in found if isinstance(result, Fired)),
        tuple(result for result in found if isinstance(result, Undecided)),
        _undated(asked),
    )


def judge_rule(question: Question) -> list[Fired | Undecided]:
    """Return what one rule finds."""
    absent = absent_collection(question)
    if absent is not None:
        return [absent]
    found: list[Fired | Undecided] = []
    try:
        for subject in subjects_of(question):
            found += [subject] if isinstance(subject, Undecided) else judge_subject(question, subject)
    except Exception:  # noqa: BLE001 - whatever goes wrong inside a rule, the decision stands (semantics 38)
        event = whole_event(question)
        return found if event is None else [*found, _fault(question, event)]
    return found


def judge_subject(question: Question, subject: Subject) -> list[Fired | Undecided]:
    """Return the instances of one subject that fire or cannot be decided."""
    try:
        instances = instances_of(question, subject)
    except Exception:  # noqa: BLE001 - as above
        return [_fault(question, subject.without_rows())]
    found: list[Fired | Undecided] = []
    for instance, branches in instances.found:
        try:
            result = _result(question, subject, verdict_of(question, subject, instance, branches))
        except Exception:  # noqa: BLE001 - as above
            result = _fault(question, instance)
        found += [] if result is None else [result]
    if instances.blind is not None:
        found.append(Undecided(subject.without_rows(), instances.blind.missing))
    return found


def _fault(question: Question, instance: Instance) -> Undecided:
    return Undecided(instance, unknown(question.rule.name, "fault").missing, at_least_hold=True)


def _result(question: Question, subject: Subject, verdict: Verdict) -> Fired | Undecided | None:
    value = verdict.value
    if isinstance(value, Unknown):
        return Undecided(verdict.instance, value.missing)
    branches = verdict.true_branches()
    if not branches:
        return None
    rule, first = question.rule, branches[0]
    attributes = verdict.instance.version.attributes
    return Fired(
        instance=verdict.instance,
        involved=involved_in(branches),
        amount=amount_of(rule, subject, first),
        severity=severity_of(attributes.severity, late_scope(first)),
        messages=messages_of(attributes.says, branches),
        evidence=evidence_of(rule, subject.member, first),
        near_miss=near_misses(question, subject, verdict),
        excepted_by=() if value else _exceptions(branches),
    )


def _exceptions(branches: Iterable[Judged]) -> tuple[str, ...]:
    names = {name for judged in branches for name, _, truth in judged.exceptions if truth is True}
    return tuple(sorted(names))


def _undated(asked: Iterable[Question]) -> tuple[Member, ...]:
    """Return the judged members without a date that some rule would have been asked about, each once (semantics 9)."""
    found: list[Member] = []
    for question in asked:
        if question.rule.dated_by is None:
            for member in judged_members(question):
                if is_undated(member) and not any(member is other for other in found):
                    found.append(member)
    return tuple(sorted(found, key=lambda member: (member.collection, member.position)))
