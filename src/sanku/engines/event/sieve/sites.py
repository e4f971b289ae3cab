"""A code to its records: what the sieve asks of a member with that code. Built at the code's first use, and kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from sys import intern
from typing import Any

from msgspec import UNSET

from sanku.catalog.layers import RUNNING
from sanku.claim.plain.memos import Memo
from sanku.core.code import Code
from sanku.core.unknown import Unknown
from sanku.engines.event.dispatch import ActiveRule, Dispatch, Target
from sanku.engines.event.knowledge import Knowledge
from sanku.engines.event.sieve.emitter import Namespace
from sanku.engines.event.sieve.functions import States, Tested
from sanku.engines.event.sieve.fusing import Asked, Fusion, Piece, Record
from sanku.engines.event.sieve.operands import NONE, OPEN, VALUE, Operand, State
from sanku.engines.event.sieve.shapes import TEXT, Shape, shape_of
from sanku.engines.event.table_index import TableIndex
from sanku.semantics.nodes import Model

Rows = tuple[tuple[Any, ...], ...]
"""First day, last day and operands of rows."""

_MOST_CODES = 1 << 20
_FEW = 12
_FIRST_DAY, _LAST_DAY = date.min.toordinal(), date.max.toordinal()


class RuleSieve:
    """The tests of one rule, by what its operands are."""

    __slots__ = ("_found", "_fusion", "_model", "_space", "rule", "shape")

    def __init__(self, space: Namespace, fusion: Fusion, model: Model, rule: ActiveRule) -> None:
        self._space, self._fusion, self._model = space, fusion, model
        self._found: dict[tuple[tuple[object, str], ...], Piece] = {}
        self.rule = rule
        self.shape = shape_of(model, rule.plan)

    def piece(self, states: States) -> Piece:
        """Return the tests for operands in ``states``; a missing one counts as a value."""
        key = tuple(sorted(states.items(), key=repr))
        found = self._found.get(key)
        if found is None:
            tested = Tested(self._model, self._space, self.rule.plan, states)
            found = self._found[key] = self._fusion.piece(self.rule, tested)
        return found


class Records(Memo[Any, Record]):
    """Records by code as it is sent: a code that is sent as it is written is the same object as the record's text."""

    __slots__ = ()

    def __missing__(self, sent: object) -> Record:
        """Build the record of a code."""
        found = self._work_out(sent)
        if len(self) < self._most:
            self[found[TEXT] if found[TEXT] == sent else sent] = found
        return found


class Sites:
    """The records of the members of one collection, by code as it is sent."""

    __slots__ = ("_codes", "_dispatch", "_fusion", "_is_keyed", "_knowledge", "_records", "_sieves", "asked", "by_code")

    def __init__(
        self,
        fusion: Fusion,
        space: Namespace,
        knowledge: Knowledge,
        dispatch: Dispatch,
        codes: Memo[Any, Any] | None,
        *,
        is_keyed: bool,
    ) -> None:
        self._fusion = fusion
        self._is_keyed = is_keyed
        self._knowledge = knowledge
        self._dispatch = dispatch
        self._codes = codes
        self._sieves = {
            id(one.rule): RuleSieve(space, fusion, knowledge.model, one.rule) for one in dispatch.everything
        }
        self._records: dict[Code, Record] = {}
        self.asked: Memo[Any, tuple[Asked, ...]] = Memo(lambda sent: tuple(self._asked(sent)))
        self.by_code = Records(self._found, most=_MOST_CODES)

    def warm(self) -> None:
        """Build the records of every code that a row names, before an event asks for them."""
        for sieve in self._sieves.values():
            for keyed in sieve.rule.plan.matches if self._is_keyed and self._codes is not None else ():
                index = self._knowledge.table(keyed.match.table)
                for number in range(len(index.columns)) if any(keyed.codes) else ():
                    for text in index.codes_named(number):
                        _ = self.by_code[text]

    def source(self, rule: ActiveRule) -> str:
        """Return the source of a rule's tests where every operand is a value."""
        tested = self._sieves[id(rule)].piece({}).tested
        assert tested is not None
        return tested.written().source

    def _found(self, sent: object) -> Record:
        code = None if self._codes is None else self._codes[sent]
        if not isinstance(code, Code):
            return self._fusion.record(None if code is None else UNSET, tuple(self._asked(sent)))
        found = self._records.get(code)
        if found is None:
            found = self._records[code] = self._fusion.record(intern(code.text), tuple(self._asked(sent)))
        return found

    def _asked(self, sent: object) -> Iterator[Asked]:
        """Yield what has to be asked of a member with a code."""
        if self._codes is None or not self._is_keyed:
            for target in self._dispatch.everything:
                yield self._unkeyed(target.rule)
            return
        code = self._codes[sent]
        if isinstance(code, Code):
            for target in self._dispatch.targets(code):
                yield from self._keyed(target, code)
            return
        for target in self._dispatch.targets(None if code is None else Unknown(frozenset())):
            yield self._unkeyed(target.rule)

    def _unkeyed(self, rule: ActiveRule) -> Asked:
        """Return what is asked of a member of which no code is known: its rows cannot be picked."""
        if self._sieves[id(rule)].shape in (Shape.PLAIN, Shape.LOOKUP, Shape.OTHER):
            return self._alone(rule)
        return self._fusion.always(rule), -1, ()

    def _keyed(self, target: Target, code: Code) -> Iterator[Asked]:
        rule = target.rule
        match self._sieves[id(rule)].shape:
            case Shape.ROW:
                yield from self._rows(rule, code)
            case Shape.GATHERED:
                yield self._gathered(rule, code)
            case Shape.PAIR:
                partner = None if target.partner is None else _held(target.partner.codes)
                yield self._sieves[id(rule)].piece({}), -1, (partner,)
            case _:
                yield self._alone(rule)

    def _alone(self, rule: ActiveRule) -> Asked:
        sieve = self._sieves[id(rule)]
        piece = sieve.piece({})
        match sieve.shape:
            case Shape.LOOKUP:
                index = self._knowledge.table(rule.plan.matches[0].match.table)
                return piece, -1, (Memo(lambda key: self._looked_up(index, piece.operands, key)),)
            case Shape.PAIR:
                return piece, -1, (None,)
            case _:
                return piece, -1, ()

    def _rows(self, rule: ActiveRule, code: Code) -> Iterator[Asked]:
        """Yield what is asked for each row that the code may pick."""
        index, positions = self._positions(rule, code)
        sieve = self._sieves[id(rule)]
        operands = sieve.piece({}).operands
        for position in positions:
            prepared = [prepared_for(index, position, one) for one in operands]
            states = {one.key: state for one, (state, _) in zip(operands, prepared, strict=True) if state != VALUE}
            piece = sieve.piece(states)
            if piece.operands == operands:
                yield piece, position, tuple(value for _, value in prepared)
            else:
                # Without some operand a test may need others, or fewer.
                yield piece, position, tuple(prepared_for(index, position, one)[1] for one in piece.operands)

    def _gathered(self, rule: ActiveRule, code: Code) -> Asked:
        """Return what is asked of all rows that the code picks; everything is let through if one of them is open."""
        index, positions = self._positions(rule, code)
        piece = self._sieves[id(rule)].piece({})
        rows = rows_for(index, positions, piece.operands)
        return (self._fusion.always(rule), -1, ()) if rows is None else (piece, -1, (rows,))

    def _positions(self, rule: ActiveRule, code: Code) -> tuple[TableIndex, Sequence[int]]:
        keyed = rule.plan.matches[0]
        index = self._knowledge.table(keyed.match.table)
        column = index.columns[0].place
        return index, [place for place in index.positions(0, code) if _of_system(index.cell(place, column), code)]

    def _looked_up(self, index: TableIndex, operands: Sequence[Operand], key: object) -> Rows | None:
        return rows_for(index, index.values(0).get(key), operands)


def prepared_for(index: TableIndex, position: int, operand: Operand) -> tuple[State, object]:
    """Return whether a cell is a value, none or open, and what is held of it."""
    cell = index.cell(position, operand.column)
    if cell is None:
        return NONE, None
    held = OPEN if isinstance(cell, Unknown) else operand.prepare(cell)
    return (OPEN, None) if held is OPEN else (VALUE, held)


def rows_for(index: TableIndex, positions: Sequence[int], operands: Sequence[Operand]) -> Rows | None:
    """Return first day, last day and operands of each row that runs; ``None`` if a cell is none or open."""
    found: list[tuple[Any, ...]] = []
    for position in positions:
        row = index.row(position)
        if row.status not in RUNNING:
            continue
        prepared = [prepared_for(index, position, one) for one in operands]
        if any(state != VALUE for state, _ in prepared):
            return None
        first = _FIRST_DAY if row.start is None else row.start.toordinal()
        last = _LAST_DAY if row.end is None else row.end.toordinal()
        found.append((first, last, *(value for _, value in prepared)))
    return tuple(found)


def _held(codes: frozenset[str]) -> str | Sequence[str] | frozenset[str]:
    """Return codes as a record holds them: one for itself, which is looked at most quickly."""
    if len(codes) == 1:
        return intern(*codes)
    return tuple(intern(code) for code in sorted(codes)) if len(codes) <= _FEW else codes


def _of_system(cell: object, code: Code) -> bool:
    return not isinstance(cell, Code) or cell.system == code.system


__all__ = ["Asked", "Sites", "prepared_for", "rows_for"]
