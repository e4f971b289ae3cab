"""What decoding cannot check, as one compiled function: numbers, dates and codes that can be read as they stand.

The source is written from the schema and names only what the compiler minted; a field costs one lookup a member.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from msgspec import UNSET

from sanku.claim.plain.memos import Memo, code_texts, codes, days, number_check
from sanku.claim.plain.wire import SINGLES, Wire, attribute, collections_of, known_paths
from sanku.claim.scalars import Parser
from sanku.claim.schema import Schema
from sanku.claim.shape import FieldSpec, RecordSpec
from sanku.claim.slots import Parsers, parser_of
from sanku.core.types import CodeType, DateType, QuantityType, Type

Check = Callable[[Any], bool]


@dataclass(slots=True, eq=False)
class Memos:
    """What sent values are worth, one memo for each type of field, shared by all that read plain messages.

    Args:
        parsers: How values are read.
        numbers, days, codes, texts: By type.
    """

    parsers: Parsers
    numbers: dict[Type, Memo[Any, bool]] = field(default_factory=dict)
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


def check_of(schema: Schema, wire: Wire, memos: Memos) -> tuple[Check, str]:
    """Return the function that tells whether a decoded message is plain as far as its values go, and its source."""
    names: dict[str, object] = {"UNSET": UNSET, "int": int, "__builtins__": {}}
    lines = ["def check(e):"]
    current, history = collections_of(schema)
    writing = _Writing(schema, wire, memos, names)
    for name in SINGLES:
        lines += writing.single(name)
    for key, record in current.items():
        lines += writing.members(f"e.{attribute(key)}", record)
    past = [line for key, record in history.items() for line in writing.members(f"h.{attribute(key)}", record)]
    lines += [
        "    h = e.history",
        "    if h is not UNSET:",
        "        pass",
        *(f"    {line}" for line in past),
        "    return True",
    ]
    source = "\n".join(lines)
    exec(compile(source, "<check of plain messages>", "exec"), names)  # noqa: S102 - our own source, with minted names and no builtins
    check = names["check"]
    assert callable(check)
    return check, source


class _Writing:
    def __init__(self, schema: Schema, wire: Wire, memos: Memos, names: dict[str, object]) -> None:
        self._schema = schema
        self._wire = wire
        self._memos = memos
        self._names = names

    def single(self, name: str) -> list[str]:
        """Write the check of a single record."""
        inside = list(self._record(self._schema.records[name], name))
        if not inside:
            return []
        return [f"    m = e.{name}", "    if m is not UNSET:", *(f"        {line}" for line in inside)]

    def members(self, source: str, record: str) -> list[str]:
        """Write the check of a list of records."""
        inside = list(self._record(self._schema.records[record], record))
        if not inside:
            return []
        return [f"    for m in {source} or ():", *(f"        {line}" for line in inside)]

    def _record(self, record: RecordSpec, name: str) -> Iterator[str]:
        known = known_paths(record)
        held = {path for owner, path in self._wire.keys if owner == name}
        inner: dict[str, list[tuple[str, FieldSpec]]] = {}
        for path, spec in known.items():
            if path in held and len(path) == 1:
                yield from self._field(f"m.{attribute(path[0])}", spec.type)
            elif path in held:
                inner.setdefault(path[0], []).append((path[1], spec))
        for first, fields in inner.items():
            inside = [line for key, spec in fields for line in self._field(f"f.{attribute(key)}", spec.type)]
            if inside:
                yield f"f = m.{attribute(first)}"
                yield "if f is not UNSET and f is not None:"
                yield from (f"    {line}" for line in inside)

    def _field(self, source: str, kind: Type) -> list[str]:
        memo = self._memos.of(kind)
        if memo is None:
            return []
        name = next((one for one, value in self._names.items() if value is memo), f"k{len(self._names)}")
        self._names[name] = memo
        if isinstance(kind, QuantityType):
            return [f"v = {source}", f"if v.__class__ is not int and not {name}[v]: return False"]
        return [f"if {name}[{source}] is False: return False"]
