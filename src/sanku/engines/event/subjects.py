"""The subjects of a rule in one event, with their governing dates; and what keeps others from being subjects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from sanku.claim.facts import Member
from sanku.core.moment import Moment
from sanku.core.unknown import Missing, Unknown, merge, unknown
from sanku.engines.event.claim_view import BUDGET, BudgetSpentError
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
    """Yield the subjects of a rule, and for each that cannot be dated or put into a group what is undecided."""
    groups: dict[object, list[Candidate]] = {}
    claim = views(date.min).claim
    for member in claim.members(rule.plan.subject.collection):
        if member.judged:
            claim.steps = BUDGET
            found = _placed(rule, member, views)
            if isinstance(found, Undecided):
                yield found
            elif found is not None:
                group, one = found
                groups.setdefault(group, []).append(one)
    for members in groups.values():
        first = members[0]
        yield Candidate(first.subject, tuple(one.subject for one in members), first.day, first.version)


def _placed(rule: ActiveRule, member: Member, views: Views) -> tuple[object, Candidate] | Undecided | None:
    """Return a member with its group (of its own if the rule makes none), ``None`` if it is no subject."""
    try:
        found = candidate(rule, member, views)
        if found is None or isinstance(found, Undecided):
            return found
        return _grouped(rule, found, views) if rule.plan.rule.by else (id(member), found)
    except BudgetSpentError:
        return _failed(rule, member, views, "budget")
    except Exception:  # noqa: BLE001 - no fault of ours may take the decision down (semantics 38)
        return _failed(rule, member, views, "fault")


def _failed(rule: ActiveRule, member: Member, views: Views, cause: str) -> Undecided | None:
    day = member.at.day if isinstance(member.at, Moment) else admission_day(views(date.min).facts)
    return None if day is None else at_least_hold(rule, member, day, unknown(rule.plan.rule.name, cause))


def at_least_hold(rule: ActiveRule, member: Member, day: date, missing: Unknown) -> Undecided | None:
    """Return the instance of a subject of which not even the rows are known."""
    version = rule.versions.on(day)
    if version is None:
        return None
    return Undecided(Instance(version, (), (), member, (member,), day), missing.missing, at_least_hold=True)


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
    return None if day is None else at_least_hold(rule, member, day, missing)


def _grouped(rule: ActiveRule, found: Candidate, views: Views) -> tuple[object, Candidate] | Undecided | None:
    """Return a member with its group; undecided where its place is not known, ``None`` where it is in no group."""
    plan = rule.plan
    scope = Scope(EVALUATOR, views(found.day), {plan.subject.name: found.subject})
    where = plan.rule.bindings[0].where
    belongs = True if where is None else scope.truth(where)
    if belongs is False:
        return None
    keys = tuple(scope.value(key) for key in plan.rule.by)
    missing = merge(belongs, *keys).missing
    if missing:
        return undecided(found.version, found.subject, found.day, missing)
    return tuple(canonical(value) for value in keys if not isinstance(value, Unknown)), found
