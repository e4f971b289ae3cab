"""What a user did with cards, to answers to reminders."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from sanku.service import Answer

_PEOPLE = ("Practitioner", "PractitionerRole")
_Short = Annotated[str, msgspec.Meta(max_length=200)]


class Reason(msgspec.Struct, frozen=True):
    """The coded reason that was picked from a card."""

    code: Annotated[str, msgspec.Meta(max_length=64)] = ""


class GivenReason(msgspec.Struct, frozen=True, rename="camel"):
    """Why a card was not followed."""

    reason: Reason | None = None
    user_comment: Annotated[str, msgspec.Meta(max_length=500)] = ""


class Taken(msgspec.Struct, frozen=True):
    """A suggestion that was accepted."""

    id: _Short


class CardFeedback(
    msgspec.Struct,
    frozen=True,
    rename={"reason": "overrideReason", "taken": "acceptedSuggestions", "at": "outcomeTimestamp"},
):
    """What became of one card. ``accepted``: a suggestion was taken. ``overridden``: the order went on."""

    card: UUID
    outcome: Literal["accepted", "overridden"]
    taken: list[Taken] = []
    reason: GivenReason | None = None
    at: _Short = ""


class Feedback(msgspec.Struct, frozen=True):
    """The body of a feedback call."""

    feedback: Annotated[list[CardFeedback], msgspec.Meta(min_length=1, max_length=100)]


def answer_of(given: CardFeedback, finding: str, user: str, decision: str = "") -> Answer:
    """Return the answer that feedback on a reminder stands for.

    Args:
        given: The feedback.
        finding: Id of the finding.
        user: Who was shown the card: ``Practitioner/D17``. Feedback itself names no one.
        decision: Id of the decision that showed it.
    """
    kind, _, name = user.rpartition("/")
    role: Literal["physician", "system"] = "physician" if kind in _PEOPLE and name else "system"
    by = (name or "unknown")[:64]
    if given.outcome == "accepted":
        return Answer(finding=finding, by=by, role=role, way="return", decision=decision)
    reason = given.reason or GivenReason()
    code = reason.reason.code if reason.reason is not None else ""
    return Answer(finding=finding, by=by, role=role, reason=code, text=reason.user_comment, decision=decision)
