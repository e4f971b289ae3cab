"""A plan to the functions of its rule: source written, compiled, and ready to be called."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sanku.core.code import Code
from sanku.core.quantity import Quantity
from sanku.core.value import Value
from sanku.engines.event.fast import conditions, gathered, runtime, values
from sanku.engines.event.fast.emitter import Emitter
from sanku.engines.event.fast.sources import cap
from sanku.engines.event.fast.writer import Namespace, Writer
from sanku.engines.event.ranges import NO_CAUSE
from sanku.ir.nodes import Conjunct, RulePlan, Stage
from sanku.semantics.nodes import Exemption, Expr, Model

Truth = bool | None
Test = Callable[..., Truth]
"""``(view, subject, *others, *rows)`` to a truth; names that are not bound yet are ``None``."""

Keys = Callable[..., "tuple[Value, ...]"]

_GIVEN: dict[str, object] = {
    "UNKNOWN": NO_CAUSE,
    "Quantity": Quantity,
    "Code": Code,
    "str": str,
    "ONE": gathered.ONE,
    **{
        name: getattr(module, name)
        for module, names in (
            (
                runtime,
                (
                    "among", "applied", "between", "bound", "calculated", "compare", "date_of", "either", "field_of",
                    "found", "held", "identity_of", "in_same_stay", "in_set", "is_known", "is_none", "lacks_window",
                    "lies_within", "measured", "negated", "on_same", "opposite", "overlap", "picked_rows", "probed",
                    "single", "stands_up_to", "truth_of", "value_of", "walked",
                ),
            ),
            (gathered, ("chosen", "folded", "keyed", "past_cap", "place")),
        )
        for name in names
    },
}  # fmt: skip
"""What compiled source may name besides its own constants and functions; there are no builtins of Python in it."""


class _Coder:
    def operand(self, emitter: Emitter, expr: Expr) -> str:
        return values.operand(emitter, expr)

    def truth(self, emitter: Emitter, expr: Expr) -> str:
        return conditions.truth(emitter, expr)

    def member(self, emitter: Emitter, expr: Expr) -> str:
        return values.member(emitter, expr)


@dataclass(frozen=True, slots=True, eq=False)
class RuleFunctions:
    """The functions of one rule.

    Args:
        guard: What can be asked of the subject alone in ``for … where``.
        whole: Everything that must hold, in one function; for rules with one row at most and no other member.
        further_guard: The guards that need other members; takes the guard's truth first.
        base: All else that must hold; takes the guards' truth first.
        keys: For each match its keys.
        exceptions: ``unless`` and every exemption of the rule, by name.
        source: The Python source.
        constants: What its constants stand for.
    """

    guard: Test
    whole: Test | None
    further_guard: Test
    base: Test
    keys: tuple[Keys, ...]
    exceptions: Mapping[str, Test]
    source: str
    constants: Mapping[str, object]


def is_plain(plan: RulePlan) -> bool:
    """Tell whether a rule binds one member and at most one row."""
    return not plan.others and len(plan.matches) <= 1 and not any(keyed.match.gathered for keyed in plan.matches)


def variables_of(plan: RulePlan) -> tuple[str, ...]:
    """Return the variables of the names that a rule binds: ``s``, then ``b1``…, then ``r1``…"""
    others = [f"b{number}" for number in range(1, len(plan.others) + 1)]
    rows = [f"r{number}" for number in range(1, len(plan.matches) + 1)]
    return ("s", *others, *rows)


def compile_rule(model: Model, plan: RulePlan, exemptions: Sequence[Exemption]) -> RuleFunctions:
    """Return the functions of a rule and of its exemptions, whatever their layers and dates."""
    space = Namespace(_GIVEN)
    writing = _Writing(model, plan, space)
    guards = [one for one in plan.conjuncts if one.is_guard]
    early = [one for one in guards if one.stage <= Stage.SUBJECT]
    late = [one for one in guards if one.stage > Stage.SUBJECT]
    writing.test("guard", early, hoisted=True)
    writing.test("further_guard", late, carried=True)
    writing.test("base", [one for one in plan.conjuncts if not one.is_guard], carried=True, capped=True)
    if is_plain(plan):
        writing.test("whole", plan.conjuncts, capped=True, hoisted=True)
    for number, keyed in enumerate(plan.matches):
        writing.keys(f"keys_{number}", keyed.match.keys)
    unless = [] if plan.rule.unless is None else [("unless", plan.rule.unless)]
    named = [*unless, *((one.name, one.condition) for one in exemptions)]
    for number, (_, expr) in enumerate(named):
        writing.test(f"exception_{number}", [Conjunct(expr, is_guard=False)])
    source = "\n\n\n".join(writing.functions) + "\n"
    names = {**space.names, "__builtins__": {}}
    exec(compile(source, f"<rule {plan.rule.name}>", "exec"), names)  # noqa: S102 - our own source, with minted names and no builtins
    return RuleFunctions(
        _test(names, "guard"),
        _test(names, "whole") if is_plain(plan) else None,
        _test(names, "further_guard"),
        _test(names, "base"),
        tuple(_keys(names, f"keys_{number}") for number in range(len(plan.matches))),
        {name: _test(names, f"exception_{number}") for number, (name, _) in enumerate(named)},
        source,
        dict(space.constants),
    )


def _test(names: Mapping[str, object], name: str) -> Test:
    found = names[name]
    assert callable(found)
    return found


def _keys(names: Mapping[str, object], name: str) -> Keys:
    found = names[name]
    assert callable(found)
    return found


class _Writing:
    """The source of one rule in the making."""

    def __init__(self, model: Model, plan: RulePlan, space: Namespace) -> None:
        self.functions: list[str] = []
        self._model = model
        self._plan = plan
        self._space = space
        self._variables = variables_of(plan)

    def _emitter(self, writer: Writer) -> Emitter:
        names = dict(zip(self._plan.names(), self._variables, strict=True))
        return Emitter(
            _Coder(), self._model, self._space, writer, names, self._plan.lets, self._variables, self.functions
        )

    def test(
        self,
        name: str,
        conjuncts: Sequence[Conjunct],
        *,
        carried: bool = False,
        capped: bool = False,
        hoisted: bool = False,
    ) -> None:
        """Write a conjunction: false at the first conjunct that is; ``carried``: it begins with a truth it is given."""
        writer = Writer()
        given = ("x", "t", *self._variables) if carried else ("x", *self._variables)
        writer.lines.append(f"def {name}({', '.join(given)}):")
        if not carried:
            writer.line("t = True")
        if self._plan.lets:
            writer.line("m = {}")
        emitter = self._emitter(writer)
        for number, conjunct in enumerate(conjuncts):
            if hoisted and conjunct.stage is Stage.EVENT:
                self._narrow(writer, self._once(f"{name}_{number}", conjunct))
            else:
                self._narrow(writer, emitter.truth(conjunct.expr))
        if capped and self._plan.cap is not None:
            self._narrow(writer, cap(emitter, self._plan.cap, "s"))
        writer.line("return t")
        self.functions.append("\n".join(writer.lines))

    def _narrow(self, writer: Writer, written: str) -> None:
        operand = writer.kept(written)
        writer.line(f"if {operand} is False: return False")
        writer.line(f"if {operand} is None: t = None")

    def _once(self, name: str, conjunct: Conjunct) -> str:
        """Write a conjunct that reads no bound name as a function of its own, asked once for each event and day."""
        writer = Writer()
        key = self._space.constant(conjunct)
        writer.lines.append(f"def {name}(x, {', '.join(self._variables)}):")
        if self._plan.lets:
            writer.line("m = {}")
        with writer.block(f"if {key} in x.kept:"):
            writer.line(f"return x.kept[{key}]")
        writer.line(f"v = {self._emitter(writer).truth(conjunct.expr)}")
        writer.line(f"x.kept[{key}] = v")
        writer.line("return v")
        self.functions.append("\n".join(writer.lines))
        return f"{name}(x, {', '.join(self._variables)})"

    def keys(self, name: str, keys: Sequence[Expr]) -> None:
        """Write what the keys of a match are."""
        writer = Writer()
        writer.lines.append(f"def {name}(x, {', '.join(self._variables)}):")
        if self._plan.lets:
            writer.line("m = {}")
        emitter = self._emitter(writer)
        written = "".join(f"{emitter.value(key)}, " for key in keys)
        writer.line(f"return ({written})")
        self.functions.append("\n".join(writer.lines))
