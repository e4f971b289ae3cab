"""What a doctor answers to a reminder, and whether it is accepted (semantics 6, 7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, Literal

import msgspec

LEAST_TEXT = 4
"""Letters, digits or Han characters that a reason in one's own words needs at least: `头痛` explains nothing."""

_Short = Annotated[str, msgspec.Meta(max_length=64)]


class NotShownError(Exception):
    """No reminder with this finding id was shown; nothing can be answered."""


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer to one reminder.

    Args:
        finding: The finding's id.
        way: ``continue`` with a reason, or ``return`` to change the order.
        reason: One of the finding's ``accepts``; may be left out beside a text.
        text: The reason in the doctor's own words, at most 500 characters.
        by: Who answers, by the sender's id.
        role: ``physician``, ``pharmacist``, ``clerk`` or ``system``; only a physician can justify.
        bulk: Whether a program answered several reminders in one go.
        decision: Id of the decision that showed the reminder; left out: the latest that did.
    """

    finding: _Short
    by: _Short
    role: Literal["physician", "pharmacist", "clerk", "system"]
    way: Literal["continue", "return"] = "continue"
    reason: _Short = ""
    text: Annotated[str, msgspec.Meta(max_length=500)] = ""
    bulk: bool = False
    decision: _Short = ""


class Reminder(msgspec.Struct, frozen=True):
    """A reminder as it was shown: what an answer to it is later held against (semantics 6).

    ``amount``: text, or ``unknown``. ``accepts``: ``None`` = any reason. ``days``: ``justify within``.
    """

    finding: str
    rule: str
    digest: str
    code: str
    amount: str
    accepts: tuple[str, ...] | None
    days: int


class Verdict(msgspec.Struct, frozen=True):
    """Whether an answer is accepted; ``code`` and sentences say why not, or what it is.

    ``code``: ``accepted``, ``returned``, ``unexplained``, ``wrong-kind``, ``too-short``, ``wrong-role``, ``late``,
    ``no-reminder``.
    """

    accepted: bool
    code: str
    zh: str
    en: str


class Recorded(msgspec.Struct, frozen=True):
    """The body of an answer's record."""

    answer: Answer
    reminder: Reminder
    shown_by: str
    at: str
    verdict: Verdict
    until: str | None


ACCEPTED = Verdict(accepted=True, code="accepted", zh="理由已采纳", en="the reason is accepted")
RETURNED = Verdict(
    accepted=False,
    code="returned",
    zh="已返回修改，未作说明",
    en="the order goes back to be changed; nothing was justified",
)


def until_of(reminder: Reminder, ended: date | None) -> date | None:
    """Return the last day on which a reminder can be answered; ``None`` while the encounter's end is not known."""
    return None if ended is None else ended + timedelta(days=reminder.days)


def verdict_of(
    answer: Answer, reminder: Reminder, ended: date | None, arrival: datetime, words: Mapping[str, str]
) -> Verdict:
    """Return whether an answer justifies a reminder.

    Args:
        answer: What was answered.
        reminder: What it answers, as shown.
        ended: Day on which the encounter ended, if it is known.
        arrival: When it was answered.
        words: Reason codes to their words.
    """
    if answer.way == "return":
        return RETURNED
    reason, text = answer.reason.strip(), answer.text.strip()
    until = until_of(reminder, ended)
    if not reason and not text:
        return _refused(
            "unexplained",
            "未填写理由，已按“继续且无理由”登记，不作为说明",
            "no reason was given; recorded as continued without a reason",
        )
    if answer.role != "physician":
        return _refused("wrong-role", "只有医师可以说明理由", f"only a physician can justify, not a {answer.role}")
    if until is not None and arrival.date() > until:
        return _refused("late", f"已超过说明期限{until}", f"the last day to answer was {until}")
    reason = reason or "text"
    if reminder.accepts is not None and reason not in reminder.accepts:
        choices = "、".join(words.get(code, code) for code in reminder.accepts)
        return _refused(
            "wrong-kind",
            f"该提醒不接受此类理由，可选：{choices or '无'}",
            f"`{reason}` is not among the accepted reasons: {', '.join(reminder.accepts) or 'none'}",
        )
    if reason == "text" and sum(map(str.isalnum, text)) < LEAST_TEXT:
        return _refused(
            "too-short", f"理由过短，至少{LEAST_TEXT}个字", f"the text is too short: at least {LEAST_TEXT} characters"
        )
    return ACCEPTED


def no_reminder(answer: Answer) -> Verdict:
    """Return the verdict on an answer to a finding that is no reminder: a reason changes nothing about it."""
    if answer.way == "return":
        return RETURNED
    return _refused("no-reminder", "该项不是提醒，理由不改变结果", "this is no reminder; a reason changes nothing")


def _refused(code: str, zh: str, en: str) -> Verdict:
    return Verdict(accepted=False, code=code, zh=zh, en=en)
