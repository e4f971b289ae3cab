"""The facade that a HIS vendor imports: a loaded base decides events; immutable, and safe to share between threads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path

from sanku.catalog.layers import listed_codes
from sanku.catalog.nodes import SenderProfile
from sanku.claim.codes import listing
from sanku.claim.decision import Decision
from sanku.claim.decoding import Problem, read_one
from sanku.claim.event import ClaimEvent, institution_of
from sanku.claim.facts import Collection, Facts, Justified, Ledger
from sanku.claim.heading import PHASES
from sanku.claim.ledger import require_justifications, with_ledger
from sanku.claim.plain.reading import PlainEvent, PlainReader, Prepared
from sanku.claim.read import EventRefused, read_event
from sanku.core.text import nearest
from sanku.diagnostics.message import Diagnostic
from sanku.edition import read_edition
from sanku.edition.digest import edition_digest
from sanku.engines import event as event_engine
from sanku.engines.event import LineSession, Session, Suspect
from sanku.engines.reference import Deciding, what_would_decide
from sanku.graph import Requirements, build_graph, requirements
from sanku.judgement import Late, Regions, late_parameters, nothing_found
from sanku.judgement import decide as assemble
from sanku.judgement.results import Results
from sanku.semantics import load_model
from sanku.semantics.nodes import Model
from sanku.storage import NO_CACHE, Cache

Justification = Justified
"""A reason that a doctor gives for a reminder: ``Justification(finding=…, reason=…, text=…, by=…)``."""


class KnowledgeError(Exception):
    """A knowledge base that cannot be used; ``diagnostics`` say where and why."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        errors = [found for found in diagnostics if found.is_error]
        first = f"{errors[0].span}: {errors[0].message}" if errors else "no diagnostics"
        super().__init__(f"{len(errors)} error{'' if len(errors) == 1 else 's'}, first: {first}")
        self.diagnostics = tuple(diagnostics)


class EventError(Exception):
    """An event that cannot be read at all: no object, no phase (semantics 38); ``path`` is the place inside it."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.path = path
        self.message = message


@dataclass(frozen=True, slots=True, eq=False)
class KnowledgeBase:
    """A loaded base: its model, the compiled program, and the digest that names its edition.

    Args:
        model: The resolved rules and facts.
        edition: Digest of the canonical form; every decision carries it.
        program: The model compiled for the event engine.
        diagnostics: Warnings found while loading.
        known_codes: For each system with a loaded catalogue, its assignable codes.
        late: For each rule, the parameters that may have been published after the day they judge.
    """

    model: Model
    edition: str
    program: event_engine.Program
    diagnostics: tuple[Diagnostic, ...]
    known_codes: Mapping[str, AbstractSet[str]]
    late: Late
    reader: PlainReader
    regions: Regions = field(default_factory=dict)

    @classmethod
    def of(cls, model: Model, diagnostics: tuple[Diagnostic, ...] = (), edition: str | None = None) -> KnowledgeBase:
        """Compile a model; ``edition`` is computed if it is not known from a file."""
        known = listed_codes(model.catalog)
        senders = model.catalog.senders
        program = event_engine.compile_model(model, listing(known))
        reader = PlainReader(
            model.schema,
            program.memos,
            event_engine.keys_read(model),
            lambda institution: senders.get(institution, senders.get("default")),
        )
        named = edition or edition_digest(model)
        return cls(model, named, program, diagnostics, known, late_parameters(model), reader)

    def prepare(self, event: ClaimEvent | Mapping[str, object] | bytes) -> Prepared:
        """Read an event as far as judging needs it: once, to decide it more than once.

        Args:
            event: A ``ClaimEvent``, the same as plain data, or its JSON. Plain data must not change afterwards.

        Raises:
            EventError: It cannot be read at all.
        """
        if isinstance(event, bytes):
            plain = self.reader.json(event)
            if plain is not None:
                return plain
            event = _decoded(event)
        else:
            _require_event(event)
            plain = self.reader.mapping(event) if isinstance(event, Mapping) else None
            if plain is not None:
                return plain
        facts = self.facts(event)
        if isinstance(event, Mapping):
            self.reader.learn(event)
        return facts

    def decide_prepared(
        self, prepared: Prepared, *, justifications: Iterable[Justification] = (), ledger: Ledger | None = None
    ) -> Decision:
        """Judge an event that was prepared before; see ``decide``."""
        given = tuple(justifications)
        require_justifications(given)
        if isinstance(prepared, Facts):
            return self.decide_facts(with_ledger(prepared, given, ledger))
        return self._among(prepared, self.program.sift(prepared), given, ledger)

    def _among(
        self,
        event: PlainEvent,
        suspects: Sequence[Suspect] | None,
        given: Iterable[Justification] = (),
        ledger: Ledger | None = None,
    ) -> Decision:
        """Decide a plain message from where the sieve saw that something may be found."""
        if suspects is not None and not suspects:
            return nothing_found(self.model, event, self.edition, self.regions)
        facts = with_ledger(self._facts(event.message(), event.claims.absent), given, ledger)
        results = self.program.judge(facts) if suspects is None else self.program.judge_some(facts, suspects)
        return assemble(self.model, facts, results, self.edition, self.late, event)

    def warm(self, insured: str = "000000", care: str = "000000", phases: Iterable[str] = PHASES) -> None:
        """Build what is kept for each code that a row names, so that no event has to wait for it."""
        for phase in phases:
            self.program.warm(insured, care, phase)

    def compiled(self, rule: str) -> str:
        """Return the Python source that a rule was compiled to.

        Raises:
            ValueError: There is no such rule.
        """
        self._require_rule(rule)
        return self.program.source(rule)

    def session(self, event: Mapping[str, object] | bytes) -> Session[Decision]:
        """Return a session: add, change and remove lines of an event, each time with the decision as if judged afresh.

        Raises:
            EventError: The event cannot be read at all.
        """
        message = _decoded(event) if isinstance(event, bytes) else event
        return Session(message, self._started, self._among, self.decide)

    def _started(self, message: Mapping[str, object]) -> LineSession | None:
        prepared = self.prepare(message)
        if isinstance(prepared, Facts):
            return None
        return LineSession(self.reader, self.program.sieve(prepared), prepared)

    def decide_bytes(self, data: bytes) -> bytes:
        """Judge one event given as JSON; return the decision as one JSON line.

        Raises:
            EventError: It is no JSON, or no event.
        """
        return self.decide_prepared(self.prepare(data)).json()

    def decide_plain(self, data: bytes) -> bytes | None:
        """Do as ``decide_bytes`` where nothing in the event has to be interpreted; else return ``None``."""
        plain = self.reader.json(data)
        return None if plain is None else self._among(plain, self.program.sift(plain)).json()

    def facts(self, event: ClaimEvent | Mapping[str, object]) -> Facts:
        """Read an event into facts; raise ``EventError`` if it cannot be read at all."""
        _require_event(event)
        return self._facts(event)

    def _facts(self, event: ClaimEvent | Mapping[str, object], absent: Mapping[str, Collection] | None = None) -> Facts:
        model, profile = self.model, self._profile(event)
        read = read_event(event, model.schema, model.catalog.systems, self._knows, profile, absent)
        if isinstance(read, EventRefused):
            raise EventError(read.path, read.message)
        return read

    def decide(
        self,
        event: ClaimEvent | Mapping[str, object] | bytes,
        *,
        justifications: Iterable[Justification] = (),
        ledger: Ledger | None = None,
    ) -> Decision:
        """Judge one event.

        Args:
            event: A ``ClaimEvent``, the same as plain data (numbers as int, Decimal or text), or its JSON.
            justifications: Reasons given for findings of earlier decisions on the same question.
            ledger: What was shown and justified; replaces the event's own ``ledger``.

        Raises:
            EventError: The event has no readable body, phase or patient. Any other fault of the event is a data note.
        """
        return self.decide_prepared(self.prepare(event), justifications=justifications, ledger=ledger)

    def decide_facts(self, facts: Facts) -> Decision:
        """Judge facts that were read before."""
        return self.decide_results(facts, self.program.judge(facts))

    def decide_results(self, facts: Facts, results: Results) -> Decision:
        """Turn what an engine found into the decision."""
        return assemble(self.model, facts, results, self.edition, self.late)

    def decide_many(self, events: Iterable[ClaimEvent | Mapping[str, object]]) -> Iterator[Decision]:
        """Judge events one by one, in order."""
        for event in events:
            yield self.decide(event)

    def judge(self, facts: Facts) -> Results:
        """Return what the event engine finds, before controls and money."""
        return self.program.judge(facts)

    def what_would_decide(
        self, facts: Facts, rule: str, rows: tuple[str, ...] = (), subject: str = ""
    ) -> Deciding | None:
        """Return which answers would settle an undetermined instance (semantics 36), or ``None`` if it is settled."""
        return what_would_decide(self.model, facts, rule, rows, subject)

    def requirements(self, *, phase: str | None = None, rule: str | None = None) -> Requirements:
        """Return which fields and collections an event must bring for a phase, a rule, or all.

        Raises:
            ValueError: There is no such phase or rule.
        """
        if phase not in (None, *PHASES):
            message = f"there is no phase `{phase}`; there are {', '.join(PHASES)}"
            raise ValueError(message)
        if rule is not None:
            self._require_rule(rule)
        return requirements(build_graph(self.model), phase=phase, rule=rule)

    def _knows(self, system: str, code: str) -> bool | None:
        codes = self.known_codes.get(system)
        return None if codes is None else code in codes

    def _require_rule(self, rule: str) -> None:
        if rule not in self.model.rules:
            near = nearest(rule, self.model.rules)
            message = f"there is no rule `{rule}`" + (f"; did you mean `{near}`?" if near else "")
            raise ValueError(message)

    def _profile(self, event: ClaimEvent | Mapping[str, object]) -> SenderProfile | None:
        senders = self.model.catalog.senders
        return senders.get(institution_of(event), senders.get("default"))


def _decoded(data: bytes) -> Mapping[str, object]:
    event = read_one(data)
    if isinstance(event, Problem):
        raise EventError(f"{event.line}:{event.column}" if event.line else "", event.message)
    return event


def _require_event(event: object) -> None:
    if not isinstance(event, ClaimEvent | Mapping):  # callers without a type checker pass JSON text, lists or nothing
        raise EventError("", f"an event is a mapping or a ClaimEvent, not {type(event).__name__}")


def load(path: str | Path, cache: Cache = NO_CACHE) -> KnowledgeBase:
    """Load a knowledge directory or a built edition.

    Args:
        path: A directory with ``kb.yaml``, or a file made by ``kb build``; another may be renamed over it at any time,
            but while it is in use it must not be written to.
        cache: Where what was read from a directory is kept, and taken from; the result is the same without.

    Raises:
        KnowledgeError: The base has errors, or the edition is damaged.
    """
    place = Path(path)
    if place.is_file():
        edition = read_edition(place)
        if edition.model is None:
            raise KnowledgeError(edition.diagnostics)
        return KnowledgeBase.of(edition.model, edition.diagnostics, edition.digest)
    model, diagnostics = load_model(place, cache)
    if model is not None:
        return KnowledgeBase.of(model, diagnostics)
    raise KnowledgeError(diagnostics)
