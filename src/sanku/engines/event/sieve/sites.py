"""A code to its records: what the sieve asks of a member with that code. Built at the code's first use, and kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sanku.catalog.layers import RUNNING
from sanku.claim.plain.memos import Memo
from sanku.core.code import Code
from sanku.core.unknown import Unknown
from sanku.engines.event.dispatch import ActiveRule, Dispatch, Target
from sanku.engines.event.knowledge import Knowledge
from sanku.engines.event.sieve.emitter import Namespace
from sanku.engines.event.sieve.functions import Sieved, States, sieved
from sanku.engines.event.sieve.operands import NONE, OPEN, VALUE, Operand, State
from sanku.engines.event.sieve.shapes import Shape, shape_of
from sanku.engines.event.table_index import TableIndex

Record = tuple[Any, ...]
"""The test, its rule, the position of the row (-1: no one row), then what the rule's shape says."""

_MOST_CODES = 1 << 20
_FEW = 12
_FIRST_DAY, _LAST_DAY = date.min.toordinal(), date.max.toordinal()


def always(x: object, s: object, r: object) -> bool:  # noqa: ARG001 - a test like the compiled ones
    """Let everything through."""
    return True


class RuleSieve:
    """The compiled tests of one rule, by what its operands are."""

    __slots__ = ("_found", "_space", "rule", "shape")

    def __init__(self, space: Namespace, knowledge: Knowledge, rule: ActiveRule) -> None:
        self._space = space
        self._found: dict[tuple[tuple[object, str], ...], Sieved] = {}
        self.rule = rule
        self.shape = shape_of(knowledge.model, rule.plan)

    def tests(self, knowledge: Knowledge, states: States) -> Sieved:
        """Return the tests for operands in ``states``; a missing one counts as a value."""
        key = tuple(sorted(states.items(), key=repr))
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = sieved(knowledge.model, self._space, self.rule.plan, states)
        return found


class Sites:
    """The records of the members of one collection, by code as it is sent."""

    __slots__ = ("_codes", "_dispatch", "_is_keyed", "_knowledge", "_records", "_sieves", "by_code")

    def __init__(
        self,
        space: Namespace,
        knowledge: Knowledge,
        dispatch: Dispatch,
        codes: Memo[Any, Any] | None,
        *,
        is_keyed: bool,
    ) -> None:
        self._is_keyed = is_keyed
        self._knowledge = knowledge
        self._dispatch = dispatch
        self._codes = codes
        self._sieves = {id(one.rule): RuleSieve(space, knowledge, one.rule) for one in dispatch.everything}
        self._records: dict[Code, tuple[Record, ...]] = {}
        self.by_code: Memo[Any, tuple[Record, ...]] = Memo(self._found, most=_MOST_CODES)

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
        return self._sieves[id(rule)].tests(self._knowledge, {}).source

    def _found(self, sent: object) -> tuple[Record, ...]:
        if self._codes is None or not self._is_keyed:
            return tuple(record for target in self._dispatch.everything for record in self._unkeyed(target.rule))
        code = self._codes[sent]
        if not isinstance(code, Code):
            return tuple(
                record
                for target in self._dispatch.targets(None if code is None else Unknown(frozenset()))
                for record in self._unkeyed(target.rule)
            )
        found = self._records.get(code)
        if found is None:
            found = tuple(record for target in self._dispatch.targets(code) for record in self._keyed(target, code))
            self._records[code] = found
        return found

    def _unkeyed(self, rule: ActiveRule) -> Iterator[Record]:
        """Yield the record for a member of which no code is known: its rows cannot be picked."""
        if self._sieves[id(rule)].shape in (Shape.PLAIN, Shape.LOOKUP, Shape.OTHER):
            yield from self._alone(rule)
        else:
            yield always, rule, -1

    def _keyed(self, target: Target, code: Code) -> Iterator[Record]:
        rule = target.rule
        match self._sieves[id(rule)].shape:
            case Shape.ROW:
                yield from self._rows(rule, code)
            case Shape.GATHERED:
                yield self._gathered(rule, code)
            case Shape.PAIR:
                tests = self._sieves[id(rule)].tests(self._knowledge, {})
                partner = None if target.partner is None else _held(target.partner.codes)
                yield tests.remains, rule, -1, partner
            case _:
                yield from self._alone(rule)

    def _alone(self, rule: ActiveRule) -> Iterator[Record]:
        sieve = self._sieves[id(rule)]
        tests = sieve.tests(self._knowledge, {})
        if sieve.shape is Shape.LOOKUP:
            index = self._knowledge.table(rule.plan.matches[0].match.table)
            yield tests.remains, rule, -1, Memo(lambda key: self._looked_up(index, tests.operands, key))
        else:
            yield tests.remains, rule, -1, None

    def _rows(self, rule: ActiveRule, code: Code) -> Iterator[Record]:
        """Yield a record for each row that the code may pick."""
        index, positions = self._positions(rule, code)
        sieve = self._sieves[id(rule)]
        operands = sieve.tests(self._knowledge, {}).operands
        for position in positions:
            prepared = [prepared_for(index, position, one) for one in operands]
            states = {one.key: state for one, (state, _) in zip(operands, prepared, strict=True) if state != VALUE}
            tests = sieve.tests(self._knowledge, states)
            if tests.operands == operands:
                yield tests.remains, rule, position, *(value for _, value in prepared)
            else:
                # Without some operand a test may need others, or fewer.
                held = (prepared_for(index, position, one)[1] for one in tests.operands)
                yield tests.remains, rule, position, *held

    def _gathered(self, rule: ActiveRule, code: Code) -> Record:
        """Return the record of all rows that the code picks; everything is let through if one of them is open."""
        index, positions = self._positions(rule, code)
        tests = self._sieves[id(rule)].tests(self._knowledge, {})
        rows = rows_for(index, positions, tests.operands)
        return (always, rule, -1) if rows is None else (tests.remains, rule, -1, rows)

    def _positions(self, rule: ActiveRule, code: Code) -> tuple[TableIndex, Sequence[int]]:
        keyed = rule.plan.matches[0]
        index = self._knowledge.table(keyed.match.table)
        column = index.columns[0].place
        return index, [place for place in index.positions(0, code) if _of_system(index.cell(place, column), code)]

    def _looked_up(self, index: TableIndex, operands: Sequence[Operand], key: object) -> tuple[Record, ...] | None:
        return rows_for(index, index.values(0).get(key), operands)


def prepared_for(index: TableIndex, position: int, operand: Operand) -> tuple[State, object]:
    """Return whether a cell is a value, none or open, and what is held of it."""
    cell = index.cell(position, operand.column)
    if cell is None:
        return NONE, None
    held = OPEN if isinstance(cell, Unknown) else operand.prepare(cell)
    return (OPEN, None) if held is OPEN else (VALUE, held)


def rows_for(index: TableIndex, positions: Sequence[int], operands: Sequence[Operand]) -> tuple[Record, ...] | None:
    """Return first day, last day and operands of each row that runs; ``None`` if a cell is none or open."""
    found: list[Record] = []
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


def _held(codes: frozenset[str]) -> Sequence[str] | frozenset[str]:
    return tuple(sorted(codes)) if len(codes) <= _FEW else codes


def _of_system(cell: object, code: Code) -> bool:
    return not isinstance(cell, Code) or cell.system == code.system


__all__ = ["Record", "Sites", "always", "prepared_for", "rows_for"]
