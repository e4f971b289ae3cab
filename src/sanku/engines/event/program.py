"""A model compiled for events: plans at once, all else for a pair of regions and a phase when it is needed."""

from __future__ import annotations

from collections.abc import Sequence

from sanku.claim.codes import KnownCode
from sanku.claim.facts import Facts
from sanku.claim.plain.checking import Memos
from sanku.claim.plain.memos import Memo
from sanku.claim.plain.reading import PlainEvent
from sanku.claim.plain.wire import always_held
from sanku.claim.slots import Parsers
from sanku.engines.event.fast.functions import RuleFunctions, compile_rule
from sanku.engines.event.judging import Judging
from sanku.engines.event.knowledge import Knowledge
from sanku.engines.event.reads import keys_read
from sanku.engines.event.resolution import Resolution, resolve
from sanku.engines.event.sieve.emitter import Namespace
from sanku.engines.event.sieve.fusing import Fusion
from sanku.engines.event.sieve.sieve import Sieve, Suspect
from sanku.ir import plans_of
from sanku.judgement.results import Results
from sanku.semantics.nodes import Model
from sanku.semantics.walk import exemptions_of

_MOST_SHOWN = 120

Chains = tuple[tuple[str, ...], tuple[str, ...]]

Key = tuple[Chains, str]


class Program:
    """A compiled model. It never changes what it answers, and any number of threads may use it."""

    __slots__ = (
        "_functions",
        "_fusion",
        "_knowledge",
        "_resolutions",
        "_sieve",
        "_sieves",
        "_space",
        "memos",
        "model",
        "plans",
    )

    def __init__(self, model: Model, known_code: KnownCode | None = None) -> None:
        self.model = model
        self.memos = Memos(Parsers(model.catalog.systems, known_code, midnight_is_time=True))
        self._space = Namespace(model.schema, self.memos, keys_read(model) | always_held())
        self._fusion = Fusion(self._space)
        self._sieves: dict[Key, Sieve] = {}
        self._sieve: Memo[tuple[str, str, str], Sieve] = Memo(self._made)
        self.plans = plans_of(model)
        self._functions: dict[str, RuleFunctions] = {}
        self._knowledge: dict[Chains, Knowledge] = {}
        self._resolutions: dict[Key, Resolution] = {}

    def judge(self, facts: Facts) -> Results:
        """Return what the rules find in one event."""
        return Judging(self.model, self._resolution(facts), facts).judge()

    def sift(self, event: PlainEvent) -> Sequence[Suspect] | None:
        """Return where something may be found in a plain message; ``None`` if all of it has to be judged."""
        return self.sieve(event).sift(event)

    def sieve(self, event: PlainEvent) -> Sieve:
        """Return the sieve for an event's regions and phase."""
        return self._sieve[event.insured, event.care, event.it.phase]

    def _made(self, key: tuple[str, str, str]) -> Sieve:
        """Return the sieve of two regions and a phase; regions with the same layers share one."""
        resolved = self._key(*key)
        if resolved not in self._sieves:
            self._sieves[resolved] = Sieve(self._space, self._fusion, self._resolved(resolved))
        return self._sieves[resolved]

    def judge_some(self, facts: Facts, suspects: Sequence[Suspect]) -> Results:
        """Return what the rules find where the sieve saw that something may be."""
        return Judging(self.model, self._resolution(facts), facts).judge_some(suspects)

    def _key(self, insured: str, care: str, phase: str) -> Key:
        catalog = self.model.catalog
        return (catalog.chain(insured), catalog.chain(care)), phase

    def _resolution(self, facts: Facts) -> Resolution:
        return self._resolved(self._key(facts.insured_region, facts.care_region, facts.phase))

    def _resolved(self, key: Key) -> Resolution:
        chains, phase = key
        found = self._resolutions.get(key)
        if found is None:
            knowledge = self._knowledge.get(chains)
            if knowledge is None:
                knowledge = self._knowledge[chains] = Knowledge(self.model, *chains)
            found = self._resolutions[key] = resolve(self.model, self.plans, self._compiled, knowledge, phase)
        return found

    def _compiled(self, name: str) -> RuleFunctions:
        """Return the functions of a rule, compiled when an event first needs them."""
        found = self._functions.get(name)
        if found is None:
            plan = self.plans[name]
            found = self._functions[name] = compile_rule(self.model, plan, exemptions_of(self.model, plan.rule))
        return found

    def warm(self, insured: str, care: str, phase: str) -> None:
        """Build what the sieve keeps for each code before an event asks for it."""
        self._sieve[insured, care, phase].warm()

    def source(self, rule: str) -> str:
        """Return the compiled source of a rule: its tests in the sieve, its functions, and what constants stand for."""
        functions = self._compiled(rule)
        written = self.model.rules[rule]
        phase = next(iter(written.attributes.controls), "")
        sieve = self._sieve[written.layer, written.layer, phase].source(rule)
        constants = {**self._space.constants_of(sieve or ""), **functions.constants}
        shown = (f"# {name} = {_constant(value)}" for name, value in constants.items())
        tests = "" if sieve is None else f"# the sieve: false where nothing can be found\n\n{sieve}\n\n"
        return f"{tests}# the fast path\n\n{functions.source}\n{chr(10).join(shown)}\n"


def _constant(value: object) -> str:
    return "looked up and kept" if isinstance(value, Memo) else ascii(value)[:_MOST_SHOWN]
