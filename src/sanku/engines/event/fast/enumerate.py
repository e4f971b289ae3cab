"""One subject to its instances that are not false: bindings tried, rows picked, truths joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sanku.catalog.nodes import Row
from sanku.claim.facts import Member
from sanku.claim.show import show_key
from sanku.core.unknown import Missing, Unknown
from sanku.core.value import Value
from sanku.engines.event.day_view import DayView
from sanku.engines.event.detail.bindings import is_subject_of_pair
from sanku.engines.event.detail.evaluator import EVALUATOR
from sanku.engines.event.detail.scan import lacking_of
from sanku.engines.event.detail.scope import Scope
from sanku.engines.event.fast.functions import RuleFunctions, Test
from sanku.engines.event.fast.runtime import Fast
from sanku.ir.nodes import RulePlan
from sanku.semantics.nodes import Match

EXCEPTED = "excepted"
"""The truth of an instance that an exception alone turned off."""

Verdict = bool | str | None
"""True, false, ``None`` for undecided, or ``EXCEPTED``."""

Exceptions = Sequence[tuple[Test, frozenset[str] | None]]
"""Each exception in force, and the rows it is limited to."""

_STRENGTH: dict[Verdict, int] = {False: 0, EXCEPTED: 1, None: 2, True: 3}


@dataclass(slots=True)
class Instances:
    """The instances of one subject by the ids of their rows, and whether a key with an unknown part may hide more."""

    verdicts: dict[tuple[str, ...], Verdict] = field(default_factory=dict)
    has_unknown_key: bool = False

    def add(self, row_ids: tuple[str, ...], verdict: Verdict) -> None:
        """Join the verdict of one more binding: some binding has to make the rule hold."""
        if verdict is not False:
            earlier = self.verdicts.get(row_ids, False)
            if _STRENGTH[verdict] > _STRENGTH[earlier]:
                self.verdicts[row_ids] = verdict


@dataclass(frozen=True, slots=True, eq=False)
class Enumeration:
    """A rule ready to be tried on subjects: its plan and functions, and the exceptions in force."""

    plan: RulePlan
    functions: RuleFunctions
    exceptions: Exceptions

    def verdict(self, base: Fast, view: DayView, names: Sequence[object], row_ids: tuple[str, ...]) -> Verdict:
        """Return the verdict of a binding from the truth of its base."""
        if base is False or not self.exceptions:
            return base
        excepted: Fast = False
        for test, rows in self.exceptions:
            if rows is None or not rows.isdisjoint(row_ids):
                truth = test(view, *names)
                if truth:
                    return EXCEPTED if base else False
                excepted = None if truth is None else excepted
        return base if excepted is False else None

    def instances(self, view: DayView, subject: Member) -> Instances:
        """Return the instances of a subject that are not false."""
        found = Instances()
        names: list[object] = [None] * (1 + len(self.plan.others) + len(self.plan.matches))
        names[0] = subject
        guard = self.functions.guard(view, *names)
        if guard is not False:
            self._bind(view, found, names, guard, 0, is_further=False)
        return found

    def _bind(
        self,
        view: DayView,
        found: Instances,
        names: list[object],
        guard: Fast,
        number: int,
        *,
        is_further: bool,
    ) -> None:
        """Bind the other names one after the other, then take the steps."""
        plan = self.plan
        if number == len(plan.others):
            truth = self.functions.further_guard(view, guard, *names) if plan.others else guard
            if truth is not False:
                self._step(view, found, names, truth, 0, (), is_further=is_further)
            return
        binder = plan.others[number]
        subject = names[0]
        assert isinstance(subject, Member)
        members = view.claim.members(binder.collection)
        view.claim.spend(len(members))
        for member in members:
            if any(member is taken for taken in names[: number + 1]):
                continue
            if plan.rule.pair and number == 0 and not is_subject_of_pair(subject, member):
                continue
            names[number + 1] = member
            self._bind(view, found, names, guard, number + 1, is_further=is_further)
        names[number + 1] = None
        if any(binder.name in match.reads for match in plan.matches) or view.claim.is_whole(
            binder.collection, binder.window
        ):
            return
        for missing in self._lacking(view, names, number):
            names[number + 1] = view.claim.further(missing)
            self._bind(view, found, names, guard, number + 1, is_further=True)
            names[number + 1] = None

    def _lacking(self, view: DayView, names: Sequence[object], number: int) -> tuple[Missing, ...]:
        """Return why a collection may have further members; its window is bounded by the subject alone."""
        subject = names[0]
        assert isinstance(subject, Member)
        scope = Scope(EVALUATOR, view, {self.plan.subject.name: subject})
        binder = self.plan.others[number]
        return lacking_of(scope, binder.collection, binder.window)

    def _step(
        self,
        view: DayView,
        found: Instances,
        names: list[object],
        truth: Fast,
        number: int,
        row_ids: tuple[str, ...],
        *,
        is_further: bool,
    ) -> None:
        """Pick the rows of one match after the other, then weigh the binding."""
        plan = self.plan
        if number == len(plan.matches):
            verdict = self.verdict(self.functions.base(view, truth, *names), view, names, row_ids)
            if is_further:
                # A member that was not supplied may not exist, so it can leave open but never make true.
                verdict = False if verdict is EXCEPTED else None if verdict else verdict
            found.add(row_ids, verdict)
            return
        match = plan.matches[number].match
        keys = self.functions.keys[number](view, *names)
        if None in keys:
            return
        if any(isinstance(key, Unknown) for key in keys):
            found.has_unknown_key = found.has_unknown_key or view.known.may_have_rows(match.table, keys)
            return
        rows = view.known.rows(match.table, keys)
        view.claim.spend(len(rows) + 1)
        place = 1 + len(plan.others) + number
        for row, shown in _taken(match, keys, rows):
            names[place] = row
            self._step(view, found, names, truth, number + 1, (*row_ids, shown), is_further=is_further)
        names[place] = None


def _taken(
    match: Match,
    keys: tuple[Value, ...],
    rows: tuple[Row, ...],
) -> list[tuple[Row | tuple[Row, ...], str]]:
    """Return what the row's name stands for and what the finding shows: each row, or all gathered ones."""
    if not match.gathered:
        return [(row, row.id) for row in rows]
    return [(rows, show_key(keys))] if rows else []
