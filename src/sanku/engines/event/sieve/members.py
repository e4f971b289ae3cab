"""Sources to loops: over the members with a code where the condition names one, over all others otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sanku.core.types import CodeType, MemberType
from sanku.engines.event.sieve.emitter import PLAIN_RECORDS, Bound, Emitter, Row, Rows
from sanku.engines.event.sieve.shapes import TEXT, WINDOW
from sanku.semantics import nodes


@dataclass(frozen=True, slots=True)
class Loop:
    """A loop over a source.

    Args:
        variable: The member's variable.
        inside: The emitter inside.
        members: Source for the members, ``None`` at run time where it is not known which they are.
        covered: Source that is true if there surely are no further ones.
        holds, fails: Source for *surely belongs* and *surely does not*; ``None``: never.
        is_open: Whether it has no condition besides.
        doubt: Source for *surely belongs*, of what does not surely fail; ``""`` if that is the same, ``None``: never.
        passing: Source that is true of what is not looked at at all.
        own_code: For members with the subject's code that also else belong with it: source for its text.
        own: The emitter in which the subject itself is the member.
    """

    variable: str
    inside: Emitter
    members: str
    covered: str
    holds: str | None
    fails: str | None
    is_open: bool
    doubt: str | None = ""
    passing: str = ""
    own_code: str = ""
    own: Emitter | None = None

    def opening(self, otherwise: str) -> list[str]:
        """Write what comes before the loop: ``otherwise`` is returned unless all members are known."""
        return [
            f"    if not {self.covered}: return {otherwise}",
            f"    members = {self.members}",
            f"    if members is None: return {otherwise}",
        ]

    def entering(self) -> list[str]:
        """Write what passes over members that are not looked at."""
        return [f"        if {self.passing}: continue"] if self.passing else []

    def skipping(self, otherwise: str) -> list[str]:
        """Write what passes over members that do not belong, and returns ``otherwise`` where that is not known."""
        if self.is_open:
            return self.entering()
        passing = [*self.entering(), *([] if self.fails is None else [f"        if {self.fails}: continue"])]
        if self.doubt is None:
            return [*passing, f"        return {otherwise}"]
        return [*passing, f"        if not ({self.doubt}): return {otherwise}"] if self.doubt else passing


def loop_over(emitter: Emitter, source: nodes.Source) -> Loop | None:
    """Return the loop over a source; ``None`` over tables, and where a record cannot be read as it was sent."""
    if source.kind == "rows":
        return _over_rows(emitter, source)
    if source.kind != "collection" or not is_plain(emitter, source.over):
        return None
    variable = emitter.temporary("m")
    inside = emitter.binding(source.binder, Bound(variable, source.over))
    conditions = list(conjuncts(source.where))
    known, over = covered(emitter, source.over, source.window), emitter.space.constant(source.over, source.over)
    for condition in conditions:
        found = _code_of(inside, source, condition)
        if found is not None:
            code, owner = found
            rest = [one for one in conditions if one is not condition]
            loop = _loop(variable, inside, f"x.with_code({over}, {code})", known, rest)
            own = replace(emitter, names={**emitter.names, source.binder: Bound("s", source.over)})
            is_own = owner == ("s", "lines") and source.over == "lines" and all(_is_itself(own, one) for one in rest)
            return replace(loop, own_code=code, own=own) if is_own else loop
    return _loop(variable, inside, f"x.members({over})", known, conditions)


def _is_itself(own: Emitter, condition: nodes.Expr) -> bool:
    """Tell whether a condition says of a line only that it is on one day with itself."""
    if not isinstance(condition, nodes.SamePeriod) or condition.period != "day":
        return False
    sides = [_dated(own, side) for side in (condition.left, condition.right)]
    return sides == [("s", "lines")] * 2


def _dated(emitter: Emitter, side: nodes.Expr) -> tuple[str, str] | None:
    """Return the member whose date a side is."""
    here, found = emitter.resolved(side)
    if isinstance(found, nodes.Field):
        return here.member(found.base) if found.name == "at" else None
    return here.member(found) if isinstance(found.type, MemberType) else None


def _over_rows(emitter: Emitter, source: nodes.Source) -> Loop | None:
    """Return the loop over gathered rows; those not in force are passed over before anything else."""
    rows = emitter.names.get(source.over)
    if not isinstance(rows, Rows):
        return None
    variable = emitter.temporary("q")
    inside = emitter.picking(source.binder, Row(variable, WINDOW))
    return replace(
        _loop(variable, inside, rows.source, "True", list(conjuncts(source.where))),
        passing=f"not {variable}[0] <= {emitter.day} <= {variable}[1]",
    )


def _loop(variable: str, inside: Emitter, members: str, known: str, rest: list[nodes.Expr]) -> Loop:
    holds = [inside.surely(one, truth=True) for one in rest]
    tests = [inside.surely(one, truth=False) for one in rest]
    fails = [test for test in tests if test is not None]
    doubtful = [hold for hold, fail in zip(holds, tests, strict=True) if hold is None or fail != _turned(hold)]
    return Loop(
        variable,
        inside,
        members,
        known,
        None if None in holds else " and ".join(one for one in holds if one is not None),
        " or ".join(fails) or None,
        not rest,
        None if None in doubtful else " and ".join(one for one in doubtful if one is not None),
    )


def _turned(test: str) -> str:
    """Return the test of the opposite, for one in which nothing can be unknown."""
    return f"(not {test[1:]}"


def is_plain(emitter: Emitter, collection: str) -> bool:
    """Tell whether the members of a collection can be read as they were sent."""
    spec = emitter.space.schema.collections.get(collection)
    return spec is not None and spec.kind != "nested" and spec.record in PLAIN_RECORDS


def conjuncts(expr: nodes.Expr | None) -> Iterator[nodes.Expr]:
    """Yield the conditions that must all hold."""
    if isinstance(expr, nodes.And):
        for item in expr.items:
            yield from conjuncts(item)
    elif expr is not None:
        yield expr


def _code_of(inside: Emitter, source: nodes.Source, condition: nodes.Expr) -> tuple[str, tuple[str, str]] | None:
    """Return source for the text of the code that a condition says every member has, and whose code it is."""
    if not isinstance(condition, nodes.Compare) or condition.op != "=":
        return None
    for own, other in ((condition.left, condition.right), (condition.right, condition.left)):
        match own:
            case nodes.Field(base=nodes.Local(name=name), name="code", type=CodeType()) if name == source.binder:
                there, field = inside.resolved(other)
                if not isinstance(field, nodes.Field) or field.type != own.type or field.name != "code":
                    continue
                found = there.field(field.base, field.name)
                owner = there.member(field.base)
                if found is not None and owner is not None and owner != inside.member(own.base):
                    kind = found[1].type
                    assert isinstance(kind, CodeType)
                    if owner == ("s", "lines"):
                        return f"r[{TEXT}]", owner
                    memo = inside.space.constant(inside.space.memos.text_of(kind), ("texts", kind))
                    return f"{memo}[{found[0]}]", owner
            case _:
                continue
    return None


def texts_of(emitter: Emitter, collection: str) -> str:
    """Return source for every text by which a row can name a code of a collection."""
    return f"x.texts({emitter.space.constant(collection, collection)})"


def partners_of(emitter: Emitter, collection: str) -> str:
    """Return source for every text by which a row does name a code of a collection as a partner."""
    return "x.partners" if collection == "lines" else texts_of(emitter, collection)


def covered(emitter: Emitter, over: str, window: nodes.Window) -> str:
    """Return source that is true if a collection surely has no further members inside a window."""
    bounds = [found for one in window.bounds if (found := _reach(emitter, one)) is not None]
    # Its bounds are given for themselves: what is left of a window is the same for many rules.
    rest = replace(window, bounds=())
    name = emitter.space.constant(over, over)
    given = f"{name}, {emitter.space.constant(rest, ('window', rest))}"
    return f"({name} in x.whole or x.covers({given}, ({''.join(f'{one}, ' for one in bounds)})))"


def _reach(emitter: Emitter, bound: nodes.Bound) -> str | None:
    anchor = emitter.day_of(bound.anchor)
    if anchor is None:
        return None
    if bound.length is None:
        return anchor if bound.period in (None, "day") else None
    back = emitter.length_of(bound.length)
    return None if back is None else f"reach({anchor}, {back})"
