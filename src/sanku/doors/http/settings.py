"""What the start of the service says; handed to its processes through one variable of their environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

VARIABLE = "SANKU_SERVE"


class Settings(msgspec.Struct, frozen=True):
    """Settings of one service.

    Args:
        bases: Insured region to a directory or built edition; ``""`` serves everyone else.
        ledger: URL of the ledger.
        state: Directory for metrics and signals of the processes to each other.
        tokens: File of accepted tokens, or ``None`` = whoever reaches the port may ask.
        issuers: File of the issuers whose tokens admit to ``/cds-services``, or ``None`` = as everywhere else.
        most_bytes: Largest body.
        most_waiting: Requests that may be in work in one process; more get a 503.
        deadline_ms: Milliseconds after which an undecided event goes on, marked and recorded as undecided.
        threads: Threads that judge, in one process.
        watch: Whether changes of the bases are taken by themselves.
    """

    bases: dict[str, str]
    ledger: str
    state: str
    tokens: str | None = None
    issuers: str | None = None
    most_bytes: int = 8 * 1024 * 1024
    most_waiting: int = 64
    deadline_ms: int = 2000
    threads: int = 4
    watch: bool = True

    def to_environment(self) -> None:
        """Leave the settings for the processes that will be started."""
        os.environ[VARIABLE] = msgspec.json.encode(self).decode()

    @property
    def places(self) -> Mapping[str, Path]:
        """The bases as paths."""
        return {region: Path(place) for region, place in self.bases.items()}


def from_environment() -> Settings:
    """Return the settings that the start left."""
    return msgspec.json.decode(os.environ[VARIABLE], type=Settings)
