"""One event through a resolution: the fast path over every subject, the slow one where it found something.

A fault or a spent budget ends the instance it happens in and nothing else (semantics 38).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sanku.claim.facts import Facts, Member
from sanku.core.moment import Moment
from sanku.core.unknown import Missing
from sanku.engines.event.claim_view import BUDGET, ClaimView
from sanku.engines.event.closer import Sighting, closer
from sanku.engines.event.day_view import DayView
from sanku.engines.event.dispatch import ActiveRule, Partner, Target, has_partner
from sanku.engines.event.fast.enumerate import Enumeration, Instances
from sanku.engines.event.ranges import NO_CAUSE
from sanku.engines.event.resolution import Resolution, Subjects, admission_day
from sanku.engines.event.sieve.sieve import Suspect
from sanku.engines.event.subjects import Candidate, candidates, undecided
from sanku.judgement.results import Fired, Results, Undecided
from sanku.semantics.nodes import Model
from sanku.semantics.versions import holds_on

_RUNNING = ("active", "shadow")


class Judging:
    """One event being judged."""

    __slots__ = ("_views", "claim", "facts", "model", "resolution", "results", "undated")

    def __init__(self, model: Model, resolution: Resolution, facts: Facts) -> None:
        self.model = model
        self.resolution = resolution
        self.facts = facts
        self.claim = ClaimView(facts)
        self.results: list[Fired | Undecided] = []
        self.undated: list[Member] = []
        self._views: dict[date, DayView] = {}

    def view(self, day: date) -> DayView:
        """Return the event on a governing date."""
        found = self._views.get(day)
        if found is None:
            found = self._views[day] = DayView(self.model, self.claim, self.resolution.knowledge.on(day))
        return found

    def judge(self) -> Results:
        """Return everything that is found."""
        for subjects in self.resolution.subjects:
            if self.facts.parts(subjects.collection)[-1].extent.state == "absent":
                self._absent(subjects.collection, subjects.rules)
                continue
            self._members(subjects)
            for rule in subjects.own:
                self._own(rule)
        return self._found()

    def judge_some(self, suspects: Sequence[Suspect]) -> Results:
        """Return what is found where the sieve saw that something may be."""
        for seen in dict.fromkeys(suspects):
            collection = self.facts.parts(seen.collection)[-1]
            if collection.extent.state == "absent":
                self._absent(seen.collection, (seen.rule,))
            elif seen.place < 0:
                self._own(seen.rule)
            else:
                member = collection.members[seen.place]
                if member.judged and isinstance(member.at, Moment):
                    self._try(Target(seen.rule), member, self.view(member.at.day), member.at.day)
        return self._found()

    def _found(self) -> Results:
        return Results(
            tuple(one for one in self.results if isinstance(one, Fired)),
            tuple(one for one in self.results if isinstance(one, Undecided)),
            tuple(self.undated),
        )

    def _absent(self, collection: str, rules: Sequence[ActiveRule]) -> None:
        """Report rules over a collection that was not supplied, about the encounter (semantics 3)."""
        day = admission_day(self.facts)
        if day is None:
            return
        for rule in rules:
            version = rule.versions.on(day)
            if version is not None:
                missing = frozenset((Missing(collection, "absent"),))
                self.results.append(undecided(version, self.facts.encounter, day, missing))

    def _members(self, subjects: Subjects) -> None:
        for member in self.claim.members(subjects.collection):
            if not member.judged:
                continue
            at = member.at
            if not isinstance(at, Moment):
                if subjects.undated:
                    self.undated.append(member)
                continue
            day = at.day
            view = self.view(day)
            for target in self._targets(subjects, member):
                self._try(target, member, view, day)

    def _targets(self, subjects: Subjects, member: Member) -> Sequence[Target]:
        """Return the rules that can concern a member; all of them if that cannot be found out."""
        dispatch = subjects.dispatch
        try:
            targets = dispatch.targets(member.fields.get("code", NO_CAUSE))
            return [one for one in targets if one.partner is None or self._has_partner(one.partner)]
        except Exception:  # noqa: BLE001 - no fault of ours may take the decision down (semantics 38)
            return dispatch.everything

    def _has_partner(self, partner: Partner) -> bool:
        return has_partner(self.claim, partner, self.resolution.knowledge)

    def _try(self, target: Target, member: Member, view: DayView, day: date) -> None:
        """Ask the fast path about one subject of one rule; look closer at what is not false."""
        rule = target.rule
        claim = self.claim
        claim.steps = BUDGET
        try:
            rows = target.rows
            whole = rule.functions.whole
            if whole is not None and rows is not None:
                # Dates after the condition: it decides most rows and has no effect of its own.
                for row in rows:
                    if (
                        whole(view, member, row) is not False
                        and row.status in _RUNNING
                        and holds_on(row.start, row.end, day)
                    ):
                        break
                else:
                    return
            elif whole is not None and not rule.plan.matches and whole(view, member) is False:
                return
            version = rule.versions.on(day)
            if version is None:
                return
            enumeration = Enumeration(rule.plan, rule.functions, rule.exceptions(version))
            found: Instances | None = enumeration.instances(view, member)
        except Exception:  # noqa: BLE001 - no fault of ours may take the decision down (semantics 38)
            version, found = rule.versions.on(day), None
        if version is not None:
            self._closer(rule, Candidate(member, (member,), day, version), found, view)

    def _own(self, rule: ActiveRule) -> None:
        """Judge a rule that finds its subjects itself."""
        for one in candidates(rule, self.view):
            if isinstance(one, Undecided):
                self.results.append(one)
                continue
            view = self.view(one.day)
            self.claim.steps = BUDGET
            found: Instances | None = None
            try:
                enumeration = Enumeration(rule.plan, rule.functions, rule.exceptions(one.version))
                found = enumeration.instances(view, one.subject)
            except Exception:  # noqa: BLE001 - as above
                found = None
            self._closer(rule, one, found, view)

    def _closer(self, rule: ActiveRule, candidate: Candidate, found: Instances | None, view: DayView) -> None:
        """Look closer at a subject: at all its instances if the fast path gave up, each on a budget of its own."""
        if found is None:
            self.results.extend(closer(rule.plan, candidate, None, view))
        elif found.verdicts or found.has_unknown_key:
            self.results.extend(closer(rule.plan, candidate, Sighting(found.verdicts, found.has_unknown_key), view))
