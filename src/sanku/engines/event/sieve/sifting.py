"""One plain message as compiled tests look at it: members, texts of codes, extents, each looked up when asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

from msgspec import UNSET, UnsetType

from sanku.claim.facts import Extent
from sanku.claim.plain.memos import Based, Memo, as_decimal
from sanku.claim.plain.reading import PlainEvent
from sanku.core.code import Code
from sanku.core.moment import completed_years, period_start
from sanku.core.quantity import Quantity
from sanku.core.unit import Dimension
from sanku.core.value import CodeList
from sanku.engines.event.knowledge import Knowledge
from sanku.engines.event.sieve.shapes import TEXT
from sanku.semantics.nodes import Window

Record = tuple[Any, ...]
"""What is asked of a member, and the text of its code (``fusing.Record``)."""

_EMPTY: frozenset[str] = frozenset()
_FEW = 64
"""Among so many members, those with a code are looked for; of more, an index is made."""
_MOST_LOW = 1 << 18
_NOTHING: tuple[Any, ...] = ()
_CLOCK = ("hour", "minute")


class _Everything:
    """Texts of codes where some code is not known: it may be any."""

    __slots__ = ()

    def __contains__(self, text: object) -> bool:
        return True

    def isdisjoint(self, texts: object) -> bool:  # noqa: ARG002 - as of a set
        """Tell that something may be common."""
        return False


EVERYTHING = _Everything()


@dataclass(frozen=True, slots=True, eq=False)
class CodeMemos:
    """Sent codes of one collection: as codes, as normalised texts, and as every text by which a row can name them.

    ``ancestors`` is ``None`` for a code that is not known, and empty for none. ``above``: from a text to those of its
    further ones that a row names as a partner; ``low``: texts that are known to have none.
    """

    codes: Memo[Any, Any]
    texts: Memo[Any, Any]
    ancestors: Memo[Any, Any]
    above: Memo[str, frozenset[str]]
    low: set[Any]


class Sifting:
    """A plain message on its way through the sieve; ``UNSET`` stands for unknown, ``None`` for none.

    ``records``: what is asked of each line. ``partners``: every text by which a row names a line's code as a partner.
    ``is_open``: whether some line's code is not known. ``alone``: texts of the codes that surely one line alone has.
    ``whole``: collections found to be supplied whole.
    """

    __slots__ = (
        "_by_code", "_codes", "_extents", "_indexes", "_member_codes", "_members", "_texts", "alone", "coverage",
        "encounter", "event", "facility", "is_open", "knowledge", "lines", "partners", "patient", "records", "whole",
    )  # fmt: skip

    def __init__(
        self, event: PlainEvent, knowledge: Knowledge, codes: Mapping[str, CodeMemos], records: Sequence[Record]
    ) -> None:
        it = event.it
        self.event = event
        self.knowledge = knowledge
        self.lines = event.lines
        self.records = records
        self.patient, self.coverage, self.facility, self.encounter = it.patient, it.coverage, it.facility, it.encounter
        self.whole = event.claims.whole_with_lines if event.lines else event.claims.whole
        self._codes = codes
        self._members: dict[str, Sequence[Any]] = {"lines": self.lines, "encounter": (self.encounter,)}
        self._by_code: dict[str, list[Any]] = {}
        self._texts: dict[str, AbstractSet[str] | None] = {}
        self._member_codes: dict[str, list[Any]] = {}
        self._indexes: dict[str, dict[Any, list[Any]]] = {}
        self._extents: dict[str, Extent] = {}
        self._count_codes()

    def members(self, name: str) -> Sequence[Any]:
        """Return the members of a collection, of both parts for ``record.X``."""
        found = self._members.get(name)
        if found is None:
            found = self._members[name] = self._gathered(name)
        return found

    def _gathered(self, name: str) -> Sequence[Any]:
        it = self.event.it
        head, _, kind = name.rpartition(".")
        if head == "record":
            current = "encounter" if kind == "encounters" else kind
            return (*self.members(f"history.{kind}"), *self.members(current))
        holder: Any = it.history if head == "history" else it
        found: Any = _NOTHING if holder is UNSET else getattr(holder, kind, _NOTHING)
        return found or _NOTHING

    def _count_codes(self) -> None:
        """Work out what pairs and sums over the lines ask for most."""
        memos = self._codes["lines"]
        seen: set[Any] = set()
        repeated: set[Any] = set()
        for record in self.records:
            text = record[TEXT]
            if text in seen:
                repeated.add(text)
            else:
                seen.add(text)
        self.is_open = UNSET in seen
        if self.is_open:
            self.partners: AbstractSet[str] | _Everything = EVERYTHING
            self.alone: AbstractSet[str] = _EMPTY
            return
        seen.discard(None)
        self.alone = _EMPTY if "lines" not in self.whole else seen - repeated if repeated else seen
        self.partners = seen if seen <= memos.low else self._raised(seen, memos)

    def _raised(self, seen: set[str], memos: CodeMemos) -> AbstractSet[str]:
        """Return texts with those above them that rows name."""
        found = set(seen)
        for text in seen:
            more = memos.above[text]
            if more:
                found |= more
            elif len(memos.low) < _MOST_LOW:
                memos.low.add(text)
        return found

    def texts(self, name: str) -> AbstractSet[str] | None:
        """Return every text by which a row can name a member's code; ``None`` if some member's code is not known."""
        try:
            return self._texts[name]
        except KeyError:
            memo = self._codes[name].ancestors
            found = [memo[member.code] for member in self.members(name)]
            codes = self._texts[name] = None if None in found else _EMPTY.union(*found)
            return codes

    def may_meet(self, name: str, member: Any, codes: str | Collection[str]) -> bool:  # noqa: ANN401 - a struct made at run time
        """Tell whether a member's code is one of those that a partner may have."""
        ancestors = self._codes[name].ancestors[member.code]
        if ancestors is None or codes.__class__ is not str:
            return ancestors is not None and not ancestors.isdisjoint(codes)
        return codes in ancestors

    def with_code(self, name: str, text: str | UnsetType | None) -> Sequence[Any] | None:
        """Return the members with a code; ``None`` if it, or the code of some member, is not known."""
        if name == "lines":
            return self._lines_with(text)
        codes = self._sent_codes(name)
        if text is UNSET or UNSET in codes:
            return None
        if text is None or text not in codes:
            return _NOTHING
        members = self.members(name)
        if len(members) <= _FEW:
            return [member for code, member in zip(codes, members, strict=True) if code == text]
        index = self._indexes.get(name)
        if index is None:
            index = self._indexes[name] = {}
            for code, member in zip(codes, members, strict=True):
                index.setdefault(code, []).append(member)
        return index[text]

    def _lines_with(self, text: str | UnsetType | None) -> Sequence[Any] | None:
        if text is UNSET or self.is_open:
            return None
        if text is None:
            return _NOTHING
        found = self._by_code.get(text)
        if found is None:
            pairs = zip(self.records, self.lines, strict=True)
            found = self._by_code[text] = [line for record, line in pairs if record[TEXT] == text]
        return found

    def _sent_codes(self, name: str) -> list[Any]:
        found = self._member_codes.get(name)
        if found is None:
            memo = self._codes[name].texts
            found = self._member_codes[name] = [memo[member.code] for member in self.members(name)]
        return found

    # -- extent --

    def covers(self, name: str, window: Window, bounds: Sequence[int | UnsetType | None]) -> bool:
        """Tell whether a collection surely has no further members inside a window (semantics 1)."""
        head, _, kind = name.rpartition(".")
        if head == "record":
            current = "encounter" if kind == "encounters" else kind
            past = window.own_encounter or self.covers(f"history.{kind}", window, bounds)
            return past and self.covers(current, window, bounds)
        extent = self._extents.get(name)
        if extent is None:
            extent = self._extents[name] = self.event.extent(name)
        if extent.state != "complete":
            return False
        if head == "history" and not window.own_encounter:
            if extent.scope != "all" and not window.own_facility:
                return False
            if extent.kinds is not None and (window.kinds is None or not window.kinds <= extent.kinds):
                return False
        if extent.start is None:
            return True
        start = extent.start.toordinal()
        return any(bound.__class__ is int and bound >= start for bound in bounds)

    # -- facts of a day --

    def lacks(self, name: str, code: Code | UnsetType | None, day: int | UnsetType | None) -> bool | None:
        """Tell whether a code is surely not (true), or surely is (false) in a code set on a day."""
        if code is None:
            return True
        if code is UNSET or day.__class__ is not int:
            return None
        return self.knowledge.on(date.fromordinal(day)).set_length(name, code) is None

    def holds(self, cell: Code | CodeList, code: Code | UnsetType | None, day: Any) -> bool | None:  # noqa: ANN401 - as above
        """Tell whether a code surely is, or surely is not, in a cell's list on a day."""
        if code is None:
            return False
        if code is UNSET or day.__class__ is not int:
            return None
        return self.knowledge.on(date.fromordinal(day)).holds(cell, code)

    def parameter(self, name: str, dimension: Dimension, day: Any, *, days: bool = False) -> Based:  # noqa: ANN401 - as above
        """Return a parameter on a day in base units of a dimension; ``days``: only a length that is no time of day."""
        if day.__class__ is not int:
            return UNSET
        value = self.knowledge.on(date.fromordinal(day)).parameter(name)
        if not isinstance(value, Quantity) or value.dimension != dimension or (days and value.unit.name in _CLOCK):
            return UNSET
        return as_decimal(value.base)


def reach(anchor: int | UnsetType | None, length: Based) -> int | None:
    """Return the first day of a window that reaches back from ``anchor``; ``None`` where it is not known."""
    if anchor.__class__ is not int or length is None or length is UNSET:
        return None
    return anchor - ceil(length)


def age_of(days: tuple[Any, Any]) -> Based:
    """Return the completed years between two days, given as a pair of ordinals."""
    born, at = days
    if UNSET in (born, at):
        return UNSET
    if None in (born, at):
        return None
    return UNSET if at < born else completed_years(date.fromordinal(born), date.fromordinal(at))


def start_of(asked: tuple[Any, str]) -> Any:  # noqa: ANN401 - an ordinal, none or not known
    """Return the first day of the week, month, quarter or year that holds a day; both given as a pair."""
    day, period = asked
    if day.__class__ is not int:
        return day
    return period_start(date.fromordinal(day), period).toordinal()
