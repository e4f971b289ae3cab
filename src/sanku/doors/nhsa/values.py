"""One field of the national message at a time: blanks, dictionaries, flags and dates, by the sender's profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sanku.catalog.nodes import SenderProfile
from sanku.claim.decoding import Decoded, decode_json
from sanku.claim.faults import Fault
from sanku.claim.notes import Notes
from sanku.claim.scalars import plain_text
from sanku.doors.nhsa.dictionaries import BY_PROFILE_ONLY, NOT_STATED, STANDARD
from sanku.doors.nhsa.profiles import translated

_NOT_SENT = frozenset(("", "--", "—", "未知", "未说明"))
_FLAGS = {"0": False, "1": True, "false": False, "true": True}
_MIDNIGHT = "00:00:00"
_DAY = 10


@dataclass(frozen=True, slots=True)
class Node:
    """One object of the message: its fields, its place, the sender's habits, and where notes go."""

    fields: Mapping[str, object]
    place: str
    profile: SenderProfile
    notes: Notes

    def inner(self, key: str) -> list[Node]:
        """Return the objects at a key: a list, or one object that stands for a list of one."""
        given = self.fields.get(key)
        items = [given] if isinstance(given, Mapping) else given if isinstance(given, list) else []
        if given not in (None, "") and not isinstance(given, Mapping | list):
            self.note("unreadable", key, "not a list of objects", "不是对象列表")
        found = []
        for position, item in enumerate(items):
            place = f"{self.place}.{key}[{position}]"
            if isinstance(item, Mapping):
                found.append(Node(item, place, self.profile, self.notes))
            else:
                self.notes.add(Fault("", "unreadable", "not an object", "不是对象"), place, item, key)
        return found

    def has(self, key: str) -> bool:
        """Tell whether a list was sent at a key, an empty one too."""
        return isinstance(self.fields.get(key), list | Mapping)

    def note(self, code: str, key: str, english: str, chinese: str) -> None:
        """Add a note about a key, with what was sent."""
        self.notes.add(Fault("", code, english, chinese), f"{self.place}.{key}", self.fields.get(key), key)

    def text(self, key: str) -> str | None:
        """Return a text, ``None`` if nothing was sent; the marks for unknown are noted and count as nothing."""
        given = self.fields.get(key)
        if given is None or isinstance(given, Mapping | list):
            return None
        text = given if isinstance(given, str) else plain_text(given) or str(given)
        bare = text.strip()
        if bare in _NOT_SENT:
            if bare:
                self.note("not-stated", key, "a mark for unknown; the field stays absent", "表示未知，按未提供处理")
            return None
        return bare

    def code(self, key: str) -> str | None:
        """Return a code, translated where the sender's profile maps its local codes."""
        text = self.text(key)
        return None if text is None else translated(self.profile, key, text) or text

    def amount(self, key: str) -> str | None:
        """Return a number as text; what is no number is left for the reader to note."""
        return self.text(key)

    def _bare_code(self, key: str) -> str | None:
        """Return a value of a dictionary as text; ``1.0`` is what some senders make of 1."""
        text = self.text(key)
        return text.removesuffix(".0") if text is not None and isinstance(self.fields.get(key), Decimal) else text

    def member(self, key: str) -> str | None:
        """Return the member of a closed list that a value means: by the sender's dictionary, then the national one."""
        text = self._bare_code(key)
        if text is None:
            return None
        known = self.profile.dictionaries.get(key, {})
        padded = text if isinstance(self.fields.get(key), str) else text.zfill(2)
        for value in (text, padded):
            if value in known:
                return known[value] or None
        if key in BY_PROFILE_ONLY:
            self.note(
                "no-dictionary",
                key,
                f"`{text}` means nothing without a dictionary in the sender's profile: {BY_PROFILE_ONLY[key]}",
                f"发送方配置未提供该字典，「{text}」含义不明，按未提供处理",
            )
            return None
        if text in NOT_STATED.get(key, ()):
            self.note(
                "not-stated",
                key,
                f"`{text}` says nothing; the field stays absent",
                f"「{text}」不表示具体取值，按未提供处理",
            )
            return None
        standard = STANDARD.get(key, {})
        for value in (text, padded):
            if value in standard:
                return standard[value]
        self.note(
            "out-of-dictionary",
            key,
            f"`{text}` is not in the national dictionary",
            f"「{text}」不在国家字典中，按未提供处理",
        )
        return None

    def flag(self, key: str) -> bool | None:
        """Return a flag that is sent as 0 or 1."""
        text = self._bare_code(key)
        if text is None:
            return None
        if text.lower() not in _FLAGS:
            self.note("unreadable", key, f"`{text}` is neither 0 nor 1", f"「{text}」不是0或1")
        return _FLAGS.get(text.lower())

    def time(self, key: str, fields: dict[str, object], name: str) -> None:
        """Set a date or time. Null and far dates are none only where the profile says so (semantics 14)."""
        if key not in self.fields:
            return
        if self.fields[key] is None:
            if key in self.profile.null_is_none:
                fields[name] = None
            return
        text = self.text(key)
        if text is None:
            return
        if text in self.profile.none_values or text[:_DAY] in self.profile.none_values:
            fields[name] = None
        elif text.startswith("9999"):
            self.note(
                "far-date",
                key,
                "a far date; the profile does not say what it means",
                "远期日期，发送方配置未说明其含义，按未提供处理",
            )
        elif text.endswith(_MIDNIGHT) and not self.profile.midnight_is_time:
            fields[name] = text[:_DAY]
        else:
            fields[name] = text.replace(" ", "T", 1)


def decoded(text: str) -> object:
    """Return what a text holds as JSON, ``None`` if it holds none that may be read."""
    found = decode_json(text)
    return found.value if isinstance(found, Decoded) else None


def sent(**fields: object) -> dict[str, object]:
    """Return the fields that were sent: those that are not ``None``."""
    return {name: value for name, value in fields.items() if value is not None}
