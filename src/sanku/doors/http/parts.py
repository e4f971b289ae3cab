"""What a route works with, put together once for each process."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from sanku.doors.cdshooks import Issuers
from sanku.doors.http.clock import Clock
from sanku.doors.http.logs import Log
from sanku.doors.http.settings import Settings
from sanku.doors.http.watch import Watch
from sanku.doors.http.work import Work
from sanku.service import Service


@dataclass(frozen=True, slots=True)
class Parts:
    """The service, the threads it works in, the clock at the door, the exchange of editions, the log, hook callers."""

    service: Service
    work: Work
    clock: Clock
    watch: Watch
    log: Log
    settings: Settings
    issuers: Issuers | None = None


def parts_of(request: Request) -> Parts:
    """Return the parts of the application that serves a request."""
    found = request.app.state.parts
    assert isinstance(found, Parts)
    return found
