"""What an instance rests on: the citations of its rule, rows, amendments, parameters and exceptions (semantics 10).

A value that a region sets is cited by the region's source, never by the nation's alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from sanku.catalog.layers import parameter_value
from sanku.catalog.nodes import Citation
from sanku.claim.decision import CitationText
from sanku.claim.facts import Facts
from sanku.judgement.results import Fired
from sanku.semantics.nodes import Model
from sanku.semantics.versions import holds_on


def citations_of(model: Model, facts: Facts, fired: Fired) -> tuple[CitationText, ...]:
    """Return the documents and places, each once: rule, rows, amendments in force, parameters used, exceptions."""
    found: dict[tuple[str, str], CitationText] = {}
    for cite in _cited(model, facts, fired):
        document = model.catalog.sources.get(cite.source)
        title = document.title if document is not None else cite.source
        found.setdefault((cite.source, cite.place), CitationText(cite.source, title, cite.place))
    return tuple(found.values())


def _cited(model: Model, facts: Facts, fired: Fired) -> Iterator[Citation]:
    instance = fired.instance
    rule = instance.version.rule
    yield from rule.cites
    for row in instance.rows:
        yield from row.cites
    chain = _chain(model, facts, rule.region)
    for amendment in model.amendments:
        is_seen = amendment.rule == rule.name and amendment.layer in chain
        if is_seen and holds_on(amendment.start, amendment.end, instance.day):
            yield from amendment.cites
    for name in sorted({item.path for item in fired.evidence} & model.catalog.parameters.keys()):
        parameter = model.catalog.parameters[name]
        value = parameter_value(parameter, _chain(model, facts, parameter.region), instance.day)
        yield from () if value is None else value.cites
    for exemption in instance.version.exemptions:
        if exemption.name in fired.excepted_by:
            yield from exemption.cites


def _chain(model: Model, facts: Facts, region: str) -> tuple[str, ...]:
    return model.catalog.chain(facts.insured_region if region == "insured" else facts.care_region)
