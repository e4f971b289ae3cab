"""An event whose lines change one by one: each change judges again only the lines that it can matter to.

The sieve's answer is kept for each line; what else reads the lines is asked anew. Where something may be found, or a
message is not plain, the event is judged afresh: a session saves time, it never decides otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from msgspec.structs import replace

from sanku.claim.plain.reading import PlainEvent, PlainReader
from sanku.engines.event.sieve.sieve import LineFinding, Sieve, Suspect

Lines = list[dict[str, object]]
Made = TypeVar("Made")
"""What a session makes of its event: the decision."""


class LineSession:
    """The plain form of an event in a session, and what the sieve said of each line."""

    __slots__ = ("_by_id", "_keys", "_linked", "_reader", "_seen", "_sieve", "_x", "event")

    def __init__(self, reader: PlainReader, sieve: Sieve, event: PlainEvent) -> None:
        self._reader = reader
        self._sieve = sieve
        self.event = replace(event, lines=list(event.lines), verdicts={})
        self._seen: dict[str, tuple[LineFinding, ...]] = {}
        self._linked: dict[object, set[str]] = {}
        self._keys = {_key(line) for line in event.lines}
        self._x = sieve.sifting(self.event)
        self._by_id = {line.id: line for line in self.event.lines}
        for line in self.event.lines:
            self._enter(line)
            self._seen[line.id] = sieve.sift_line(self._x, line)

    def add(self, given: Mapping[str, object], place: int) -> bool:
        """Put a line at a place; false if it cannot be read as it stands."""
        line = self._reader.line(given)
        if line is None or line.id in self._seen or _key(line) in self._keys:
            return False
        self._keys.add(_key(line))
        self._by_id[line.id] = line
        touched = self._touched(line)
        self._enter(line)
        self.event.lines.insert(place, line)
        self._sift({line.id, *touched})
        return True

    def remove(self, place: int) -> None:
        """Take the line at a place out."""
        line = self.event.lines.pop(place)
        self._keys.discard(_key(line))
        assert self.event.verdicts is not None
        self.event.verdicts.pop(line.id, None)
        del self._seen[line.id], self._by_id[line.id]
        for ids in self._linked.values():
            ids.discard(line.id)
        self._sift(self._touched(line))

    def suspects(self) -> Sequence[Suspect] | None:
        """Return where something may be found, as ``Sieve.sift`` does."""
        others = self._sieve.sift_others(self._x)
        if others is None:
            return None
        if not any(self._seen.values()):
            return others
        found = [
            Suspect("lines", place, rule) for place, line in enumerate(self.event.lines) for rule in self._seen[line.id]
        ]
        return [*others, *found]

    def _sift(self, ids: set[str]) -> None:
        self._x = x = self._sieve.sifting(self.event)
        for identity in ids:
            self._seen[identity] = self._sieve.sift_line(x, self._by_id[identity])

    def _enter(self, line: Any) -> None:  # noqa: ANN401 - a struct made at run time
        for link in self._sieve.links(line):
            self._linked.setdefault(link, set()).add(line.id)

    def _touched(self, line: Any) -> set[str]:  # noqa: ANN401 - as above
        """Return the ids of the lines whose tests a line can change."""
        texts = self._sieve.touches(line)
        if texts is None:
            return set(self._seen)
        return set().union(*(self._linked.get(text, ()) for text in (None, *texts)))


def _key(line: Any) -> str:  # noqa: ANN401 - as above
    """Return the subject key of a line (semantics 5)."""
    key: str = line.order_id.strip() if line.order_id else line.id
    return key


class Session(Generic[Made]):
    """One event, decided again after each change of a line; not for use by several threads at once."""

    __slots__ = ("_afresh", "_among", "_lines", "_message", "_open", "_quick")

    def __init__(
        self,
        message: Mapping[str, object],
        start: Callable[[Mapping[str, object]], LineSession | None],
        among: Callable[[PlainEvent, Sequence[Suspect] | None], Made],
        afresh: Callable[[Mapping[str, object]], Made],
    ) -> None:
        given = message.get("lines")
        self._message = {key: value for key, value in message.items() if key != "lines"}
        self._lines: Lines = [dict(line) for line in given] if isinstance(given, list) else []
        self._open, self._among, self._afresh = start, among, afresh
        self._quick = start(self._whole())

    def _whole(self) -> dict[str, object]:
        return {**self._message, "lines": list(self._lines)}

    def decide(self) -> Made:
        """Return the decision on the event as it is now."""
        if self._quick is None:
            return self._afresh(self._whole())
        suspects = self._quick.suspects()
        if suspects is None or suspects:
            self._quick.event.sent = self._whole()
        return self._among(self._quick.event, suspects)

    def add(self, line: Mapping[str, object]) -> Made:
        """Add a line at the end and return the decision."""
        self._lines.append(dict(line))
        if self._quick is None or not self._quick.add(line, len(self._lines) - 1):
            self._quick = self._open(self._whole())
        return self.decide()

    def change(self, line: Mapping[str, object]) -> Made:
        """Put a line in the place of the one with its id and return the decision.

        Raises:
            KeyError: There is no such line.
        """
        place = self._place(line.get("id"))
        self._lines[place] = dict(line)
        if self._quick is not None:
            self._quick.remove(place)
        if self._quick is None or not self._quick.add(line, place):
            self._quick = self._open(self._whole())
        return self.decide()

    def remove(self, identity: str) -> Made:
        """Take the line with an id out and return the decision.

        Raises:
            KeyError: There is no such line.
        """
        place = self._place(identity)
        del self._lines[place]
        if self._quick is not None:
            self._quick.remove(place)
        return self.decide()

    def _place(self, identity: object) -> int:
        for place, line in enumerate(self._lines):
            if line.get("id") == identity:
                return place
        message = f"the event has no line with the id `{identity}`"
        raise KeyError(message)
