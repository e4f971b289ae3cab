"""One JSON line for each request and event of the service, on standard error; never a name or an identity number."""

from __future__ import annotations

import sys

import structlog

Log = structlog.typing.FilteringBoundLogger


def make_log() -> Log:
    """Return the log. Values are escaped as JSON, so that no message can begin a line of its own."""
    made: Log = structlog.wrap_logger(
        structlog.WriteLogger(sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(20),
    )
    return made
