"""What decoding cannot check, as one compiled function: numbers, dates and codes that can be read as they stand.

The source is written from the schema and names only what the compiler minted; a field costs one lookup a member.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from msgspec import UNSET

from sanku.claim.plain.memos import (
    BAD,
    FLOATS,
    MOST_WHOLE,
    Measured,
    Memo,
    code_texts,
    codes,
    days,
    number_check,
    unit_check,
)
from sanku.claim.plain.wire import SINGLES, Wire, attribute, collections_of, known_paths
from sanku.claim.scalars import Parser
from sanku.claim.schema import Schema
from sanku.claim.shape import FieldSpec
from sanku.claim.slots import Parsers, parser_of
from sanku.core.types import CodeType, DateType, QuantityType, Type

Check = Callable[[Any], Any]
"""``BAD``: not plain. ``FLOATS``: plain if no number has more decimals than floats tell apart. Else true."""


@dataclass(slots=True, eq=False)
class Memos:
    """What sent values are worth, one memo for each type of field, shared by all that read plain messages.

    Args:
        parsers: How values are read.
        numbers, units, days, codes, texts: By type.
    """

    parsers: Parsers
    numbers: dict[Type, Memo[Any, object]] = field(default_factory=dict)
    units: dict[Type, Memo[Any, Any]] = field(default_factory=dict)
    days: dict[Type, Memo[Any, Any]] = field(default_factory=dict)
    codes: dict[Type, Memo[Any, Any]] = field(default_factory=dict)
    texts: dict[Type, Memo[Any, Any]] = field(default_factory=dict)

    def parser(self, kind: Type) -> Parser:
        """Return the reader of a type."""
        return parser_of(kind, self.parsers, signed=False)

    def text_of(self, kind: CodeType) -> Memo[Any, Any]:
        """Return the memo from sent codes to their normalised texts."""
        found = self.codes.setdefault(kind, codes(self.parser(kind)))
        return self.texts.setdefault(kind, code_texts(found))

    def day_of(self, kind: DateType) -> Memo[Any, Any]:
        """Return the memo from sent times to the ordinals of their days."""
        return self.days.setdefault(kind, days(self.parser(kind)))

    def units_of(self, kind: QuantityType) -> Memo[Any, Any]:
        """Return the memo by which the unit of a sent whole number with its unit is checked."""
        return self.units.setdefault(kind, unit_check(self.parser(kind)))

    def of(self, kind: Type) -> Memo[Any, Any] | None:
        """Return the memo by which a sent value of a type is checked; ``None`` if decoding has checked it."""
        match kind:
            case QuantityType():
                return self.numbers.setdefault(kind, number_check(self.parser(kind)))
            case DateType():
                return self.day_of(kind)
            case CodeType():
                return self.codes.setdefault(kind, codes(self.parser(kind)))
            case _:
                return None


def check_of(schema: Schema, wire: Wire, memos: Memos, amounts: Memo[Any, Any]) -> tuple[Check, str]:
    """Return the function that tells whether a decoded message is plain as far as its members go, and its source.

    Every value can be read as it stands; every line has a date, and amounts that can be shown; no id stands twice.
    """
    names: dict[str, object] = {
        "UNSET": UNSET, "BAD": BAD, "FLOATS": FLOATS, "MOST": MOST_WHOLE, "Measured": Measured, "int": int,
        "float": float, "apart": are_apart, "amounts": amounts, "__builtins__": {},
    }  # fmt: skip
    current, history = collections_of(schema)
    writing = _Writing(schema, wire, memos, names)
    lines = ["def check(e):", "    told = True", *(line for name in SINGLES for line in writing.single(name))]
    lines += [line for key, record in current.items() for line in writing.members(f"e.{attribute(key)}", record)]
    past = (writing.members(f"h.{attribute(key)}", f"history.{record}") for key, record in history.items())
    lines += ["    h = e.history", "    if h is UNSET: return told", *(line for part in past for line in part)]
    source = "\n".join([*lines, "    return told"])
    exec(compile(source, "<check of plain messages>", "exec"), names)  # noqa: S102 - our own source, with minted names and no builtins
    check = names["check"]
    assert callable(check)
    return check, source


def are_apart(members: Any) -> bool:  # noqa: ANN401 - structs made at run time
    """Tell whether no two members share an id: each has one of its own, or none has any."""
    ids: set[Any] = {one.id for one in members}
    if len(ids) == 1 and UNSET in ids:
        return True
    if UNSET in ids or None in ids:
        return False
    return len(ids) == len(members) and (are_clean(ids) or len({*map(str.strip, ids)} - {""}) == len(members))


def are_clean(texts: Collection[str]) -> bool:
    """Tell whether no text is empty or holds any space: what is quickest to see, and nearly always so."""
    joined = "".join(texts)
    return "" not in texts and joined.split(None, 1) == [joined]


class _Writing:
    def __init__(self, schema: Schema, wire: Wire, memos: Memos, names: dict[str, object]) -> None:
        self._schema = schema
        self._wire = wire
        self._memos = memos
        self._names = names

    def single(self, name: str) -> list[str]:
        """Write the check of a single record."""
        inside = list(self._record(name))
        if not inside:
            return []
        return [f"    m = e.{name}", *(f"    {line}" for line in inside)]

    def members(self, source: str, record: str) -> list[str]:
        """Write the check of a list of records."""
        inside = list(self._record(record))
        has_ids = (record, ("id",)) in self._wire.keys
        checks = ["        for m in a:", *(f"            {line}" for line in inside)] if inside else []
        if has_ids and record != "line":
            checks.append("        if not apart(a): return BAD")
        return [f"    a = {source}", "    if a:", *checks] if checks else []

    def _record(self, name: str) -> Iterator[str]:
        known = known_paths(self._schema.records[name.removeprefix("history.")])
        held = {path for owner, path in self._wire.keys if owner == name}
        inner: dict[str, list[tuple[str, FieldSpec]]] = {}
        for path, spec in known.items():
            if path in held and len(path) == 1:
                yield from self._field(f"m.{attribute(path[0])}", spec, is_line=name == "line")
            elif path in held:
                inner.setdefault(path[0], []).append((path[1], spec))
        for first, fields in inner.items():
            inside = [line for key, spec in fields for line in self._field(f"f.{attribute(key)}", spec, is_line=False)]
            if inside:
                yield f"f = m.{attribute(first)}"
                yield "if f is not UNSET and f is not None:"
                yield from (f"    {line}" for line in inside)

    def _field(self, source: str, spec: FieldSpec, *, is_line: bool) -> list[str]:
        memo = self._memos.of(spec.type)
        if memo is None:
            return []
        if is_line and spec.name in ("amount", "self_pay"):
            return [
                f"v = {source}",
                "if v is not UNSET:",
                "    if amounts[v] is False: return BAD",
                "    if v.__class__ is float: told = FLOATS",
            ]
        name = self._named(memo)
        if is_line and spec.name == "at":
            return [f"if {name}[{source}].__class__ is not int: return BAD"]
        if isinstance(spec.type, QuantityType):
            units = self._named(self._memos.units_of(spec.type))
            return [
                f"v = {source}",
                "if v.__class__ is not int:",
                "    if v.__class__ is Measured and v.value.__class__ is int and 0 <= v.value < MOST:",
                f"        if not {units}[v.unit]: return BAD",
                "    else:",
                f"        w = {name}[v]",
                "        if w is not True:",
                "            if w is BAD: return BAD",
                "            told = FLOATS",
            ]
        return [f"if {name}[{source}] is False: return BAD"]

    def _named(self, memo: Memo[Any, Any]) -> str:
        name = next((one for one, value in self._names.items() if value is memo), f"k{len(self._names)}")
        self._names[name] = memo
        return name
