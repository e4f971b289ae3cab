"""For a mutant that no case notices, the case that would.

First the rule's own cases are asked all that they could expect, then the neighbours of its cases, since authors reach
states that no search does, then its boundary cases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice
from pathlib import Path

from sanku.catalog.nodes import NATION
from sanku.claim.decision import Decision
from sanku.claim.facts import Facts
from sanku.engines.reference import branches_taken
from sanku.graph import build_graph
from sanku.judgement import decide as assemble
from sanku.judgement.results import Results
from sanku.kb import EventError, KnowledgeBase
from sanku.semantics.nodes import Model, Rule
from sanku.testing.cases import Case, Data, complete
from sanku.testing.compare import differences
from sanku.testing.generation import (
    boundary_drafts,
    case_text,
    case_title,
    cases_about,
    event_of,
    expectation,
    flow,
    judge_alone,
)
from sanku.testing.generation.constants import Constants, completed, constants_of
from sanku.testing.generation.slots import fields_read, pools_of, with_values_of
from sanku.testing.mutation.judge import changed_results
from sanku.testing.mutation.neighbours import Near, Words, changed, nearest, ways
from sanku.testing.mutation.nodes import Hint, Mutant


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """An event as it is written, its facts, and what the rule alone finds and decides on it.

    Args:
        case: The case whose own event it is.
    """

    near: Near
    facts: Facts
    results: Results
    decision: Decision
    case: Case | None = None


@dataclass(frozen=True, slots=True)
class Killer:
    """What would notice a mutant.

    Args:
        text: A case as YAML; or, of a case that is there, what it could expect.
        place: Where the case stands that is there; ``""`` = it is a new one.
    """

    text: str
    place: str = ""


@dataclass
class Search:
    """What is tried for the mutants of one rule.

    Args:
        base: The base.
        rule: The rule.
        cases: Its cases.
    """

    base: KnowledgeBase
    rule: Rule
    cases: tuple[Case, ...]

    def cases_themselves(self) -> Iterator[Candidate]:
        """Yield the cases: what they expect may say less than what is found."""
        for case in self.cases:
            found = self._judged(Near(case.written, ""))
            if found is not None:
                yield replace(found, case=case) if case.rules == (self.rule.name,) else found

    @cached_property
    def boundaries(self) -> list[Candidate]:
        """The boundary cases of the rule, in each of its phases."""
        schema, judged = self.base.model.schema, []
        for one in boundary_drafts(self.base, self.rule, events=[case.event for case in self.cases]):
            for phase in sorted(self.rule.attributes.controls):
                found = self._judged(Near(event_of(replace(one.draft, phase=phase), schema), one.shows))
                if found is not None:
                    judged.append(found)
        return judged

    def around(self, mutant: Mutant) -> Iterator[Candidate]:
        """Yield what lies around the cases that meet a mutant's row, or any instance of the rule.

        What was judged for one mutant is kept for the next that asks for the same.
        """
        if mutant.hint not in self._judged_around:
            self._judged_around[mutant.hint] = [], islice(self._around(mutant), _MOST_TRIES)
        kept, more = self._judged_around[mutant.hint]
        yield from kept
        for one in more:
            kept.append(one)
            yield one

    def _around(self, mutant: Mutant) -> Iterator[Candidate]:
        words, cases = self._words(mutant), self._meeting(mutant)
        events = [_moved_to(mutant.hint.layer, case.written) for case in cases]
        every = chain(
            (near for event in events for near in nearest(event, words)),
            (near for event in events[:_MOST_CASES] for near in changed(event, words)),
        )
        yield from (one for one in map(self._judged, every) if one is not None)

    def _meeting(self, mutant: Mutant) -> list[Case]:
        """Return the cases that meet the mutant's row; those first in which the rule is asked anything at all."""
        row = mutant.hint.row
        wanted = row is not None and any(step.table == row[0] for step in self.rule.matches)
        return [case for case, rows in self._ranked if not wanted or row in rows]

    @cached_property
    def _ranked(self) -> list[tuple[Case, frozenset[tuple[str, str, str]]]]:
        ranked: list[tuple[int, Case, frozenset[tuple[str, str, str]]]] = []
        for case in self.cases:
            taken = branches_taken(self.base.model, self.base.facts(case.event), self.rule.name)
            rows = frozenset(
                (step.table, row.layer, row.id) for one in taken for step in self.rule.matches for row in one.rows
            )
            ranked.append((min((_RANK[one.branch] for one in taken), default=len(_RANK)), case, rows))
        ranked.sort(key=lambda one: one[0])
        places = [sum(other[0] == rank for other in ranked[:place]) for place, (rank, _, _) in enumerate(ranked)]
        turns = sorted(zip(places, ranked, strict=True), key=lambda one: (one[0] // _AT_A_TIME, one[1][0]))
        return [(case, rows) for _, (_, case, rows) in turns]

    @cached_property
    def _judged_around(self) -> dict[Hint, tuple[list[Candidate], Iterator[Candidate]]]:
        return {}

    def _constants(self, row: tuple[str, str, str] | None) -> Constants:
        """Return what the rule compares with: as a row says it, if the mutant is about one."""
        if row not in self._constants_of:
            region, rows = (self.rule.layer, ()) if row is None else (row[1], (row[2],))
            self._constants_of[row] = constants_of(self.base.model, self.rule, region, rows)
        return self._constants_of[row]

    @cached_property
    def _constants_of(self) -> dict[tuple[str, str, str] | None, Constants]:
        return {}

    @cached_property
    def _read(self) -> dict[str, tuple[str, ...]]:
        return fields_read(build_graph(self.base.model), self.rule)

    def _words(self, mutant: Mutant) -> Words:
        model, constants = self.base.model, self._constants(mutant.hint.row)
        codes = dict(constants.codes)
        for code in mutant.hint.codes:
            codes[code.system] = tuple(dict.fromkeys((completed(model, code), *codes.get(code.system, ()))))
        constants = replace(constants, codes=codes)
        pools = pools_of(model, self._read, constants)
        pools = with_values_of(pools, [case.event for case in self.cases], model)
        members = constants.members.values()
        said = {member for some in members for member in some}
        texts = (*(text for text in constants.texts if text not in said), _OTHER_NAME)
        if len(texts) > 1:
            pools |= {(place, "name"): texts for place, _ in pools if place.rpartition(".")[2] == "lines"}
        fields = {way: values[:_MOST_VALUES] for way, values in ways(model.schema, pools).items()}
        others = {one: some for some in (*members, texts) for one in some}
        days = tuple(dict.fromkeys((*mutant.hint.days, *constants.edges)))[:_MOST_DAYS]
        lengths = [int(one.base) for one in constants.quantities if one.dimension == (("day", 1),)]
        ages = [age for one in constants.quantities if (age := _MONTHS.get(one.unit.name, 0) * int(one.value))]
        return Words(fields, others, days, lengths, ages)

    def _judged(self, near: Near) -> Candidate | None:
        try:
            facts = self.base.facts(complete(near.event, self.base.model.schema))
        except EventError:
            return None
        if facts.notes:
            return None
        results = judge_alone(self.base, self.rule, facts)
        return Candidate(near, facts, results, self.base.decide_results(facts, results))

    def notices(self, model: Model, one: Candidate) -> bool:
        """Tell whether a candidate comes out otherwise on a changed model."""
        name = self.rule.name
        results = changed_results(model, (name,), one.facts, frozenset((name,)), one.results)
        decision = assemble(model, one.facts, results, self.base.edition, self.base.late)
        return bool(differences(expectation(one.decision), decision))

    def killer(self, one: Candidate) -> Killer:
        """Return a candidate as the text of a case file, or as what its case could expect."""
        if one.case is not None:
            expect = "\n".join(f"    {key}: {flow(value)}" for key, value in expectation(one.decision).items())
            return Killer(f"  expect:\n{expect}\n", f"{one.case.span}")
        title = case_title(self.rule, str(one.near.event.get("phase")), one.near.shows, one.decision)
        return Killer(case_text(self.rule, one.near.event, one.decision, title))


_OTHER_NAME = "其他项目"
_MONTHS = {"year": 12, "month": 1}
_AT_A_TIME = 3
"""Cases of one branch, before those of the next are tried."""
_RANK = {"fired": 0, "excepted": 1, "undetermined": 2, "not fired": 3}
_MOST_CASES, _MOST_DAYS, _MOST_VALUES, _MOST_TRIES = 8, 6, 10, 1500


def _moved_to(region: str, event: Mapping[str, Data]) -> Mapping[str, Data]:
    """Return an event of a region: insured and treated there."""
    return event if region == NATION else {**event, "insured_region": region, "care_region": region}


def killers(base: KnowledgeBase, root: Path, rule: Rule, mutants: Iterable[Mutant]) -> dict[tuple[str, str], Killer]:
    """Return, for each mutant (place, text) of a rule, what notices it; as few cases as will do."""
    search = Search(base, rule, cases_about(base, root, rule))
    own = tuple(search.cases_themselves())
    chosen: list[Candidate] = []
    found: dict[tuple[str, str], Killer] = {}
    for mutant in mutants:
        tried = chain(chosen, own, search.around(mutant), search.boundaries)
        by = next((one for one in tried if search.notices(mutant.model, one)), None)
        if by is not None:
            chosen = [by, *(one for one in chosen if one is not by)]
            found[str(mutant.span), mutant.text] = search.killer(by)
    return found
