"""Data notes of one event, collected while it is read: bounded, in input order, worded in both languages."""

from __future__ import annotations

from collections import Counter

from sanku.claim.facts import Note
from sanku.claim.faults import Fault

_MOST_RAW = 200
_MOST_ALIKE = 20


class Notes:
    """The notes of one reading. Of notes alike in code and field, the first twenty are kept and the rest counted."""

    __slots__ = ("_alike", "_found", "_places")

    def __init__(self) -> None:
        self._found: list[Note] = []
        self._places: set[tuple[str, str]] = set()
        self._alike: Counter[tuple[str, str, str]] = Counter()

    def add(self, fault: Fault, path: str, raw: object, kind: str = "") -> None:
        """Keep one note. ``kind`` is the path without indices, by which notes count as alike."""
        if (fault.code, path) in self._places:
            return
        self._places.add((fault.code, path))
        alike = (fault.code, kind or path, "")
        self._alike[alike] += 1
        if self._alike[alike] <= _MOST_ALIKE:
            self._found.append(Note(fault.code, path, fault.english, fault.chinese, shown(raw)))

    def once(self, fault: Fault, path: str, raw: object, kind: str) -> None:
        """Keep one note for all members of a collection that share a fault, such as a key nobody knows."""
        alike = (fault.code, kind, "once")
        if not self._alike[alike]:
            self._alike[alike] = 1
            self._found.append(Note(fault.code, path, fault.english, fault.chinese, shown(raw)))

    def all(self) -> tuple[Note, ...]:
        """Return the notes, and for each kind that was cut the number left out."""
        more = [
            Note(code, path, f"{count - _MOST_ALIKE} more notes like this", f"另有{count - _MOST_ALIKE}处同类问题")
            for (code, path, _), count in self._alike.items()
            if count > _MOST_ALIKE
        ]
        return (*self._found, *more)


def shown(raw: object) -> str:
    """Return what was sent, as text of at most 200 characters."""
    if raw is None:
        return ""
    if isinstance(raw, str):
        return raw[:_MOST_RAW]
    if isinstance(raw, dict | list | tuple):
        return f"({len(raw)} values)"
    if isinstance(raw, int) and raw.bit_length() > _MOST_RAW:
        return f"(a number of {raw.bit_length()} bits)"
    return str(raw)[:_MOST_RAW]
