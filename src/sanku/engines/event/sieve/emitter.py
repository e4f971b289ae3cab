"""What a test of the sieve is written with: names, constants, operands, and where each bound name is found.

A test is source for *surely false* or *surely true*. ``None`` in place of source means never: the sieve then lets the
instance through, and the complete engine decides it. So what is not known here costs time, never an answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from msgspec import UNSET

from sanku.claim.plain.checking import Memos
from sanku.claim.plain.memos import Memo, bases
from sanku.claim.plain.wire import Keys, attribute, parts_of, path_of
from sanku.claim.scalars import TEXT
from sanku.claim.schema import Schema
from sanku.claim.shape import FieldSpec
from sanku.core.text import fold
from sanku.core.types import QuantityType
from sanku.core.unit import Dimension
from sanku.engines.event.sieve.operands import NONE, OPEN, Operand, State
from sanku.engines.event.sieve.sifting import age_of, reach, start_of
from sanku.semantics.nodes import Expr, Local, Model, Single

_MOST_NAMES = 400
PLAIN_RECORDS = frozenset(("patient", "coverage", "facility", "encounter", "line", "diagnosis", "procedure"))
"""Records whose fields are what was sent; in others the reader fills one field from another."""
_PRICES = ("price", "list_price", "purchase_price")
"""Their unit comes with the quantity's."""
SINGLES = ("patient", "coverage", "facility", "encounter")


def folded(given: object) -> object:
    """Return a sent text as texts compare."""
    text = TEXT.read(given)
    return fold(text) if isinstance(text, str) else UNSET


def _folds() -> Memo[object, object]:
    return Memo(folded, {UNSET: UNSET, None: None, "": UNSET})


class Namespace:
    """Everything that tests of one base may name: memos and constants, minted once."""

    def __init__(self, schema: Schema, memos: Memos, keys: Keys) -> None:
        self.schema = schema
        self.keys = keys
        self.memos = memos
        self.names: dict[str, object] = {
            "UNSET": UNSET, "int": int, "str": str, "len": len, "reach": reach, "age": Memo(age_of),
            "first_day": Memo(start_of), "fold": _folds(), "__builtins__": {},
        }  # fmt: skip
        self._minted: dict[object, str] = {}
        self._bases: dict[tuple[object, Dimension], Memo[Any, Any]] = {}

    def constant(self, value: object, key: object = None) -> str:
        """Return the name of a constant; ``key`` tells equal ones apart from others, its identity if it has none."""
        what = ("id", id(value)) if key is None else key
        if what not in self._minted:
            self._minted[what] = f"k{len(self._minted) + 1}"
            self.names[self._minted[what]] = value
        return self._minted[what]

    def constants_of(self, source: str) -> dict[str, object]:
        """Return what the constants stand for that a source names."""
        named = set(re.findall(r"\bk\d+\b", source))
        return {f"sieve {name}": self.names[name] for name in sorted(named, key=lambda one: int(one[1:]))}

    def memo(self, kind: Any) -> str:  # noqa: ANN401 - a type of the language
        """Return the name of the memo of a type: days, codes."""
        return self.constant(self.memos.of(kind), ("memo", kind))

    def bases(self, kind: QuantityType, dimension: Dimension) -> str:
        """Return the name of the memo from sent numbers of a type to base units of a dimension."""
        if (kind, dimension) not in self._bases:
            self._bases[kind, dimension] = bases(self.memos.parser(kind), dimension)
        return self.constant(self._bases[kind, dimension], ("bases", kind, dimension))


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound member: its variable, and its collection."""

    variable: str
    collection: str


@dataclass(frozen=True, slots=True)
class Row:
    """A bound row: the variable that holds its operands, and how many places stand before them."""

    variable: str
    first: int


@dataclass(frozen=True, slots=True)
class Rows:
    """Gathered rows: source for the tuples of their operands."""

    source: str


@dataclass(frozen=True, slots=True)
class Substituted:
    """What a let or a definition's parameter stands for, and the names in force where it was written."""

    expr: Expr
    scope: Mapping[str, Bound | Row | Rows | Substituted]


Named = Bound | Row | Rows | Substituted


class Coder(Protocol):
    """What turns an expression into source; the files of this folder ask the emitter for it."""

    def test(self, emitter: Emitter, expr: Expr, *, surely: bool) -> str | None:
        """Return a test that a condition is surely true, or surely false."""
        ...

    def day(self, emitter: Emitter, expr: Expr) -> str | None:
        """Return source for the ordinal of a civil day."""
        ...

    def length(self, emitter: Emitter, expr: Expr) -> str | None:
        """Return source for a length in days."""
        ...

    def key(self, emitter: Emitter, expr: Expr) -> str | None:
        """Return source for a text or a member of a closed list by which rows are found."""
        ...


@dataclass(slots=True)
class Written:
    """What is being written for one rule: functions of its own, the operands it reads, and their number of names.

    ``first``: where its operands begin in a record. ``mark``: what tells its names from those of other rules.
    """

    states: Mapping[tuple[int, str, object], State]
    first: int
    mark: str = ""
    functions: list[str] = field(default_factory=list)
    operands: list[Operand] = field(default_factory=list)
    count: int = 0


@dataclass(frozen=True, slots=True)
class Emitter:
    """Where a test is written and what its names stand for.

    Args:
        coder: What writes.
        model: The model.
        space: Constants of the base.
        names: Bound names.
        written: What is shared by all tests of a rule.
        variables: Variables that a function inside takes.
        day: Source for the ordinal of the governing date.
    """

    coder: Coder
    model: Model
    space: Namespace
    names: Mapping[str, Named]
    written: Written
    variables: tuple[str, ...]
    day: str

    @property
    def is_full(self) -> bool:
        """Whether so much was written that the rest is left to the complete engine: names are written out each time."""
        return self.written.count > _MOST_NAMES

    def temporary(self, letter: str = "t") -> str:
        """Return a new variable."""
        self.written.count += 1
        return f"{letter}{self.written.mark}{self.written.count}"

    def own(self, place: int) -> str:
        """Return source for what the record holds at a place of the rule's own."""
        return f"r[{self.written.first + place}]"

    def surely(self, expr: Expr, *, truth: bool) -> str | None:
        """Return a test that a condition surely has a truth; ``None``: it can never be told."""
        return self.coder.test(self, expr, surely=truth)

    def day_of(self, expr: Expr) -> str | None:
        """Return source for the ordinal of a civil day."""
        return self.coder.day(self, expr)

    def length_of(self, expr: Expr) -> str | None:
        """Return source for a length in days."""
        return self.coder.length(self, expr)

    def key_of(self, expr: Expr) -> str | None:
        """Return source for a text or a member of a closed list by which rows are found."""
        return self.coder.key(self, expr)

    def picking(self, name: str, row: Row) -> Emitter:
        """Return the emitter with one more row."""
        return replace(self, names={**self.names, name: row}, variables=(*self.variables, row.variable))

    def binding(self, name: str, bound: Bound) -> Emitter:
        """Return the emitter with one more member."""
        return replace(self, names={**self.names, name: bound}, variables=(*self.variables, bound.variable))

    def within(self, scope: Mapping[str, Named]) -> Emitter:
        """Return the emitter with other names."""
        return replace(self, names=scope)

    def resolved(self, expr: Expr) -> tuple[Emitter, Expr]:
        """Return what a name stands for, followed to the end."""
        here: Emitter = self
        while isinstance(expr, Local) and isinstance(found := here.names.get(expr.name), Substituted):
            here, expr = here.within(found.scope), found.expr
        return here, expr

    def member(self, expr: Expr) -> tuple[str, str] | None:
        """Return the variable and the collection of a member."""
        here, expr = self.resolved(expr)
        match expr:
            case Single(name=name) if name in SINGLES:
                return f"x.{name}", name
            case Local(name=name):
                named = here.names.get(name)
                return (named.variable, named.collection) if isinstance(named, Bound) else None
            case _:
                return None

    def field(self, base: Expr, name: str) -> tuple[str, FieldSpec] | None:
        """Return source for a field as it was sent, and what is known of it; ``None`` if it may be filled in."""
        member = self.member(base)
        if member is None:
            return None
        variable, collection = member
        if collection == "encounter" and name.startswith("facility."):
            return self._facility_field(variable, name)
        record = self.space.schema.collections[collection].record if collection not in SINGLES else collection
        if record == "entry":
            record = "line"
        spec = self.space.schema.records[record].fields.get(name)
        is_filled = spec is None or (spec.derived and collection != "history.encounters")
        path = path_of(self.space.schema.records[record], name)
        if spec is None or is_filled or path is None or record not in PLAIN_RECORDS or name in _PRICES:
            return None
        if any((f"{part}{record}", path) not in self.space.keys for part in parts_of(collection)):
            return None
        return self._sent(variable, path, spec)

    def _facility_field(self, variable: str, name: str) -> tuple[str, FieldSpec] | None:
        """Return source for a field of the encounter's facility: the event's facility fills what was not sent."""
        records, keys = self.space.schema.records, self.space.keys
        own, filling = records["encounter"].fields.get(name), records["facility"].fields.get(name[9:])
        paths = path_of(records["encounter"], name), path_of(records["facility"], name[9:])
        if own is None or filling is None or own.type != filling.type or None in paths:
            return None
        if ("encounter", paths[0]) not in keys or ("facility", paths[1]) not in keys or len(paths[1] or ()) != 1:
            return None
        sent, _ = self._sent(variable, paths[0] or (), own)
        value, blank = self.temporary("f"), self.space.constant("", ("text", ""))
        filled = f"x.facility.{attribute(name[9:])}"
        return f"({value} if ({value} := {sent}) is not UNSET and {value} != {blank} else {filled})", own

    def _sent(self, variable: str, path: tuple[str, ...], spec: FieldSpec) -> tuple[str, FieldSpec]:
        if len(path) == 1:
            return f"{variable}.{attribute(path[0])}", spec
        inner = self.temporary("f")
        whole = f"({inner} := {variable}.{attribute(path[0])})"
        return f"({inner} if {whole} is None or {inner} is UNSET else {inner}.{attribute(path[1])})", spec

    def operand(self, row: str, operand: Operand) -> str | None:
        """Return source for an operand: ``"None"`` if the cell is none, ``None`` if it is open."""
        named = self.names.get(row)
        if not isinstance(named, Row):
            return None
        held = self.written.operands
        place = next((number for number, one in enumerate(held) if one.key == operand.key), len(held))
        if place == len(held):
            held.append(operand)
        state = self.written.states.get(operand.key)
        return "None" if state == NONE else None if state == OPEN else f"{named.variable}[{named.first + place}]"


def joined(parts: Sequence[str | None], word: str, *, all_needed: bool) -> str | None:
    """Return tests joined by ``and`` or ``or``; without the missing ones, or nothing if all are needed."""
    known = [part for part in parts if part is not None]
    if not known or (all_needed and len(known) != len(parts)):
        return None
    return known[0] if len(known) == 1 else f"({f' {word} '.join(known)})"
