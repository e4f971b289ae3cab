"""The calls: what is sent, what an answer means, and when an order goes on undecided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar
from urllib.parse import quote
from uuid import uuid4

import msgspec

from sanku.claim.decision import Decision
from sanku.client.keeping import Keeping
from sanku.client.results import Answered, AwayError, Flushed, Judged, Needs, Recorded, RefusedError, Trouble
from sanku.client.steps import Chances, Reply, Send, Steps, asked, on_disk

Event = Mapping[str, object] | bytes

SECONDS: Mapping[str, float] = {"order": 3, "settle": 10, "audit": 30}
"""How long an answer is waited for in each phase: a doctor looks on, a patient stands at the desk, nobody waits."""

_OTHER_SECONDS = 10.0
_MESSAGE = msgspec.json.Encoder(decimal_format="number")
_Form = TypeVar("_Form")


class _Undecided(msgspec.Struct):
    """What a service answers that had no time."""

    id: str
    record: int
    fail_open: bool


class _Heading(msgspec.Struct):
    id: object = None
    phase: object = None


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls of one client, as steps.

    Args:
        keeping: Where events go that were not decided; ``None`` = nowhere.
        chances: Clock and chance.
        seconds: How long each phase waits.
    """

    keeping: Keeping | None
    chances: Chances
    seconds: Mapping[str, float] = field(default_factory=lambda: SECONDS)

    def decide(self, event: Event) -> Steps[Judged]:
        """Ask for a decision; without one the order goes on, and its event is kept."""
        identity, phase, body = _message(event)
        send = Send("POST", "/v1/decide", self.seconds.get(phase, _OTHER_SECONDS), body)
        try:
            reply = yield from asked(send, self.chances)
            return _judged(identity, reply)
        except AwayError as away:
            keeping = self.keeping
            kept = keeping is not None and (yield from on_disk(partial(_is_kept, keeping, body)))
            return Judged(identity, None, away.why, kept)

    def justify(self, answer: Mapping[str, object]) -> Steps[Answered]:
        """Answer a reminder."""
        reply = yield from asked(Send("POST", "/v1/justify", _OTHER_SECONDS, _MESSAGE.encode(answer)), self.chances)
        return _read(reply, Answered)

    def decision(self, identity: str) -> Steps[Decision]:
        """Fetch a recorded decision."""
        path = f"/v1/decisions/{quote(identity, safe='')}"
        return _read((yield from asked(Send("GET", path, _OTHER_SECONDS), self.chances)), Decision)

    def requirements(self, params: Mapping[str, str]) -> Steps[Needs]:
        """Ask what an event must bring."""
        send = Send("GET", "/v1/requirements", _OTHER_SECONDS, None, params)
        return _read((yield from asked(send, self.chances)), Needs)

    def unanswered(self, event: Event) -> Steps[Recorded]:
        """Hand in an event that went on undecided."""
        _, _, body = _message(event)
        return (yield from self._handed_in(body))

    def flush(self) -> Steps[Flushed]:
        """Hand in what is kept, in its order, until the service is away again."""
        keeping, sent, refused, unreadable = self.keeping, 0, 0, 0
        if keeping is None:
            return Flushed()
        while (kept := (yield from on_disk(keeping.next))) is not None:
            aside = ""
            if kept.event is None:
                aside, unreadable = "unreadable", unreadable + (kept.line.strip() != b"")
            else:
                try:
                    yield from self._handed_in(kept.event)
                except AwayError:
                    break
                except RefusedError as error:
                    if error.status in {401, 403, 404}:
                        raise  # the address or the token is wrong: every other event would be refused too
                    aside, refused = "refused", refused + 1
                else:
                    sent += 1
            yield from on_disk(partial(keeping.done, kept, aside))
        return Flushed(sent, refused, unreadable, (yield from on_disk(keeping.left)))

    def _handed_in(self, body: bytes) -> Steps[Recorded]:
        return _read((yield from asked(Send("POST", "/v1/unanswered", _OTHER_SECONDS, body), self.chances)), Recorded)


def _is_kept(keeping: Keeping, body: bytes) -> bool:
    """Keep an event if the disk lets us: the order goes on in either case, and its answer says which it was."""
    try:
        return keeping.append(body)
    except OSError:
        return False


def _message(event: Event) -> tuple[str, str, bytes]:
    """Return an event's id, its phase, and its JSON on one line; one without an id is given one for all its tries.

    Raises:
        ValueError: It is no JSON object.
    """
    try:
        body = _MESSAGE.encode(event) if isinstance(event, Mapping) else msgspec.json.format(event, indent=-1)
        heading = msgspec.json.decode(body, type=_Heading)
    except msgspec.MsgspecError as error:
        message = f"the event is no JSON object: {error}"
        raise ValueError(message) from None
    if not isinstance(heading.id, str) or not heading.id.strip():
        raw = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
        heading.id = uuid4().hex
        raw["id"] = msgspec.Raw(msgspec.json.encode(heading.id))
        body = msgspec.json.encode(raw)
    return heading.id, heading.phase if isinstance(heading.phase, str) else "", body


def _judged(identity: str, reply: Reply) -> Judged:
    if "sanku-fail-open" in reply.headers:
        said = _read(reply, _Undecided)
        return Judged(identity, None, "deadline", kept=False, id=said.id, record=said.record)
    decision = _read(reply, Decision)
    number = reply.headers.get("sanku-record", "")
    return Judged(
        identity,
        decision,
        id=reply.headers.get("sanku-decision", ""),
        record=int(number) if number.isdigit() else None,
        edition=decision.edition,
    )


def _read(reply: Reply, form: type[_Form]) -> _Form:
    """Return an answer as what it should be.

    Raises:
        RefusedError: The service says what is wrong with the request.
        AwayError: It is not the service that answered, or it has a fault.
    """
    try:
        if reply.status == 200:
            return msgspec.json.decode(reply.body, type=form)
        trouble = msgspec.json.decode(reply.body, type=Trouble)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise AwayError("answer", f"the answer is not the service's: status {reply.status}") from None
    if 400 <= reply.status < 500:
        raise RefusedError(reply.status, trouble.error, trouble.message, trouble.message_zh, trouble.path)
    raise AwayError("answer", trouble.message)
