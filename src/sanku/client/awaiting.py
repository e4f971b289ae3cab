"""``AsyncClient``: the same calls with ``await``."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Self, TypeVar

import httpx

from sanku.claim.decision import Decision
from sanku.client import drivers
from sanku.client.calls import Event
from sanku.client.results import Answered, Flushed, Judged, Needs, Recorded
from sanku.client.steps import Disk, Lost, Reply, Send, Step, Steps, Wait

_Made = TypeVar("_Made")


class AsyncClient:
    """Asks one service; arguments, results and errors are those of ``Client``."""

    def __init__(
        self,
        url: str,
        *,
        token: str = "",
        keep: Path | str | None = None,
        keep_bytes: int | None = None,
        seconds: Mapping[str, float] | None = None,
        verify: ssl.SSLContext | bool = True,
    ) -> None:
        self._http = httpx.AsyncClient(**drivers.options(url, token), verify=verify)
        self._calls = drivers.calls(keep, keep_bytes, seconds)

    async def decide(self, event: Event) -> Judged:
        """Judge an event."""
        return await self._run(self._calls.decide(event))

    async def justify(
        self,
        finding: str,
        *,
        by: str,
        role: str = "physician",
        way: str = "continue",
        reason: str = "",
        text: str = "",
        decision: str = "",
        bulk: bool = False,
    ) -> Answered:
        """Answer a reminder."""
        answer = {"finding": finding, "by": by, "role": role, "way": way, "reason": reason, "text": text}
        return await self._run(self._calls.justify({**answer, "decision": decision, "bulk": bulk}))

    async def decision(self, identity: str) -> Decision:
        """Return a recorded decision by its id."""
        return await self._run(self._calls.decision(identity))

    async def requirements(self, *, phase: str = "", rule: str = "", region: str = "") -> Needs:
        """Return what an event must bring for a phase, a rule, or everything."""
        given = {"phase": phase, "rule": rule, "region": region}
        return await self._run(self._calls.requirements({key: value for key, value in given.items() if value}))

    async def unanswered(self, event: Event) -> Recorded:
        """Hand in an event that went on undecided."""
        return await self._run(self._calls.unanswered(event))

    async def flush(self) -> Flushed:
        """Hand in what is kept, until all is in or nothing answers."""
        return await self._run(self._calls.flush())

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def _run(self, steps: Steps[_Made]) -> _Made:
        found: object = None
        while True:
            try:
                step = steps.send(found)
            except StopIteration as done:
                made: _Made = done.value
                return made
            found = await self._do(step)

    async def _do(self, step: Step) -> object:
        match step:
            case Send():
                return await self._send(step)
            case Wait():
                await asyncio.sleep(step.seconds)
                return None
            case Disk():
                return await asyncio.to_thread(step.do)

    async def _send(self, send: Send) -> Reply | Lost:
        try:
            async with asyncio.timeout(send.seconds):
                answer = await self._http.request(
                    send.method, send.path, content=send.body, params=send.params, timeout=drivers.timeout(send.seconds)
                )
        except (httpx.HTTPError, TimeoutError) as error:
            return drivers.lost(error)
        return Reply(answer.status_code, answer.headers, answer.content)
