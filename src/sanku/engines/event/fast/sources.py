"""Sources to source: loops over members and rows that stop as early as a truth allows, and what they gather."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sanku.engines.event.fast.emitter import Emitter
from sanku.ir.probes import probe_of
from sanku.semantics import nodes


def exists(emitter: Emitter, source: nodes.Source) -> str:
    """Return source for ``exists``: true at the first member that belongs."""
    return _some(emitter, source, None)


def for_all(emitter: Emitter, source: nodes.Source, condition: nodes.Expr) -> str:
    """Return source for ``all``: no member fails the condition."""
    return f"negated({_some(emitter, source, condition)})"


def _some(emitter: Emitter, source: nodes.Source, failing: nodes.Expr | None) -> str:
    writer = emitter.writer
    result = writer.temporary()
    writer.line(f"{result} = False")
    with _members(emitter, source) as (inner, more):
        belongs = _belongs(inner, source.where)
        if failing is not None:
            fails = writer.kept(belongs)
            both = writer.temporary()
            writer.line(f"{both} = {fails}")
            with writer.block(f"if {both} is not False:"):
                operand = writer.kept(f"negated({inner.truth(failing)})")
                writer.line(f"if {operand} is not True: {both} = {operand}")
            belongs = both
        truth = writer.kept(belongs) if belongs != "True" else "True"
        with writer.block(f"if {truth} is not False:"):
            writer.line(f"{result} = {truth}")
            writer.line(f"if {truth}: break")
    with writer.block(f"if {result} is False:"):
        lacking = writer.kept(more())
        writer.line(f"if {lacking}: {result} = None")
    return result


class _More:
    """Writes whether there may be further members, where that is asked."""

    def __init__(self, emitter: Emitter, source: nodes.Source, known: str) -> None:
        self._emitter = emitter
        self._source = source
        self._known = known

    def __call__(self) -> str:
        if self._source.kind == "collection":
            return _lacking(self._emitter, self._source.over, self._source.window)
        return self._known


@contextmanager
def _members(emitter: Emitter, source: nodes.Source) -> Iterator[tuple[Emitter, _More]]:
    """Write the loop over a source; inside, its binder is a variable."""
    writer = emitter.writer
    variable = writer.temporary("e")
    inner = emitter.binding(source.binder, variable)
    known = "False"
    match source.kind:
        case "rows":
            items = emitter.names[source.over]
        case "table":
            rows, known = writer.temporary(), writer.temporary()
            keys = "".join(f"{emitter.value(key)}, " for key in source.keys)
            writer.line(f"{rows}, {known} = picked_rows(x, {emitter.constant(source.over)}, ({keys}))")
            items = rows
        case _:
            items = _walked(emitter, source)
    with writer.block(f"for {variable} in {items}:"):
        yield inner, _More(emitter, source, known)


def _walked(emitter: Emitter, source: nodes.Source) -> str:
    over = emitter.constant(source.over)
    probe = probe_of(source.binder, source.where)
    if probe is None:
        return f"walked(x, {over})"
    return f"probed(x, {over}, {emitter.constant(probe.field)}, {emitter.value(probe.value)})"


def _belongs(emitter: Emitter, where: nodes.Expr | None) -> str:
    return "True" if where is None else emitter.truth(where)


def _lacking(emitter: Emitter, over: str, window: nodes.Window) -> str:
    """Write whether a collection may have further members: bounds are read only where it was not supplied whole."""
    writer = emitter.writer
    name, shape = emitter.constant(over), emitter.constant(window)
    result = writer.temporary()
    writer.line(f"{result} = False")
    with writer.block(f"if not x.claim.is_whole({name}, {shape}):"):
        bounds = "".join(f"{_bound(emitter, bound)}, " for bound in window.bounds)
        writer.line(f"{result} = lacks_window(x, {name}, {shape}, ({bounds}))")
    return result


def _bound(emitter: Emitter, bound: nodes.Bound) -> str:
    length = "None" if bound.length is None else emitter.value(bound.length)
    period = "None"
    if isinstance(bound.period, str):
        period = emitter.constant(bound.period)
    elif bound.period is not None:
        period = emitter.value(bound.period)
    shape = emitter.constant((bound.length is not None, bound.period is not None))
    return f"bound(x, {emitter.value(bound.anchor)}, {length}, {period}, {shape})"


# -- what is gathered ----------------------------------------------------------------------------------------------


def aggregate(emitter: Emitter, expr: nodes.Aggregate) -> str:
    """Return source for an aggregate: members gathered, then what they are worth together."""
    certain, uncertain, more = _gathered(emitter, expr)
    return f"folded({emitter.constant(expr)}, {certain}, {uncertain}, {more})"


def _gathered(emitter: Emitter, expr: nodes.Aggregate) -> tuple[str, str, str]:
    writer = emitter.writer
    certain, uncertain = writer.temporary(), writer.temporary()
    writer.line(f"{certain} = []")
    writer.line(f"{uncertain} = []")
    with _members(emitter, expr.source) as (inner, more):
        belongs = writer.kept(_belongs(inner, expr.source.where)) if expr.source.where is not None else "True"
        with writer.block(f"if {belongs} is not False:"):
            item = "True" if expr.function == "count" and not expr.distinct else inner.value(expr.item)
            writer.line(f"({certain} if {belongs} else {uncertain}).append({item})")
    return certain, uncertain, writer.kept(more())


def pick(emitter: Emitter, expr: nodes.Pick) -> str:
    """Return source for ``latest`` and ``earliest``."""
    writer = emitter.writer
    held = writer.temporary()
    writer.line(f"{held} = []")
    with _members(emitter, expr.source) as (inner, more):
        belongs = writer.kept(_belongs(inner, expr.source.where)) if expr.source.where is not None else "True"
        with writer.block(f"if {belongs} is not False:"):
            key, item = inner.value(expr.key), inner.value(expr.item)
            writer.line(f"{held}.append(keyed({inner.names[expr.source.binder]}, {belongs}, {key}, {item}))")
    return f"chosen({emitter.constant(expr)}, {held}, {writer.kept(more())})"


def rank(emitter: Emitter, expr: nodes.Rank) -> str:
    """Return source for ``rank``."""
    writer = emitter.writer
    held = writer.temporary()
    writer.line(f"{held} = []")
    with _members(emitter, expr.source) as (inner, more):
        belongs = writer.kept(_belongs(inner, expr.source.where)) if expr.source.where is not None else "True"
        with writer.block(f"if {belongs} is not False:"):
            variable = inner.names[expr.source.binder]
            writer.line(f"{held}.append(keyed({variable}, {belongs}, {inner.value(expr.key)}, None))")
    lacking = writer.kept(more())
    subject = emitter.names[expr.subject]
    own = emitter.binding(expr.source.binder, subject).value(expr.key)
    return f"place({emitter.constant(expr)}, {held}, keyed({subject}, True, {own}, None), {lacking})"


def cap(emitter: Emitter, capped: nodes.Cap, subject: str) -> str:
    """Return source for the condition of a cap."""
    writer = emitter.writer
    expr = capped.aggregate
    parts = writer.temporary()
    writer.line(f"{parts} = []")
    with _members(emitter, expr.source) as (inner, more):
        belongs = writer.kept(_belongs(inner, expr.source.where)) if expr.source.where is not None else "True"
        with writer.block(f"if {belongs} is not False:"):
            item = "ONE" if expr.function == "count" and not expr.distinct else inner.value(expr.item)
            writer.line(f"{parts}.append(({inner.names[expr.source.binder]}, {belongs}, {item}))")
    lacking = writer.kept(more())
    limit = emitter.operand(capped.limit)
    return f"past_cap({emitter.constant(expr)}, {parts}, {subject}, {lacking}, {limit})"
