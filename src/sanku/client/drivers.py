"""What the blocking and the awaiting client share: how httpx is set up, and its errors as what was lost."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import SystemRandom
from typing import TypedDict

import httpx

from sanku.client.calls import SECONDS, Calls
from sanku.client.keeping import MOST_BYTES, Keeping
from sanku.client.steps import Chances, Lost

_CONNECT_SECONDS = 1.0
"""A machine of the same network that has not answered by then is away."""


class Options(TypedDict):
    """How both kinds of httpx's clients are made."""

    base_url: str
    headers: dict[str, str]
    trust_env: bool


def options(url: str, token: str) -> Options:
    """Return how httpx is set up; proxies of the environment are for other addresses."""
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return {"base_url": url, "headers": headers, "trust_env": False}


def calls(keep: Path | str | None, most_bytes: int | None, seconds: Mapping[str, float] | None) -> Calls:
    """Return the calls of a client."""
    keeping = None if keep is None else Keeping(Path(keep), MOST_BYTES if most_bytes is None else most_bytes)
    return Calls(keeping, Chances(SystemRandom().random), {**SECONDS, **(seconds or {})})


def timeout(seconds: float) -> httpx.Timeout:
    """Return httpx's times for one try."""
    return httpx.Timeout(seconds, connect=min(seconds, _CONNECT_SECONDS))


def lost(error: Exception) -> Lost:
    """Return an error of httpx as what was lost."""
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return Lost("time", "the service did not answer in time")
    return Lost("connection", f"no connection to the service: {type(error).__name__}")
