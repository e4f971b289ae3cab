"""A plan to the tests of the sieve: written for one place in a record, alone to be shown, or fused with others.

What a rule asks is written again for each place where its operands stand; what is the same text is the same test,
whichever rule it came from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sanku.claim.plain.wire import attribute
from sanku.engines.event.sieve.bodies import Drop, conditions, dropping, has_partner, looked_up, pair
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
from sanku.ir.nodes import Conjunct, RulePlan
from sanku.semantics.nodes import Model

States = Mapping[tuple[int, str, object], State]


@dataclass(frozen=True, slots=True)
class Test:
    """A rule's test, written for the operands at one place of a record.

    Args:
        shape: What a record holds of it.
        functions: Source of the functions that it calls.
        drops: The tests that drop an instance; it remains if none does.
        body: Where that is not all there is to it: the body of a function of its own.
        before: Source that has to be true for the body to be worth calling.
        operands: What a record holds of a row, in order.
        day: Source for the ordinal of the governing date.
    """

    shape: Shape
    functions: tuple[str, ...]
    drops: tuple[Drop, ...]
    body: tuple[str, ...]
    before: str
    operands: tuple[Operand, ...]
    day: str

    @property
    def source(self) -> str:
        """Return the test as a function of its own, to be shown."""
        body = self.body or (*(drop.line("return False") for drop in self.drops), "    return True")
        return "\n\n\n".join([*self.functions, "\n".join(["def remains(x, s, r):", *body])]) + "\n"

    @property
    def width(self) -> int:
        """Return how many places of a record it takes."""
        alone = self.shape in (Shape.GATHERED, Shape.PAIR, Shape.LOOKUP)
        return 1 if alone else len(self.operands)


@dataclass(frozen=True, slots=True)
class Tested:
    """A rule whose cells are in certain states, as what tests of it are written from."""

    model: Model
    space: Namespace
    plan: RulePlan
    states: States

    def written(self, first: int = FIRST, mark: str = "") -> Test:
        """Write the test for operands that begin at ``first``; ``mark`` tells its names from those of others."""
        model, space, plan = self.model, self.space, self.plan
        written = Written(self.states, first, mark)
        names: dict[str, Named] = {plan.subject.name: Bound("s", plan.subject.collection)}
        for name, expr in plan.lets.items():
            names[name] = Substituted(expr, names)
        shape = shape_of(model, plan)
        if shape is Shape.ROW:
            names[plan.matches[0].match.row] = Row("r", first)
        elif shape is Shape.GATHERED:
            names[plan.matches[0].match.row] = Rows(f"r[{first}]")
        emitter = Emitter(CODER, model, space, names, written, ("x", "s", "r"), _day(space, plan))
        drops = tuple(_guards(emitter, plan))
        body: tuple[str, ...] = ()
        before = ""
        if plan.rule.dated_by is not None:
            dated = emitter.day_of(plan.rule.dated_by)
            known = () if dated is None else (f"    if ({dated}).__class__ is not int: return True  # dated by",)
            guards = [] if dated is None else [drop.line("return False") for drop in drops]
            # Not dated comes before the guards: they are asked inside.
            body, drops = (*known, *guards, "    return True"), ()
        elif shape in (Shape.PAIR, Shape.LOOKUP):
            early = [one for one in _early(plan) if not one.is_guard]
            rest = pair(emitter, plan, early) if shape is Shape.PAIR else looked_up(emitter, plan)
            body = (*(drop.line("return False") for drop in drops), *rest)
            if shape is Shape.PAIR and plan.matches and plan.others[0].collection == "lines":
                before = f"r[{first}] is None or ({has_partner(emitter, 'lines')})"
        elif shape is not Shape.OTHER:
            # Of any other shape a key may be unknown whatever the conditions say: only guards are asked.
            drops = (*drops, *conditions(emitter, plan))
        return Test(shape, tuple(written.functions), drops, body, before, tuple(written.operands), emitter.day)


def _day(space: Namespace, plan: RulePlan) -> str:
    """Return source for the ordinal of the governing date of a subject."""
    record = space.schema.records[space.schema.collections[plan.subject.collection].record]
    if plan.rule.dated_by is not None or not record.dated or record.name not in PLAIN_RECORDS:
        return "UNSET"
    field = record.fields[record.dated]
    return f"{space.memo(field.type)}[s.{attribute(field.keys[0])}]"


def _early(plan: RulePlan) -> Sequence[Conjunct]:
    bound = {binder.name for binder in plan.others} | {keyed.match.row for keyed in plan.matches}
    return [one for one in plan.conjuncts if not one.reads & bound]


def _guards(emitter: Emitter, plan: RulePlan) -> Iterator[Drop]:
    """Yield the guards that read the subject alone: they come before keys, conditions after."""
    for conjunct in _early(plan):
        if conjunct.is_guard:
            yield from dropping(emitter, conjunct.expr, "guard")


__all__ = ["FIRST", "States", "Test", "Tested"]
