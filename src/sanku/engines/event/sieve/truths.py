"""Conditions to tests: source that is true where a condition is surely false, or surely true."""

from __future__ import annotations

from sanku.core.types import BoolType, EnumType, TextType
from sanku.engines.event.sieve.comparisons import between, compare
from sanku.engines.event.sieve.emitter import Emitter, joined
from sanku.engines.event.sieve.membership import contains, exists, known
from sanku.engines.event.sieve.numbers import called, day, length
from sanku.engines.event.sieve.times import same_period, within
from sanku.semantics import nodes


def _test(emitter: Emitter, expr: nodes.Expr, *, surely: bool) -> str | None:
    if emitter.is_full:
        return None
    emitter, expr = emitter.resolved(expr)
    match expr:
        case nodes.And(items=items):
            parts = [_test(emitter, item, surely=surely) for item in items]
            return joined(parts, "and" if surely else "or", all_needed=surely)
        case nodes.Or(items=items):
            parts = [_test(emitter, item, surely=surely) for item in items]
            return joined(parts, "or" if surely else "and", all_needed=not surely)
        case nodes.Not(item=item):
            return _test(emitter, item, surely=not surely)
        case nodes.Truth(item=item):
            return _flag(emitter, item, surely=surely)
        case nodes.Compare():
            return compare(emitter, expr, surely=surely)
        case nodes.Between():
            return between(emitter, expr, surely=surely)
        case nodes.Contains():
            return contains(emitter, expr, surely=surely)
        case nodes.Is(item=item, what=what):
            return known(emitter, item, what, surely=surely)
        case nodes.Within():
            return within(emitter, expr, surely=surely)
        case nodes.SamePeriod():
            return same_period(emitter, expr, surely=surely)
        case nodes.Exists(source=source):
            return exists(emitter, source, surely=surely)
        case nodes.DefinitionCall():
            return _test(*called(emitter, expr), surely=surely)
        case nodes.Field():
            return _flag(emitter, expr, surely=surely)
        case _:
            return None


def _flag(emitter: Emitter, expr: nodes.Expr, *, surely: bool) -> str | None:
    emitter, expr = emitter.resolved(expr)
    if isinstance(expr, nodes.DefinitionCall):
        return _test(*called(emitter, expr), surely=surely)
    if not isinstance(expr, nodes.Field) or not isinstance(expr.type, BoolType):
        return None if isinstance(expr, nodes.Field | nodes.Local) else _test(emitter, expr, surely=surely)
    found = emitter.field(expr.base, expr.name)
    if found is None:
        return None
    if surely:
        return f"{found[0]} is True"
    value = emitter.temporary("v")
    return f"(({value} := {found[0]}) is False or {value} is None)"


class _Coder:
    """What the files of this folder reach through the emitter."""

    def test(self, emitter: Emitter, expr: nodes.Expr, *, surely: bool) -> str | None:
        return _test(emitter, expr, surely=surely)

    def day(self, emitter: Emitter, expr: nodes.Expr) -> str | None:
        found = day(emitter, expr)
        return None if found is None else found.source

    def length(self, emitter: Emitter, expr: nodes.Expr) -> str | None:
        found = length(emitter, expr)
        return None if found is None else found.source

    def key(self, emitter: Emitter, expr: nodes.Expr) -> str | None:
        emitter, expr = emitter.resolved(expr)
        found = emitter.field(expr.base, expr.name) if isinstance(expr, nodes.Field) else None
        return None if found is None or not isinstance(expr.type, TextType | EnumType) else f"fold[{found[0]}]"


CODER = _Coder()
