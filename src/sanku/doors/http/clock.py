"""The one clock of the package: civil time in China at the door; everything inside takes it as an argument."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

Clock = Callable[[], datetime]

_CHINA = timezone(timedelta(hours=8))


def china_time() -> datetime:
    """Return the civil time now, without a zone as everything inside has it (semantics 20)."""
    return datetime.now(_CHINA).replace(tzinfo=None)
