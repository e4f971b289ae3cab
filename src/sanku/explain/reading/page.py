"""Everything about a rule, an exemption or an amendment that a reviewer asks for, as lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sanku.catalog.nodes import NATION, Citation
from sanku.claim.show import show_value
from sanku.explain.decision import Paragraph, Part
from sanku.explain.reading.facts import Facts
from sanku.explain.reading.sentence import (
    amendment_sentence,
    controls_phrase,
    dates_phrase,
    definition_sentence,
    exemption_sentence,
    layer_name,
    rule_sentence,
)
from sanku.explain.words import CONTROL_BRIEF, PHASE, PLACE, SEVERITY, STATUS, word
from sanku.graph import build_graph
from sanku.graph.nodes import Graph, Vertex
from sanku.semantics import nodes
from sanku.semantics.nodes import Model
from sanku.semantics.walk import definitions_of, everything_of

_PHASES = ("order", "settle", "audit")
_MOST_DATES = 5
"""The latest dates on which rows of a table came into force that a page lists."""


@dataclass(frozen=True, slots=True)
class CaseAt:
    """A case that names a rule: what it shows, and where it stands."""

    title: str
    place: str


def explain_rule(
    model: Model,
    rule: nodes.Rule,
    languages: Sequence[str],
    region: str = "",
    cases: Sequence[CaseAt] | None = (),
    graph: Graph | None = None,
) -> tuple[Paragraph, ...]:
    """Return a rule's sentence in each language, and what surrounds it in the first.

    Args:
        model: The base.
        rule: The rule.
        languages: ``zh``, ``en`` or both.
        region: Only what holds there; ``""`` for everywhere.
        cases: The cases that name it; ``None`` = not known here, and nothing is said of them.
        graph: What reads what in the model, if it is at hand.
    """
    language = languages[0]
    layers = set(model.catalog.chain(region)) if region else None
    exemptions = [one for one in model.exemptions.values() if one.rule == rule.name and _holds(one.layer, layers)]
    amendments = [one for one in model.amendments if one.rule == rule.name and _holds(one.layer, layers)]
    page = _Page(model, language, layers, graph or build_graph(model))
    return (
        Paragraph(0, (Part(rule.title, "strong"), Part(f"  {rule.name}  {rule.span}", "quiet"))),
        *(Paragraph(1, (Part(rule_sentence(model, rule, one)),)) for one in languages),
        *page.block(
            "definitions",
            (definition_sentence(model, one, language) for one in definitions_of(model, *everything_of(model, rule))),
        ),
        *page.block("controls", _controls(rule, amendments, language)),
        *page.block("exceptions", (exemption_sentence(model, one, language) for one in exemptions)),
        *page.block("amendments", (amendment_sentence(model, one, language) for one in amendments)),
        *page.facts(rule),
        *page.cases(cases),
        *page.block("sources", page.citations((*rule.cites, *(cite for one in exemptions for cite in one.cites)))),
        *page.block("reads", page.reads(Vertex("rule", rule.name))),
        *page.block("history", page.history(rule)),
    )


def explain_exemption(model: Model, exemption: nodes.Exemption, languages: Sequence[str]) -> tuple[Paragraph, ...]:
    """Return an exemption's sentence in each language, its sources, and what it reads."""
    page = _Page(model, languages[0], None, build_graph(model))
    withdrawn = [
        f"{layer_name(one.layer, languages[0])}{dates_phrase(one.start, None, languages[0])}"
        for one in model.withdrawals
        if one.exemption == exemption.name
    ]
    return (
        Paragraph(0, (Part(exemption.title, "strong"), Part(f"  {exemption.name}  {exemption.span}", "quiet"))),
        *(Paragraph(1, (Part(exemption_sentence(model, exemption, one)),)) for one in languages),
        *page.block("withdrawn", withdrawn),
        *page.block("sources", page.citations(exemption.cites)),
        *page.block("reads", page.reads(Vertex("exemption", exemption.name))),
    )


def explain_amendment(model: Model, amendment: nodes.Amendment, languages: Sequence[str]) -> tuple[Paragraph, ...]:
    """Return an amendment's sentence in each language, and its sources."""
    page = _Page(model, languages[0], None, build_graph(model))
    head = f"  {amendment.rule}@{amendment.layer}  {amendment.span}"
    return (
        Paragraph(0, (Part(amendment.title, "strong"), Part(head, "quiet"))),
        *(Paragraph(1, (Part(amendment_sentence(model, amendment, one)),)) for one in languages),
        *page.block("sources", page.citations(amendment.cites)),
    )


def _holds(layer: str, layers: set[str] | None) -> bool:
    return layers is None or layer in layers


def _controls(rule: nodes.Rule, amendments: Iterable[nodes.Amendment], language: str) -> Iterator[str]:
    yield f"{layer_name(rule.layer, language)}: {controls_phrase(rule.attributes, language)}"
    for one in amendments:
        term = dates_phrase(one.start, one.end, language)
        yield f"{layer_name(one.layer, language)}{term}: {controls_phrase(one.attributes, language)}"


@dataclass(frozen=True, slots=True)
class _Page:
    model: Model
    language: str
    layers: set[str] | None
    graph: Graph

    def block(self, key: str, lines: Iterable[str], empty: str = "") -> Iterator[Paragraph]:
        """Yield a heading and its lines; nothing, or the words for it, if there are none."""
        found = tuple(lines)
        if not found and not empty:
            return
        yield Paragraph(1, (Part(word(PLACE, key, self.language), "strong"),))
        for line in found:
            yield Paragraph(2, (Part(line),))
        if not found:
            yield Paragraph(2, (Part(word(PLACE, empty, self.language), "warn"),))

    def cases(self, cases: Sequence[CaseAt] | None) -> Iterator[Paragraph]:
        """Yield the cases, or that there are none."""
        if cases is not None:
            yield from self.block("cases", (f"{case.title}  {case.place}" for case in cases), empty="no_cases")

    def facts(self, rule: nodes.Rule) -> Iterator[Paragraph]:
        """Yield the tables, parameters and code sets that a rule reads."""
        read = sorted(self.graph.digraph.successors(Vertex("rule", rule.name)))
        yield from self.block("tables", (self._table(one.name) for one in read if one.kind == "table"))
        parameters = (line for one in read if one.kind == "parameter" for line in self._parameter(one.name))
        yield from self.block("parameters", parameters)
        yield from self.block("code_sets", (self._code_set(one.name) for one in read if one.kind == "code_set"))

    def _table(self, name: str) -> str:
        layers = [layer for layer in self.model.catalog.tables[name].layers if _holds(layer.layer, self.layers)]
        counts = [f"{layer_name(layer.layer, self.language)} {len(layer.rows)}" for layer in layers]
        rows = [row for layer in layers for row in layer.rows]
        weakened = [row for row in rows if row.weaken]
        text = f"{self._called(name)}: {', '.join(counts)}{self._word('rows')}"
        if weakened:
            kinds = sorted({(phase, effect) for row in weakened for phase, effect in row.weaken.items()})
            shown = ", ".join(f"{self._attribute(key)} {self._effect(effect)}" for key, effect in kinds)
            text += f"; {len(weakened)}{self._word('weakened')} {shown}"
        return text

    def _attribute(self, key: str) -> str:
        return word(PHASE, key, self.language) if key in _PHASES else self._word(key)

    def _effect(self, effect: str) -> str:
        return word({**SEVERITY, **CONTROL_BRIEF}, effect, self.language)

    def _called(self, name: str) -> str:
        """Return the term for a table, a parameter or a code set, and its name."""
        term = Facts(self.model).term(name, self.language)
        return name if term == name else f"{term} {name}"

    def _word(self, key: str) -> str:
        return word(PLACE, key, self.language)

    def _parameter(self, name: str) -> Iterator[str]:
        facts = self.model.catalog.parameters[name]
        for value in facts.values:
            if _holds(value.layer, self.layers):
                shown = show_value(value.value, facts.type, self.language)
                term = dates_phrase(value.start, value.end, self.language)
                yield f"{self._called(name)}: {layer_name(value.layer, self.language)}{term} {shown}"

    def _code_set(self, name: str) -> str:
        layers = [one for one in self.model.catalog.code_sets[name].layers if _holds(one.layer, self.layers)]
        counts = (f"{layer_name(one.layer, self.language)} {len(one.include)}" for one in layers)
        return f"{self._called(name)}: {', '.join(counts)}{self._word('ranges')}"

    def citations(self, cites: Iterable[Citation]) -> Iterator[str]:
        """Yield each cited document with the place in it."""
        for cite in dict.fromkeys((one.source, one.place) for one in cites):
            source = self.model.catalog.sources.get(cite[0])
            title = cite[0] if source is None else f"《{source.title}》" if self.language == "zh" else source.title
            number = f" {source.number}" if source is not None and source.number else ""
            yield f"{title}{number} {cite[1]}"

    def reads(self, vertex: Vertex) -> Iterator[str]:
        """Yield what an item reads, by kind."""
        kinds = ("field", "table", "parameter", "code_set", "definition")
        for kind in kinds:
            names = sorted(found.name for found in self.graph.digraph.successors(vertex) if found.kind == kind)
            if names:
                yield f"{self._word(kind)}: {', '.join(names)}"

    def history(self, rule: nodes.Rule) -> Iterator[str]:
        """Yield when a rule holds and was published, and its state."""
        status = rule.attributes.status or "active"
        yield f"{self._word('status')}: {word(STATUS, status, self.language)}"
        term = dates_phrase(rule.start, rule.end, self.language).strip()
        yield f"{self._word('effective')}: {term or self._word('always')}"
        if rule.published is not None:
            yield f"{self._word('published')}: {rule.published}"
        for step in rule.matches:
            layers = [one for one in self.model.catalog.tables[step.table].layers if _holds(one.layer, self.layers)]
            starts = sorted({row.start for layer in layers for row in layer.rows if row.start is not None})
            if starts:
                dates = ", ".join(map(str, starts[-_MOST_DATES:]))
                yield f"{self._called(step.table)}: {self._word('rows_from')} {dates}"
        if rule.layer != NATION:
            yield layer_name(rule.layer, self.language)
