"""Whose turn it is to lengthen a SQLite ledger.

SQLite lets a process that finds the ledger taken sleep and try again, longer each time, and whoever comes meanwhile
goes before it: of two busy processes one may wait for half a second. A lock of the operating system wakes the next.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine


@contextmanager
def turn(engine: Engine) -> Iterator[None]:
    """Wait for one's turn among the processes of this machine; the database's own lock still decides."""
    # Windows has no such lock; SQLite's own waiting serves there
    if sys.platform == "win32" or engine.dialect.name != "sqlite":
        yield
        return
    import fcntl  # noqa: PLC0415 - not there on Windows

    handle = os.open(f"{engine.url.database}-turn", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
