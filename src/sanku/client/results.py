"""What the methods of a client return, and the errors they raise."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from sanku.claim.decision import Decision, Outcome
from sanku.graph.nodes import Requirements


class RefusedError(Exception):
    """The service refuses the request itself: a fault of what was sent, which no second try mends.

    Args:
        status: HTTP status.
        code: Its name, ``unreadable-event``.
        message: English sentence.
        message_zh: Chinese sentence.
        path: Place inside the message.
    """

    def __init__(self, status: int, code: str, message: str, message_zh: str = "", path: str = "") -> None:
        super().__init__(f"{status} {code}: {f'{path}: ' if path else ''}{message}")
        self.status, self.code, self.message, self.message_zh, self.path = status, code, message, message_zh, path


class AwayError(Exception):
    """The service did not answer in time, or could not; ``why`` is ``busy``, ``time``, ``connection`` or ``answer``."""

    def __init__(self, why: str, message: str) -> None:
        super().__init__(message)
        self.why = why


@dataclass(frozen=True, slots=True)
class Judged:
    """The answer to one event.

    Args:
        event: Id of the event, as it was sent.
        decision: The decision; ``None`` where the order goes on undecided.
        fail_open: Empty, or why the order goes on undecided: ``deadline`` (the service said so, and has recorded it),
            or ``busy``, ``time``, ``connection``, ``answer`` (see ``AwayError``).
        kept: Whether the event is in the client's file, to be handed in by ``flush``.
        id: Id of the decision, or of the record of what went on undecided; empty if nothing answered.
        record: Number of its record.
        edition: Edition of the knowledge base that decided.
    """

    event: str
    decision: Decision | None
    fail_open: str = ""
    kept: bool = False
    id: str = ""
    record: int | None = None
    edition: str = ""

    @property
    def outcome(self) -> Outcome:
        """The decision's outcome; an undecided order goes on."""
        return "allow" if self.decision is None else self.decision.outcome


class Choice(msgspec.Struct, frozen=True):
    """A reason that can be given, and its Chinese words."""

    reason: str
    zh: str


class Answered(msgspec.Struct, frozen=True):
    """What became of an answer to a reminder; ``verdict`` and the sentences say why it settles it or not.

    ``until``: last day on which it can be answered, if the encounter's end is known.
    """

    id: str
    record: int
    finding: str
    accepted: bool
    verdict: str
    message: str
    message_zh: str
    choices: tuple[Choice, ...]
    until: str | None


@dataclass(frozen=True, slots=True)
class Needs(Requirements):
    """What an event must bring, and the edition that asks for it."""

    edition: str


@dataclass(frozen=True, slots=True)
class Flushed:
    """What became of the events in the file: handed in, refused by the service, unreadable, and still there."""

    sent: int = 0
    refused: int = 0
    unreadable: int = 0
    left: int = 0


class Recorded(msgspec.Struct, frozen=True):
    """What the service says of an event that went on undecided."""

    id: str
    record: int


class Trouble(msgspec.Struct, frozen=True):
    """Why a request is not served."""

    error: str
    message: str
    message_zh: str = ""
    path: str = ""
