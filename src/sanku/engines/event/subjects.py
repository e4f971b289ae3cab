"""The subjects of a rule in one event, with their governing dates; and what keeps others from being subjects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from sanku.claim.facts import Member, member_order
from sanku.core.moment import Moment
from sanku.core.unknown import Missing, Unknown, merge
from sanku.engines.event.day_view import DayView
from sanku.engines.event.detail.evaluator import EVALUATOR
from sanku.engines.event.detail.evidence import causes
from sanku.engines.event.detail.scope import Scope
from sanku.engines.event.dispatch import ActiveRule
from sanku.engines.event.operators import canonical
from sanku.engines.event.resolution import admission_day
from sanku.judgement.results import Instance, Undecided
from sanku.semantics.versions import RuleVersion

Views = Callable[[date], DayView]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A subject: the member, its group, its governing date and the version of the rule on that date."""

    subject: Member
    group: tuple[Member, ...]
    day: date
    version: RuleVersion


def undecided(version: RuleVersion, subject: Member, day: date, missing: frozenset[Missing]) -> Undecided:
    """Return an undecided instance without rows."""
    return Undecided(Instance(version, (), (), subject, (subject,), day), missing)


def governing_day(rule: ActiveRule, subject: Member, views: Views) -> date | Unknown | None:
    """Return the governing date of a subject; ``None`` for a member without a date (semantics 9)."""
    expr = rule.plan.rule.dated_by
    if expr is None:
        return subject.at.day if isinstance(subject.at, Moment) else None
    scope = Scope(EVALUATOR, views(date.min), {rule.plan.subject.name: subject})
    value = scope.value(expr)
    if isinstance(value, Moment):
        return value.day
    return value if isinstance(value, Unknown) else causes(scope, "undated", expr)


def candidates(rule: ActiveRule, views: Views) -> Iterator[Candidate | Undecided]:
    """Yield the subjects of a rule, and for each that cannot be dated what is undecided."""
    if rule.plan.rule.by:
        yield from _groups(rule, views)
        return
    for member in views(date.min).claim.members(rule.plan.subject.collection):
        if member.judged:
            found = candidate(rule, member, views)
            if found is not None:
                yield found


def candidate(rule: ActiveRule, member: Member, views: Views) -> Candidate | Undecided | None:
    """Return a member as a subject, ``None`` if it is undated or the rule does not apply on its date."""
    day = governing_day(rule, member, views)
    if isinstance(day, Unknown):
        return _without_date(rule, member, views, day)
    version = None if day is None else rule.versions.on(day)
    return None if day is None or version is None else Candidate(member, (member,), day, version)


def _without_date(rule: ActiveRule, member: Member, views: Views, missing: Unknown) -> Undecided | None:
    """Return the instance of a subject whose ``dated by`` is unknown: its version is that of the admission day."""
    day = admission_day(views(date.min).facts)
    version = None if day is None else rule.versions.on(day)
    if day is None or version is None:
        return None
    return Undecided(Instance(version, (), (), member, (member,), day), missing.missing, at_least_hold=True)


def _groups(rule: ActiveRule, views: Views) -> Iterator[Candidate | Undecided]:
    plan = rule.plan
    groups: dict[tuple[object, ...], list[Candidate]] = {}
    for member in sorted(views(date.min).claim.members(plan.subject.collection), key=member_order):
        if not member.judged:
            continue
        found = candidate(rule, member, views)
        if not isinstance(found, Candidate):
            if found is not None:
                yield found
            continue
        scope = Scope(EVALUATOR, views(found.day), {plan.subject.name: member})
        truths = [scope.truth(guard.where) for guard in plan.rule.bindings[:1] if guard.where is not None]
        keys = tuple(scope.value(key) for key in plan.rule.by)
        if False in truths:
            continue
        missing = merge(*truths, *keys).missing
        if missing:
            yield undecided(found.version, member, found.day, missing)
            continue
        key = tuple(canonical(value) for value in keys if not isinstance(value, Unknown))
        groups.setdefault(key, []).append(found)
    for members in groups.values():
        first = members[0]
        yield Candidate(first.subject, tuple(one.subject for one in members), first.day, first.version)
