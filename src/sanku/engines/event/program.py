"""A model compiled for events: plans at once, all else for a pair of regions and a phase when it is needed."""

from __future__ import annotations

from sanku.claim.facts import Facts
from sanku.engines.event.fast.functions import RuleFunctions, compile_rule
from sanku.engines.event.judging import Judging
from sanku.engines.event.knowledge import Knowledge
from sanku.engines.event.resolution import Resolution, resolve
from sanku.ir import plans_of
from sanku.judgement.results import Results
from sanku.semantics.nodes import Model
from sanku.semantics.walk import exemptions_of

_MOST_SHOWN = 120

Chains = tuple[tuple[str, ...], tuple[str, ...]]


class Program:
    """A compiled model. It never changes what it answers, and any number of threads may use it."""

    __slots__ = ("_functions", "_knowledge", "_resolutions", "model", "plans")

    def __init__(self, model: Model) -> None:
        self.model = model
        self.plans = plans_of(model)
        self._functions: dict[str, RuleFunctions] = {}
        self._knowledge: dict[Chains, Knowledge] = {}
        self._resolutions: dict[tuple[Chains, str], Resolution] = {}

    def judge(self, facts: Facts) -> Results:
        """Return what the rules find in one event."""
        return Judging(self.model, self._resolution(facts), facts).judge()

    def _resolution(self, facts: Facts) -> Resolution:
        catalog = self.model.catalog
        chains = (catalog.chain(facts.insured_region), catalog.chain(facts.care_region))
        key = (chains, facts.phase)
        found = self._resolutions.get(key)
        if found is None:
            knowledge = self._knowledge.get(chains)
            if knowledge is None:
                knowledge = self._knowledge[chains] = Knowledge(self.model, *chains)
            found = self._resolutions[key] = resolve(self.model, self.plans, self._compiled, knowledge, facts.phase)
        return found

    def _compiled(self, name: str) -> RuleFunctions:
        """Return the functions of a rule, compiled when an event first needs them."""
        found = self._functions.get(name)
        if found is None:
            plan = self.plans[name]
            found = self._functions[name] = compile_rule(self.model, plan, exemptions_of(self.model, plan.rule))
        return found

    def source(self, rule: str) -> str:
        """Return the compiled source of a rule, and below it what its constants stand for."""
        functions = self._compiled(rule)
        constants = (f"# {name} = {ascii(value)[:_MOST_SHOWN]}" for name, value in functions.constants.items())
        return f"{functions.source}\n{chr(10).join(constants)}\n"
