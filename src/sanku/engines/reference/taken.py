"""Which instances of a rule an event brings, and which of the four branches each takes: for coverage of cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sanku.catalog.nodes import Row
from sanku.claim.facts import Facts
from sanku.core.unknown import Unknown
from sanku.engines.reference.subjects import Question, absent_collection, subjects_of
from sanku.engines.reference.verdict import Verdict, instances_of, verdict_of
from sanku.judgement.results import Undecided
from sanku.semantics.nodes import Model

Branch = Literal["fired", "not fired", "excepted", "undetermined"]
BRANCHES: tuple[Branch, ...] = ("fired", "not fired", "excepted", "undetermined")


@dataclass(frozen=True, slots=True)
class Taken:
    """An instance and the branch it takes.

    Args:
        rule: Qualified name.
        rows: The rows it was matched with; of gathered rows, all of them.
        subject: Id of the subject.
        day: Governing date.
        branch: What it came to.
        exceptions: Names of the exceptions that hold.
        layers: Layers that shaped the rule's version.
    """

    rule: str
    rows: tuple[Row, ...]
    subject: str
    day: date
    branch: Branch
    exceptions: tuple[str, ...]
    layers: tuple[str, ...]


def branches_taken(model: Model, facts: Facts, rule: str) -> tuple[Taken, ...]:
    """Return the instances of a rule that an event brings, in order; none if it does not apply in the phase."""
    question = Question(model, facts, model.rules[rule], {})
    if not question.may_apply():
        return ()
    absent = absent_collection(question)
    if absent is not None:
        return (_without_rows(absent),)
    found: list[Taken] = []
    for subject in subjects_of(question):
        if isinstance(subject, Undecided):
            found.append(_without_rows(subject))
            continue
        instances = instances_of(question, subject)
        found += [_taken(verdict_of(question, subject, instance, branches)) for instance, branches in instances.found]
        if instances.blind is not None:
            found.append(_without_rows(Undecided(subject.without_rows(), instances.blind.missing)))
    return tuple(found)


def _without_rows(entry: Undecided) -> Taken:
    instance = entry.instance
    version = instance.version
    return Taken(version.rule.name, (), instance.subject.id, instance.day, "undetermined", (), version.layers_used)


def _taken(verdict: Verdict) -> Taken:
    instance = verdict.instance
    held = {name for judged in verdict.judged for name, _, truth in judged.exceptions if truth is True}
    return Taken(
        instance.version.rule.name,
        instance.rows,
        instance.subject.id,
        instance.day,
        _branch(verdict),
        tuple(sorted(held)),
        instance.version.layers_used,
    )


def _branch(verdict: Verdict) -> Branch:
    value = verdict.value
    if isinstance(value, Unknown):
        return "undetermined"
    if value:
        return "fired"
    return "excepted" if verdict.true_branches() else "not fired"
