"""Which members' tests another line can change: none, those of its own code, those of its partners, or any."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto

from sanku.engines.event.sieve.shapes import Shape, shape_of
from sanku.ir.nodes import RulePlan
from sanku.ir.probes import probe_of
from sanku.semantics.nodes import DefinitionCall, Field, Local, Model, Source
from sanku.semantics.walk import walk

LINES = frozenset(("lines", "entries", "record.lines", "record.entries"))


class Link(Enum):
    """How the test of a rule on one member depends on other lines."""

    ALONE = auto()
    """Not at all."""
    OWN_CODE = auto()
    """Only on lines with the member's own code."""
    PARTNER = auto()
    """Only on lines whose code is among the record's partners."""
    ANY = auto()
    """On any line, as far as can be seen."""


def link_of(model: Model, plan: RulePlan) -> Link:
    """Return how the tests of a rule depend on lines besides the subject."""
    sources = [source for source in _sources(model, plan) if source.over in LINES]
    others = [binder for binder in plan.others if binder.collection in LINES]
    if others:
        is_keyed = shape_of(model, plan) is Shape.PAIR and bool(plan.matches)
        return Link.PARTNER if is_keyed and not sources else Link.ANY
    if not sources:
        return Link.ALONE
    return Link.OWN_CODE if all(_has_own_code(plan, source) for source in sources) else Link.ANY


def _has_own_code(plan: RulePlan, source: Source) -> bool:
    """Tell whether a source holds only members with the subject's code."""
    probe = probe_of(source.binder, source.where)
    if probe is None or probe.field != "code":
        return False
    match probe.value:
        case Field(base=Local(name=name), name="code"):
            return name == plan.subject.name and plan.subject.collection == "lines"
        case _:
            return False


def _sources(model: Model, plan: RulePlan) -> Iterator[Source]:
    """Yield every source that a test may look at, inside lets and definitions too."""
    waiting: list[object] = [*(one.expr for one in plan.conjuncts), *plan.lets.values()]
    waiting += [key for keyed in plan.matches for key in keyed.match.keys]
    waiting += [] if plan.cap is None else [plan.cap.aggregate, plan.cap.limit]
    entered: set[str] = set()
    while waiting:
        for part in walk(waiting.pop()):
            if isinstance(part, Source):
                yield part
            elif isinstance(part, DefinitionCall) and part.name not in entered:
                entered.add(part.name)
                waiting.append(model.definitions[part.name].expr)
