"""What a 3103 request answers, one finding after the other, to the service; and what became of each."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime

from sanku.doors.nhsa.feedback import Feedback, NotTaken, Outcome, Said
from sanku.doors.nhsa.shown import undetermined_id
from sanku.service import Answer, NotShownError, Service

_NO_ONE = "未填写经办人（opter），理由须由医师说明"
_OPEN = "该提示因信息缺失无法判定，请补充信息后重新提交；理由不改变结果"
_UNKNOWN = "没有展示过该违规标识"


@dataclass(frozen=True, slots=True)
class Fed:
    """What became of one answer, and the future of its record; ``None`` if there is nothing to record it against."""

    outcome: Outcome
    recorded: Future[int] | None = None


def feed_back(service: Service, feedback: Feedback, arrival: datetime) -> list[Fed]:
    """Take the answers in order; the same request again gives the same records.

    Raises:
        LedgerBusyError, LedgerUnavailableError: They cannot be recorded; nothing may be answered.
    """
    return list(_taken(service, feedback, arrival))


def _taken(service: Service, feedback: Feedback, arrival: datetime) -> Iterator[Fed]:
    for item in feedback.answers:
        if isinstance(item, NotTaken):
            yield Fed(Outcome(item.given, accepted=False, code=item.code, message=item.message))
            continue
        answer = Answer(
            finding=item.shown.finding,
            by=feedback.by,
            role=feedback.role,
            way=item.way,
            reason=item.reason,
            text=item.text,
            bulk=item.bulk,
            decision=item.shown.decision,
        )
        try:
            made = service.justify(answer, arrival)
        except NotShownError:
            yield Fed(_not_shown(service, item))
            continue
        verdict = made.body.verdict
        accepted = verdict.accepted or verdict.code == "returned"
        message = _NO_ONE if verdict.code == "wrong-role" and not feedback.by else verdict.zh
        yield Fed(Outcome(item.given, accepted=accepted, code=verdict.code, message=message), made.recorded)


def _not_shown(service: Service, item: Said) -> Outcome:
    """Return the outcome of an answer to no finding: to what could not be decided, or to nothing that was shown."""
    found = service.decision(item.shown.decision)
    entries = () if found is None else found[0].undetermined
    if not any(undetermined_id(entry) == item.shown.finding for entry in entries):
        return Outcome(item.given, accepted=False, code="unknown-finding", message=_UNKNOWN)
    returned = item.way == "return"
    return Outcome(item.given, accepted=returned, code="undetermined", message=_OPEN)
