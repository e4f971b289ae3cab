"""Sources to loops: over the members with a code where the condition names one, over all others otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sanku.core.types import CodeType
from sanku.engines.event.sieve.emitter import PLAIN_RECORDS, Bound, Emitter, Row, Rows
from sanku.engines.event.sieve.shapes import WINDOW
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
        passing: Source that is true of what is not looked at at all.
    """

    variable: str
    inside: Emitter
    members: str
    covered: str
    holds: str | None
    fails: str | None
    is_open: bool
    passing: str = ""

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
        if self.holds is None:
            return [*passing, f"        return {otherwise}"]
        return [*passing, f"        if not {self.holds}: return {otherwise}"]


def loop_over(emitter: Emitter, source: nodes.Source) -> Loop | None:
    """Return the loop over a source; ``None`` over tables, and where a record cannot be read as it was sent."""
    if source.kind == "rows":
        return _over_rows(emitter, source)
    if source.kind != "collection" or not is_plain(emitter, source.over):
        return None
    variable = emitter.temporary("m")
    inside = emitter.binding(source.binder, Bound(variable, source.over))
    conditions = list(conjuncts(source.where))
    members, probed = f"x.members({emitter.space.constant(source.over, source.over)})", None
    for condition in conditions:
        code = _code_of(inside, source, condition)
        if code is not None:
            members, probed = f"x.with_code({emitter.space.constant(source.over, source.over)}, {code})", condition
            break
    rest = [one for one in conditions if one is not probed]
    return _loop(variable, inside, members, covered(emitter, source.over, source.window), rest)


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
    fails = [found for one in rest if (found := inside.surely(one, truth=False)) is not None]
    return Loop(
        variable,
        inside,
        members,
        known,
        None if None in holds else " and ".join(one for one in holds if one is not None),
        " or ".join(fails) or None,
        not rest,
    )


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


def _code_of(inside: Emitter, source: nodes.Source, condition: nodes.Expr) -> str | None:
    """Return source for the code that a condition says every member has: that of another member."""
    if not isinstance(condition, nodes.Compare) or condition.op != "=":
        return None
    for own, other in ((condition.left, condition.right), (condition.right, condition.left)):
        match own:
            case nodes.Field(base=nodes.Local(name=name), name="code", type=CodeType()) if name == source.binder:
                there, field = inside.resolved(other)
                if not isinstance(field, nodes.Field) or field.type != own.type or field.name != "code":
                    continue
                found = there.field(field.base, field.name)
                if found is not None and there.member(field.base) != inside.member(own.base):
                    return f"{inside.space.memo(found[1].type)}[{found[0]}]"
            case _:
                continue
    return None


def covered(emitter: Emitter, over: str, window: nodes.Window) -> str:
    """Return source that is true if a collection surely has no further members inside a window."""
    bounds = [found for one in window.bounds if (found := _reach(emitter, one)) is not None]
    given = f"{emitter.space.constant(over, over)}, {emitter.space.constant(window)}"
    return f"x.covers({given}, ({''.join(f'{one}, ' for one in bounds)}))"


def _reach(emitter: Emitter, bound: nodes.Bound) -> str | None:
    anchor = emitter.day_of(bound.anchor)
    if anchor is None:
        return None
    if bound.length is None:
        return anchor if bound.period in (None, "day") else None
    back = emitter.length_of(bound.length)
    return None if back is None else f"reach({anchor}, {back})"
