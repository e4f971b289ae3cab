"""Which members a rule is asked about, on which day, in which version (semantics 2, 3, 8, 9, 56)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sanku.claim.facts import Facts, Member, member_order
from sanku.core.moment import Moment
from sanku.core.unknown import Unknown, merge, unknown
from sanku.engines.reference.aggregates import canonical
from sanku.engines.reference.evaluation import evaluate, truth_of, value_of
from sanku.engines.reference.scope import AtomKey, Scope
from sanku.engines.reference.trace import causes
from sanku.judgement.results import Instance, Undecided
from sanku.semantics.nodes import Model, Rule
from sanku.semantics.versions import RuleVersion, version_on
from sanku.semantics.walk import locals_of

RUNNING = ("active", "shadow")


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A member that a version of a rule is asked about. ``group``: all members of its group (semantics 56)."""

    version: RuleVersion
    member: Member
    group: tuple[Member, ...]
    day: date

    def without_rows(self) -> Instance:
        """Return the instance of this subject that names no rows."""
        return Instance(self.version, (), (), self.member, self.group, self.day)


@dataclass(frozen=True, slots=True)
class Question:
    """One rule over one event."""

    model: Model
    facts: Facts
    rule: Rule
    assume: dict[AtomKey, bool]

    @property
    def chain(self) -> tuple[str, ...]:
        """The layers of the rule's own region kind."""
        region = self.facts.care_region if self.rule.region == "care" else self.facts.insured_region
        return self.model.catalog.chain(region)

    def version(self, day: date) -> RuleVersion | None:
        """Return the version in force on a day."""
        return version_on(self.model, self.rule, self.chain, day, self.facts.phase)

    def scope(self, member: Member, day: date) -> Scope:
        """Return a scope with the subject bound."""
        return Scope(self.model, self.facts, day, {self.rule.bindings[0].name: member}, self.assume)

    def may_apply(self) -> bool:
        """Tell whether some version, dates aside, has a control for the phase and runs (engine contract 4.1)."""
        said = [self.rule.attributes]
        said += [
            amendment.attributes
            for amendment in self.model.amendments
            if amendment.rule == self.rule.name and amendment.layer in self.chain
        ]
        return (
            self.rule.layer in self.chain
            and any(self.facts.phase in attributes.controls for attributes in said)
            and any(attributes.status in RUNNING for attributes in said)
        )


def is_undated(member: Member) -> bool:
    """Tell whether a member has no known date: no rule is evaluated on it (semantics 9)."""
    return not isinstance(member.at, Moment)


def judged_members(question: Question) -> list[Member]:
    """Return the members that may be subjects, in order (semantics 2)."""
    members = question.facts.collections[question.rule.bindings[0].collection].members
    return sorted((member for member in members if member.judged), key=member_order)


def whole_event(question: Question) -> Instance | None:
    """Return the instance whose subject is the encounter: for what concerns the event and no member (semantics 3)."""
    encounter = question.facts.encounter
    day = _admission_day(question.facts)
    version = None if day is None else question.version(day)
    return None if day is None or version is None else Instance(version, (), (), encounter, (encounter,), day)


def absent_collection(question: Question) -> Undecided | None:
    """Return the one instance of a rule whose subject collection was not supplied."""
    collection = question.facts.collections[question.rule.bindings[0].collection]
    instance = whole_event(question) if collection.extent.state == "absent" else None
    return None if instance is None else Undecided(instance, unknown(collection.name, "absent").missing)


def subjects_of(question: Question) -> Iterator[Subject | Undecided]:
    """Yield the subjects of a rule, and those members of which not even that can be told."""
    dated = [found for member in judged_members(question) if (found := _dated(question, member)) is not None]
    if not question.rule.by:
        yield from dated
        return
    groups: dict[tuple[object, ...], list[Subject]] = {}
    for found in dated:
        if isinstance(found, Undecided):
            yield found
            continue
        key = _group_key(question, found)
        if isinstance(key, Unknown):
            yield Undecided(found.without_rows(), key.missing)
        elif key is not None:
            groups.setdefault(key, []).append(found)
    for members in groups.values():
        first = members[0]  # by (at, id): its date governs the group
        yield Subject(first.version, first.member, tuple(found.member for found in members), first.day)


def _dated(question: Question, member: Member) -> Subject | Undecided | None:
    """Return the subject with its governing date, ``None`` if it has none or no version holds (semantics 8)."""
    dated_by = question.rule.dated_by
    if dated_by is None:
        return _on_day(question, member, member.at.day) if isinstance(member.at, Moment) else None
    scope = question.scope(member, date.min)
    value = value_of(dated_by, scope)
    if isinstance(value, Moment):
        return _on_day(question, member, value.day)
    day = _admission_day(question.facts)
    found = None if day is None else _on_day(question, member, day)
    if found is None:
        return None
    doubt = value if isinstance(value, Unknown) else causes("undated", (dated_by,), scope, evaluate)
    return Undecided(found.without_rows(), doubt.missing, at_least_hold=True)


def _on_day(question: Question, member: Member, day: date) -> Subject | None:
    version = question.version(day)
    return None if version is None else Subject(version, member, (member,), day)


def _admission_day(facts: Facts) -> date | None:
    admitted = facts.encounter.at
    return admitted.day if isinstance(admitted, Moment) else None


def _group_key(question: Question, subject: Subject) -> tuple[object, ...] | Unknown | None:
    """Return the group that a member belongs to, ``None`` if its guard leaves it out (semantics 56)."""
    scope = question.scope(subject.member, subject.day)
    binding, *others = question.rule.bindings
    names = {other.name for other in others}
    # A guard that names another member too is asked for each binding, not here.
    alone = binding.where is not None and names.isdisjoint(locals_of(binding.where))
    guard = truth_of(binding.where, scope) if binding.where is not None and alone else True
    if guard is False:
        return None
    keys = [value_of(key, scope) for key in question.rule.by]
    doubt = merge(guard, *keys)
    return doubt if doubt.missing else tuple(canonical(key) for key in keys)
