"""The tests of a rule one after the other: each names the part of the rule that it drops an instance for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sanku.engines.event.sieve.emitter import Bound, Emitter, Row
from sanku.engines.event.sieve.members import covered, is_plain, partners_of
from sanku.engines.event.sieve.shapes import WINDOW
from sanku.ir.nodes import Conjunct, RulePlan
from sanku.semantics.nodes import Compare, Expr


@dataclass(frozen=True, slots=True)
class Drop:
    """A test that is true where an instance is surely false, and the part of the rule that says so."""

    test: str
    why: str

    def line(self, leave: str, indent: str = "    ") -> str:
        """Return the statement that leaves where the test is true."""
        return f"{indent}if {self.test}: {leave}  # {self.why}"


def dropping(emitter: Emitter, expr: Expr, part: str) -> Iterator[Drop]:
    """Yield the test that a condition is surely false; nothing where the sieve can never tell."""
    test = emitter.surely(expr, truth=False)
    if test is not None:
        said = getattr(expr, "text", "") or type(expr).__name__
        yield Drop(test, f"{part}: {ascii(f'{said} ({expr.span})')[1:-1]}")


def conditions(emitter: Emitter, plan: RulePlan) -> Iterator[Drop]:
    """Yield the test of every condition and of the cap."""
    for conjunct in plan.conjuncts:
        if not conjunct.is_guard or _reads_rows(plan, conjunct):
            yield from dropping(emitter, conjunct.expr, _part(conjunct))
    if plan.cap is not None:
        # A running total is past its limit only if the whole one is: no item is below zero in the net view.
        aggregate, limit = plan.cap.aggregate, plan.cap.limit
        whole = Compare(">", aggregate, limit, span=plan.cap.span, text=plan.cap.text)
        yield from dropping(emitter, whole, "cap")


def looked_up(emitter: Emitter, plan: RulePlan) -> Iterator[str]:
    """Write the loop over the rows of a key that is no code, and inside it over another member if there is one."""
    key = emitter.key_of(plan.matches[0].match.keys[0])
    if key is None or any(not is_plain(emitter, other.collection) for other in plan.others):
        yield "    return True"
        return
    yield f"    key = {key}"
    yield "    if key is UNSET: return True"
    yield "    if key is None: return False"
    yield f"    rows = {emitter.own(0)}[key]"
    yield "    if rows is None: return True"
    yield "    for q in rows:"
    yield f"        if not q[0] <= {emitter.day} <= q[1]: continue"
    inside = emitter.picking(plan.matches[0].match.row, Row("q", WINDOW))
    if not plan.others:
        for drop in conditions(inside, plan):
            yield drop.line("continue", " " * 8)
        yield "        return True"
    for other in plan.others:
        over = emitter.space.constant(other.collection, other.collection)
        yield f"        if not {covered(inside, other.collection, other.window)}: return True"
        variable = emitter.temporary("m")
        both = inside.binding(other.name, Bound(variable, other.collection))
        yield f"        for {variable} in x.members({over}):"
        yield f"            if {variable} is s: continue"
        for conjunct in plan.conjuncts:
            if other.name in conjunct.reads:
                for drop in dropping(both, conjunct.expr, _part(conjunct)):
                    yield drop.line("continue", " " * 12)
        yield "            return True"
    yield "    return False"


def has_partner(emitter: Emitter, collection: str) -> str:
    """Return a test whether a code of a collection is a partner; one partner stands for itself, more in a tuple."""
    texts, given = partners_of(emitter, collection), emitter.own(0)
    held = emitter.temporary("p")
    return f"{held} in {texts} if ({held} := {given}).__class__ is str else not {texts}.isdisjoint({held})"


def pair(emitter: Emitter, plan: RulePlan, early: Sequence[Conjunct]) -> Iterator[str]:
    """Write the loop over the other member: false for each that there is, and surely no further ones, is false."""
    other = plan.others[0]
    if not is_plain(emitter, other.collection):
        yield "    return True"
        return
    over = emitter.space.constant(other.collection, other.collection)
    is_keyed, partners = bool(plan.matches), emitter.own(0)
    if is_keyed:
        yield f"    if {partners} is None: return True"
        is_open = "x.is_open" if other.collection == "lines" else f"{partners_of(emitter, other.collection)} is None"
        yield f"    if {is_open}: return True"
        yield f"    if not ({has_partner(emitter, other.collection)}): return False  # match: no partner"
    for conjunct in early:
        for drop in dropping(emitter, conjunct.expr, "condition"):
            yield drop.line("return False")
    if not is_keyed:
        yield f"    if not {covered(emitter, other.collection, other.window)}: return True"
    variable = emitter.temporary("m")
    inside = emitter.binding(other.name, Bound(variable, other.collection))
    yield f"    for {variable} in x.members({over}):"
    yield f"        if {variable} is s: continue"
    if is_keyed:
        yield f"        if not x.may_meet({over}, {variable}, {partners}): continue  # match: no partner"
    for conjunct in plan.conjuncts:
        if other.name in conjunct.reads and not _reads_rows(plan, conjunct):
            for drop in dropping(inside, conjunct.expr, _part(conjunct)):
                yield drop.line("continue", " " * 8)
    yield "        return True"
    yield "    return False"


def _reads_rows(plan: RulePlan, conjunct: Conjunct) -> bool:
    return any(keyed.match.row in conjunct.reads for keyed in plan.matches)


def _part(conjunct: Conjunct) -> str:
    return "guard" if conjunct.is_guard else "condition"
