"""Tests of several rules fused into one function for a record: a call for each code in place of one for each rule.

A record is a flat tuple: its function, the text of the code, its rules, the positions of their rows, then the operands
of each test. The function returns which of its tests something may be found by, as a number with a bit for each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sanku.engines.event.dispatch import ActiveRule
from sanku.engines.event.sieve.emitter import Namespace
from sanku.engines.event.sieve.functions import FIRST, Test, Tested
from sanku.engines.event.sieve.operands import Operand

Record = tuple[Any, ...]
"""The function (``None``: nothing is asked), text, rules, position of each one's row (-1: no one row), operands."""

Remaining = Callable[[Any, Any, Record], int]
"""``(x, member, record)``: a bit for each rule that may find something."""

MOST = 8
"""Rules that one function asks; a code that more of them concern has a record of records."""
_MOST_FUSED = 400
"""Functions made of several rules; where there would be more, each rule is asked alone."""


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A rule with its tests.

    Args:
        rule: The rule.
        tested: Its tests; ``None``: it is let through always.
        key: The same number for tests that are the same text.
        operands: What its records hold of a row.
        width: How many places of a record that takes.
    """

    rule: ActiveRule
    tested: Tested | None
    key: int
    operands: tuple[Operand, ...] = ()
    width: int = 0


Asked = tuple[Piece, int, tuple[Any, ...]]
"""A rule with its tests, the position of the row (-1: no one row), and the operands."""


class Fusion:
    """The functions of a base, by the tests that they ask."""

    __slots__ = ("_functions", "_keys", "_rules", "_space")

    def __init__(self, space: Namespace) -> None:
        self._space = space
        self._keys: dict[str, int] = {}
        self._functions: dict[tuple[int, ...], Remaining] = {}
        self._rules: dict[tuple[ActiveRule, ...], tuple[ActiveRule, ...]] = {}

    def piece(self, rule: ActiveRule, tested: Tested) -> Piece:
        """Return a rule with its tests."""
        test = tested.written()
        said = "\n".join(line.split("  # ", 1)[0] for line in (test.before, *test.source.splitlines()))
        return Piece(rule, tested, self._keys.setdefault(said, len(self._keys)), test.operands, test.width)

    def always(self, rule: ActiveRule) -> Piece:
        """Return a rule that is let through whatever the member holds."""
        return Piece(rule, None, -1)

    def record(self, text: object, asked: Sequence[Asked]) -> Record:
        """Return the record of what has to be asked of a member whose code has this text."""
        if not asked:
            return None, text, (), ()
        ordered = sorted(asked, key=lambda one: one[0].key)
        blocks = [ordered[start : start + MOST] for start in range(0, len(ordered), MOST)]
        if len(blocks) == 1 and (function := self._function(blocks[0])) is not None:
            return self._made(function, text, ordered)
        inner: list[Record] = []
        for block in blocks:
            function = self._function(block)
            if function is not None:
                inner.append(self._made(function, text, block))
                continue
            inner += [self._made(self._alone(one[0]), text, [one]) for one in block]
        function, _, rules, positions, *_ = self._made(in_turn, text, ordered)
        return function, text, rules, positions, *inner

    def _made(self, function: Remaining, text: object, block: Sequence[Asked]) -> Record:
        rules = tuple(piece.rule for piece, _, _ in block)
        held = [one for _, _, operands in block for one in operands]
        return function, text, self._rules.setdefault(rules, rules), tuple(place for _, place, _ in block), *held

    def _function(self, block: Sequence[Asked]) -> Remaining | None:
        """Return the function of a block; ``None`` if there are too many functions for one more."""
        key = tuple(piece.key for piece, _, _ in block)
        if key not in self._functions:
            if len(self._functions) >= _MOST_FUSED:
                return None
            self._functions[key] = fused([piece for piece, _, _ in block], self._space)
        return self._functions[key]

    def _alone(self, piece: Piece) -> Remaining:
        if (piece.key,) not in self._functions:
            self._functions[piece.key,] = fused([piece], self._space)
        return self._functions[piece.key,]


def in_turn(x: object, s: object, r: Record) -> int:
    """Ask several records, one after the other."""
    left = shift = 0
    for record in r[FIRST:]:
        left |= record[0](x, s, record) << shift
        shift += len(record[2])
    return left


def bits(left: int) -> Iterator[int]:
    """Return which tests of a record let something through."""
    number = 0
    while left:
        if left & 1:
            yield number
        left >>= 1
        number += 1


def fused(pieces: Sequence[Piece], space: Namespace) -> Remaining:
    """Return the function that asks the tests of several rules."""
    source = fused_source(pieces)
    own: dict[str, object] = {**space.names}
    exec(compile(source, "<sieve>", "exec"), own)  # noqa: S102 - our own source, with minted names and no builtins
    remaining = own["remaining"]
    assert callable(remaining)
    return remaining


def fused_source(pieces: Sequence[Piece]) -> str:
    """Write the function that asks the tests of several rules."""
    functions: list[str] = []
    asked: list[str] = []
    days: set[str] = set()
    first = FIRST
    for number, piece in enumerate(pieces):
        if piece.tested is None:
            asked.append("True")
            continue
        test = piece.tested.written(first, f"_{number}_")
        functions += test.functions
        asked.append(_asked(test, number, functions))
        days.add(test.day)
        first += piece.width
    lines = [f"    if {one}: left |= {1 << number}" for number, one in enumerate(asked)]
    head = []
    for day in days - {"UNSET"}:
        if sum(line.count(day) for line in lines) > 1:
            head.append(f"    day = {day}")
            lines = [line.replace(day, "day") for line in lines]
    body = ["def remaining(x, s, r):", *head, "    left = 0", *lines, "    return left"]
    return "\n\n\n".join([*functions, "\n".join(body)]) + "\n"


def _asked(test: Test, number: int, functions: list[str]) -> str:
    """Return the condition under which a test lets a member through."""
    if not test.body:
        return f"not ({' or '.join(drop.test for drop in test.drops)})" if test.drops else "True"
    if test.body == ("    return True",):
        return "True"
    name = f"remains_{number}"
    functions.append("\n".join([f"def {name}(x, s, r):", *test.body]))
    first = [f"not ({drop.test})" for drop in test.drops] + ([f"({test.before})"] if test.before else [])
    return " and ".join([*first, f"{name}(x, s, r)"])


__all__ = ["FIRST", "MOST", "Asked", "Fusion", "Piece", "Record", "bits", "fused", "fused_source"]
