"""What judges one event: bytes in, bytes out, or the reason why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """An event that could not be judged: its line or row from 1, and one sentence."""

    line: int
    message: str


Judge = Callable[[bytes, int], bytes | Refusal]
"""Bytes of an event and its line to its decision, without the end of line; several decisions stand on several lines."""
