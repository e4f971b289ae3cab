"""One thread for each process takes what waits and appends it in one transaction: one flush to disk for many."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from sanku.ledger.append import append
from sanku.ledger.database import unavailable
from sanku.ledger.nodes import Entry, LedgerBusyError, LedgerUnavailableError

MOST_WAITING = 1024
MOST_TOGETHER = 256
_PAUSES = (0, 1, 1, 2, 2, 4)
"""Seconds before each try: a database that restarts is waited for; a commit of unknown fate is repeated by its key."""

_Waiting = tuple[Entry, "Future[int]"]


class LedgerWriter:
    """Appends entries from any thread.

    Args:
        engine: The ledger.
        most: How many entries may wait; more are refused with ``LedgerBusyError``.
    """

    def __init__(self, engine: Engine, most: int = MOST_WAITING) -> None:
        self._engine = engine
        self._waiting: queue.Queue[_Waiting | None] = queue.Queue(most)
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ledger-writer", daemon=True)
        self._thread.start()

    def submit(self, entry: Entry) -> Future[int]:
        """Hand in an entry; the future gives its record's number once it is on disk.

        Raises:
            LedgerBusyError: Too many wait already.
            LedgerUnavailableError: (from the future) The database did not answer for some seconds.
        """
        if self._closed.is_set():
            raise LedgerUnavailableError("the ledger is closed")
        future: Future[int] = Future()
        try:
            self._waiting.put_nowait((entry, future))
        except queue.Full:
            raise LedgerBusyError("too many entries wait for the ledger") from None
        return future

    def close(self) -> None:
        """Write what waits, and end the thread."""
        self._closed.set()
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        going = True
        while going:
            together = self._take()
            going = None not in together
            entries = [item for item in together if item is not None]
            if entries:
                self._write(entries)

    def _take(self) -> list[_Waiting | None]:
        """Wait for one, then take what waits beside it."""
        together = [self._waiting.get()]
        while len(together) < MOST_TOGETHER and not self._waiting.empty():
            together.append(self._waiting.get_nowait())
        return together

    def _write(self, together: list[_Waiting]) -> None:
        fault: Exception = LedgerUnavailableError("the ledger's database does not answer")
        for pause in _PAUSES:
            if self._closed.wait(pause) and pause:
                break
            try:
                numbers = append(self._engine, [entry for entry, _ in together])
            except DBAPIError as error:
                fault = unavailable(error)
                if not (error.connection_invalidated or error.orig.__class__.__name__ == "OperationalError"):
                    break
                self._engine.dispose()
            except Exception as error:  # noqa: BLE001 - handed to whoever waits; the thread must go on for the others
                fault = error
                break
            else:
                for (_, future), number in zip(together, numbers, strict=True):
                    future.set_result(number)
                return
        for _, future in together:
            future.set_exception(fault)
