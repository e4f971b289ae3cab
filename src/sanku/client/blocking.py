"""``Client``: the calls, blocking. Threads may share one."""

from __future__ import annotations

import ssl
import time
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


class Client:
    """Asks one service.

    Args:
        url: Its address, ``https://sanku.example:8310``.
        token: A token of ``kb token``, if it demands one.
        keep: File for events that went on undecided; without one they are not kept.
        keep_bytes: How large that file may grow; 64 MiB.
        seconds: How long a phase waits for its answer, where it differs: ``{"order": 2}``.
        verify: What certificates are trusted; with the client's own certificate in it for mTLS.
    """

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
        self._http = httpx.Client(**drivers.options(url, token), verify=verify)
        self._calls = drivers.calls(keep, keep_bytes, seconds)

    def decide(self, event: Event) -> Judged:
        """Judge an event. If nothing answers in the time of its phase, the order goes on, and the answer says so.

        Raises:
            RefusedError: The service cannot read the event, or the token is not valid.
        """
        return self._run(self._calls.decide(event))

    def justify(
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
        """Answer a reminder: go on with a reason, or go back to change the order.

        Raises:
            RefusedError: No such reminder was shown, or the answer has the wrong form.
            AwayError: Nothing answered; ask again, the same answer is recorded once.
        """
        answer = {"finding": finding, "by": by, "role": role, "way": way, "reason": reason, "text": text}
        return self._run(self._calls.justify({**answer, "decision": decision, "bulk": bulk}))

    def decision(self, identity: str) -> Decision:
        """Return a recorded decision by its id; raises as ``justify``."""
        return self._run(self._calls.decision(identity))

    def requirements(self, *, phase: str = "", rule: str = "", region: str = "") -> Needs:
        """Return what an event must bring for a phase, a rule, or everything; raises as ``justify``."""
        given = {"phase": phase, "rule": rule, "region": region}
        return self._run(self._calls.requirements({key: value for key, value in given.items() if value}))

    def unanswered(self, event: Event) -> Recorded:
        """Hand in an event that went on undecided; raises as ``justify``."""
        return self._run(self._calls.unanswered(event))

    def flush(self) -> Flushed:
        """Hand in what is kept, until all is in or nothing answers.

        Raises:
            RefusedError: The address or the token is wrong; everything stays in the file.
        """
        return self._run(self._calls.flush())

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self, steps: Steps[_Made]) -> _Made:
        found: object = None
        while True:
            try:
                step = steps.send(found)
            except StopIteration as done:
                made: _Made = done.value
                return made
            found = self._do(step)

    def _do(self, step: Step) -> object:
        match step:
            case Send():
                return self._send(step)
            case Wait():
                time.sleep(step.seconds)
                return None
            case Disk():
                return step.do()

    def _send(self, send: Send) -> Reply | Lost:
        ends = time.monotonic() + send.seconds
        asked = self._http.build_request(
            send.method, send.path, content=send.body, params=send.params, timeout=drivers.timeout(send.seconds)
        )
        try:
            answer = self._http.send(asked, stream=True)
            try:
                body = bytearray()
                for part in answer.iter_bytes():
                    body += part
                    if time.monotonic() > ends:
                        return drivers.lost(TimeoutError())
            finally:
                answer.close()
        except httpx.HTTPError as error:
            return drivers.lost(error)
        return Reply(answer.status_code, answer.headers, bytes(body))
