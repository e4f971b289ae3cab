"""One call as steps: what to send and how long to wait is decided here, whoever sends and waits.

A generator of steps is driven by a blocking client or by one that awaits; both behave alike because neither decides.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar, cast

from sanku.client.results import AwayError

MOST_AGAIN = 2
"""How often a call is tried again."""

_AGAIN = frozenset({429, 502, 503, 504})
"""Statuses of a service that is busy, or of a proxy whose service is away."""

_FIRST_PAUSE = 0.1


@dataclass(frozen=True, slots=True)
class Send:
    """Send a request and take its answer within some seconds."""

    method: str
    path: str
    seconds: float
    body: bytes | None = None
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wait:
    """Wait for some seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Disk:
    """Do something that waits for a disk."""

    do: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Lost:
    """No answer; ``why`` as in ``AwayError``."""

    why: str
    message: str


Step = Send | Wait | Disk
Made = TypeVar("Made")
Steps = Generator[Step, object, Made]


@dataclass(frozen=True, slots=True)
class Chances:
    """A clock that only runs, and chance; tests give their own.

    Args:
        clock: Seconds since some moment.
        chance: A number from 0 to 1.
    """

    chance: Callable[[], float]
    clock: Callable[[], float] = time.monotonic


def asked(send: Send, chances: Chances) -> Steps[Reply]:
    """Send a request, again if the service is busy or the connection breaks, while its time lasts.

    Raises:
        AwayError: No answer, or none but that the service is busy.
    """
    ends = chances.clock() + send.seconds
    left = send.seconds
    found: Reply | Lost = Lost("time", "no time to ask")
    for again in range(MOST_AGAIN + 1):
        found = cast("Reply | Lost", (yield Send(send.method, send.path, left, send.body, send.params)))
        if isinstance(found, Reply) and found.status not in _AGAIN:
            return found
        pause = _pause(found, again, chances)
        left = ends - chances.clock() - pause
        if again == MOST_AGAIN or left <= 0:
            break
        yield Wait(pause)
    if isinstance(found, Lost):
        raise AwayError(found.why, found.message)
    raise AwayError("busy", f"the service answers {found.status}")


def on_disk(do: Callable[[], Made]) -> Steps[Made]:
    """Do something that waits for a disk, and return what it returns."""
    return cast("Made", (yield Disk(do)))


def _pause(found: Reply | Lost, again: int, chances: Chances) -> float:
    """Return how long to wait: at least what the service asks for, and by chance longer: not all come at once."""
    asked_for = found.headers.get("retry-after", "") if isinstance(found, Reply) else ""
    least = float(asked_for) if asked_for.isascii() and asked_for.isdigit() else 0.0
    return least + _FIRST_PAUSE * 2.0**again * (0.5 + chances.chance())
