"""Who has the last word on a request: its answer, or the deadline; whoever comes first, and only one."""

from __future__ import annotations

import threading
from typing import Literal

Side = Literal["answer", "deadline"]


class LateError(Exception):
    """The deadline came first: what was made is neither recorded nor answered."""


class Turn:
    """One request's turn; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._side: Side | None = None

    def take(self, side: Side) -> bool:
        """Tell whether a side has the last word; the first that asks has it."""
        with self._lock:
            self._side = self._side or side
            return self._side == side
