"""A plan to the tests of its rule: does anything speak for an instance, or is it surely false for this member?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sanku.claim.plain.wire import attribute
from sanku.engines.event.sieve.bodies import conditions, dropping, looked_up, pair
from sanku.engines.event.sieve.emitter import (
    PLAIN_RECORDS,
    Bound,
    Emitter,
    Named,
    Namespace,
    Row,
    Rows,
    Substituted,
    Written,
)
from sanku.engines.event.sieve.operands import Operand, State
from sanku.engines.event.sieve.shapes import FIRST, Shape, shape_of
from sanku.engines.event.sieve.truths import CODER
from sanku.ir.nodes import RulePlan
from sanku.semantics.nodes import Model

Remains = Callable[..., bool]
"""``(x, member, record)``: whether an instance may be other than false."""


@dataclass(frozen=True, slots=True, eq=False)
class Sieved:
    """The compiled tests of a rule for one kind of record.

    Args:
        remains: The test.
        shape: What a record holds.
        operands: What its records hold of a row, in order.
        source: Its Python source.
    """

    remains: Remains
    shape: Shape
    operands: tuple[Operand, ...]
    source: str


States = Mapping[tuple[int, str, object], State]


def sieved(model: Model, space: Namespace, plan: RulePlan, states: States) -> Sieved:
    """Return the tests of a rule; ``states``: which operands are none or open."""
    written = Written(states)
    names: dict[str, Named] = {plan.subject.name: Bound("s", plan.subject.collection)}
    for name, expr in plan.lets.items():
        names[name] = Substituted(expr, names)
    shape = shape_of(model, plan)
    if shape is Shape.ROW:
        names[plan.matches[0].match.row] = Row("r", FIRST)
    elif shape is Shape.GATHERED:
        names[plan.matches[0].match.row] = Rows(f"r[{FIRST}]")
    emitter = Emitter(CODER, model, space, names, written, ("x", "s", "r"), _day(space, plan))
    body = list(_body(emitter, plan, shape))
    source = "\n\n\n".join([*written.functions, "\n".join(["def remains(x, s, r):", *body])]) + "\n"
    own: dict[str, object] = {**space.names}
    exec(compile(source, f"<sieve of {plan.rule.name}>", "exec"), own)  # noqa: S102 - our own source, with minted names and no builtins
    remains = own["remains"]
    assert callable(remains)
    return Sieved(remains, shape, tuple(written.operands), source)


def _day(space: Namespace, plan: RulePlan) -> str:
    """Return source for the ordinal of the governing date of a subject."""
    record = space.schema.records[space.schema.collections[plan.subject.collection].record]
    if plan.rule.dated_by is not None or not record.dated or record.name not in PLAIN_RECORDS:
        return "UNSET"
    field = record.fields[record.dated]
    return f"{space.memo(field.type)}[s.{attribute(field.keys[0])}]"


def _body(emitter: Emitter, plan: RulePlan, shape: Shape) -> Iterator[str]:
    """Write the tests in the order in which the rule is judged: guards, then keys, then conditions."""
    if plan.rule.dated_by is not None:
        dated = emitter.day_of(plan.rule.dated_by)
        if dated is None:
            yield "    return True"
            return
        yield f"    if ({dated}).__class__ is not int: return True  # dated by"
    bound = {binder.name for binder in plan.others} | {keyed.match.row for keyed in plan.matches}
    early = [one for one in plan.conjuncts if not one.reads & bound]
    for conjunct in early:
        if conjunct.is_guard:
            yield from dropping(emitter, conjunct.expr, "guard", "return False")
    if shape is Shape.OTHER:
        # A key may be unknown whatever the conditions say.
        yield "    return True"
        return
    if shape is Shape.PAIR:
        yield from pair(emitter, plan, [one for one in early if not one.is_guard])
        return
    if shape is Shape.LOOKUP:
        yield from looked_up(emitter, plan)
        return
    yield from conditions(emitter, plan, "    ", "return False")
    yield "    return True"


__all__ = ["FIRST", "Remains", "Sieved", "sieved"]
