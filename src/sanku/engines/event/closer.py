"""A closer look at one subject: causes, evidence, all that is shown, held against what the fast path saw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sanku.core.unknown import Missing, Unknown
from sanku.engines.event.claim_view import BUDGET, BudgetSpentError
from sanku.engines.event.day_view import DayView
from sanku.engines.event.detail.evaluator import EVALUATOR
from sanku.engines.event.detail.finding import result_of
from sanku.engines.event.detail.instance import Judged, judge_subject
from sanku.engines.event.detail.scope import Scope
from sanku.engines.event.fast.enumerate import EXCEPTED, Verdict
from sanku.engines.event.subjects import Candidate, undecided
from sanku.ir.nodes import RulePlan
from sanku.judgement.results import Fired, Instance, Undecided


@dataclass(frozen=True, slots=True)
class Sighting:
    """What the fast path saw: the instances that are not false, and whether a key with an unknown part hides more."""

    verdicts: Mapping[tuple[str, ...], Verdict]
    has_unknown_key: bool


def closer(plan: RulePlan, candidate: Candidate, seen: Sighting | None, view: DayView) -> Iterator[Fired | Undecided]:
    """Yield the results of a subject; ``seen`` is ``None`` where the fast path gave up."""
    scope = Scope(EVALUATOR, view)
    wanted = None if seen is None else frozenset(seen.verdicts)
    view.claim.steps = BUDGET
    try:
        judged = judge_subject(plan, candidate.version, scope, candidate.subject, wanted)
    except BudgetSpentError:
        yield failed(candidate, "budget")
        return
    except Exception:  # noqa: BLE001 - no fault of ours may take the decision down (semantics 38)
        yield failed(candidate, "fault")
        return
    if seen is not None and judged.has_unknown_key is not seen.has_unknown_key:
        yield failed(candidate, "fault")
    elif judged.has_unknown_key:
        yield undecided(candidate.version, candidate.subject, candidate.day, judged.unknown_keys)
    for row_ids in sorted(judged.instances if wanted is None else wanted):
        one = judged.instances.get(row_ids, Judged(row_ids, ()))
        result = _result(plan, candidate, one, view)
        if seen is not None and not one.failed and verdict_of(one) != seen.verdicts[row_ids]:
            result = failed(candidate, "fault", one)
        if result is not None:
            yield result


def _result(plan: RulePlan, candidate: Candidate, one: Judged, view: DayView) -> Fired | Undecided | None:
    if one.failed:
        return failed(candidate, one.failed, one)
    instance = _instance(candidate, one)
    view.claim.steps = BUDGET
    try:
        return result_of(plan, candidate.version, one, instance)
    except BudgetSpentError:
        return failed(candidate, "budget", one)
    except Exception:  # noqa: BLE001 - as above
        return failed(candidate, "fault", one)


def verdict_of(one: Judged) -> Verdict:
    """Return the truth of an instance as the fast path says it."""
    value = one.value
    if isinstance(value, Unknown):
        return None
    return EXCEPTED if not value and one.excepted else value


def _instance(candidate: Candidate, one: Judged) -> Instance:
    return Instance(candidate.version, one.rows, one.row_ids, candidate.subject, candidate.group, candidate.day)


def failed(candidate: Candidate, cause: str, one: Judged | None = None) -> Undecided:
    """Return the undecided instance that stands for a fault or a spent budget."""
    instance = _instance(candidate, one or Judged((), ()))
    return Undecided(instance, frozenset((Missing(candidate.version.rule.name, cause),)), at_least_hold=True)
