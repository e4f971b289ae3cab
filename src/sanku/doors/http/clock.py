"""The one clock of the package: civil time in China at the door; everything inside takes it as an argument."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

Clock = Callable[[], datetime]

_CHINA = timezone(timedelta(hours=8))


def second_of(at: datetime) -> int:
    """Return the second since 1970 of a civil time."""
    return int(at.replace(tzinfo=_CHINA).timestamp())


def china_time() -> datetime:
    """Return the civil time now, without a zone as everything inside has it (semantics 20)."""
    return datetime.now(_CHINA).replace(tzinfo=None)
