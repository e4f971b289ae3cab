"""Threads that judge, how many requests may be in work, and until when each must be answered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TypeVar

from sanku.doors.http import metrics
from sanku.doors.http.replies import Problem, too_many
from sanku.kb import EventError
from sanku.ledger.nodes import LedgerBusyError, LedgerUnavailableError
from sanku.service import Turn

_Made = TypeVar("_Made")


class Work:
    """Runs what takes time outside the event loop.

    Args:
        threads: How many run at once.
        most: How many requests may be in work; there is no queue behind them.
        deadline_ms: Milliseconds that each may take.
    """

    def __init__(self, threads: int, most: int, deadline_ms: int) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="judge")
        self._most = most
        self._in_work = 0
        self._seconds = deadline_ms / 1000

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Hold one of the places; refuse with a 503 if all are taken."""
        if self._in_work >= self._most:
            raise too_many()
        self._in_work += 1
        metrics.in_work.set(self._in_work)
        try:
            yield
        finally:
            self._in_work -= 1
            metrics.in_work.set(self._in_work)

    async def run(self, make: Callable[[], _Made], turn: Turn | None = None) -> _Made:
        """Run a function in a thread.

        Args:
            make: The function.
            turn: The request's, if what the function does must not be done after the deadline.

        Raises:
            Problem: What it refuses, as a sentence.
            TimeoutError: The deadline passed first; what it makes afterwards is thrown away.
        """
        with _as_problems():
            made: Future[_Made] = self._pool.submit(make)
            waiting = asyncio.wrap_future(made)
            done, _ = await asyncio.wait((waiting,), timeout=self._seconds)
            if not done and (turn or Turn()).take("deadline"):
                waiting.cancel()
                raise TimeoutError
            return await waiting

    async def recorded(self, number: Future[int]) -> int:
        """Wait until a record is on disk; that wait has no deadline of its own, the ledger's writer has."""
        with _as_problems():
            return await asyncio.wrap_future(number)

    def close(self) -> None:
        """Wait for what is in work."""
        self._pool.shutdown(wait=True, cancel_futures=True)


class _as_problems:  # noqa: N801 - used as a statement
    """Turn what the service refuses into answers."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        match error:
            case EventError():
                raise Problem(422, "unreadable-event", error.message, "事件无法读取", error.path) from None
            case LedgerBusyError():
                raise too_many() from None
            case LedgerUnavailableError():
                raise Problem(503, "ledger-unavailable", "the ledger does not answer", "台账暂不可用") from None
            case _:
                return
