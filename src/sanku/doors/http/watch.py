"""New editions while the service runs: files that change, or a call that one of the processes took."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from watchfiles import watch

from sanku.doors.http import metrics
from sanku.doors.http.logs import Log
from sanku.service import Editions, Exchange

_SETTLE_MS = 400
"""Milliseconds without a change before a change is looked at."""


class Watch:
    """A thread that exchanges the editions of this process.

    Args:
        editions: What is exchanged.
        state: Directory in which processes signal to each other.
        log: Where each exchange is told.
        files: Whether changes of the bases count, or calls only.
    """

    def __init__(self, editions: Editions, state: Path, log: Log, *, files: bool) -> None:
        self._editions = editions
        self._signal = state / "exchange"
        self._log = log
        self._stop = threading.Event()
        self._signal.touch()
        places = [place.parent if place.is_file() else place for place in editions.places.values()] if files else []
        self._names = {place.name for place in editions.places.values() if place.is_file()}
        self._watched = [str(place) for place in {*places, state}]
        self._directories = [str(place.resolve()) for place in editions.places.values() if place.is_dir() and files]
        self._thread = threading.Thread(target=self._run, name="edition-watch", daemon=True)
        self._thread.start()

    def exchange(self) -> Exchange:
        """Exchange here, and tell it."""
        done = self._editions.exchange()
        metrics.exchanges.labels("refused" if done.refused else "taken").inc()
        if done.refused:
            self._log.error("edition-refused", why=done.refused, kept=dict(done.editions))
        else:
            self._log.info("edition-taken", editions=dict(done.editions))
        return done

    def signal(self) -> None:
        """Ask the other processes to exchange too."""
        self._signal.write_text(str(os.getpid()), encoding="utf-8")

    def close(self) -> None:
        """End the thread."""
        self._stop.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        changes = watch(
            *self._watched,
            watch_filter=lambda _, path: self._concerns(Path(path)),
            stop_event=self._stop,
            step=_SETTLE_MS // 4,
            debounce=_SETTLE_MS,
            rust_timeout=500,
            yield_on_timeout=False,
            raise_interrupt=False,
        )
        for changed in changes:
            places = {Path(path) for _, path in changed}
            # empty: another process only began; its own number: this process asked, and has exchanged already
            if places == {self._signal} and self._signal.read_text(encoding="utf-8") in ("", str(os.getpid())):
                continue
            self.exchange()

    def _concerns(self, path: Path) -> bool:
        if path == self._signal or path.name in self._names:
            return True
        hidden = any(part.startswith(".") for part in path.parts[-3:])
        return not hidden and any(str(path).startswith(f"{place}{os.sep}") for place in self._directories)
