"""What the ledger keeps: an entry as it is handed in, and the record that it became."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["decision", "answer", "unjudged"]
"""``decision``: what was decided and shown. ``answer``: what was answered to a reminder, accepted or not.
``unjudged``: an event that went on without a decision, for post-audit."""

START = "0" * 64
"""What the first record is chained to."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to be recorded.

    Args:
        kind: What it is.
        key: Names it; the same key is never recorded twice.
        at: Local civil time of arrival, ``2026-06-15T09:30:00.123``, read at the door.
        words: By what it is found again, pairs of role and value. Roles: ``message``, ``encounter``, ``patient``,
            ``physician``, ``rule``, ``finding``, ``shown`` (the finding whose reminder it showed), ``asker`` (who was
            shown it, where the door knows), ``sender`` (by which system).
        body: Canonical JSON (``chain.canonical``).
    """

    kind: Kind
    key: str
    at: str
    words: tuple[tuple[str, str], ...]
    body: str


@dataclass(frozen=True, slots=True)
class Record:
    """An entry in its place in the chain: ``number`` from 1, ``hash`` over all of it and ``previous``."""

    number: int
    kind: str
    key: str
    at: str
    words: tuple[tuple[str, str], ...]
    body: str
    previous: str
    hash: str


class LedgerBusyError(Exception):
    """More entries are waiting than may wait; try again later."""


class LedgerUnavailableError(Exception):
    """The database does not answer, or is not a ledger of this version; the message says which."""
