"""``stale-source``: what holds today rests on a document that another one took the place of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from sanku.catalog.layers import RUNNING, texts_of
from sanku.catalog.nodes import Catalog, Citation
from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic, Severity
from sanku.semantics.nodes import Model

NEEDS_ALL = True

_Resting = tuple[str, tuple[Citation, ...], date | None, Span]


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per open-ended rule or fact and superseded source that it cites without its successor."""
    newer = {source.id: source.superseded_by for source in model.catalog.sources.values() if source.superseded_by}
    for what, cites, end, span in (*_rules(model), *_facts(model.catalog), *_rows(model.catalog, newer)):
        cited = {citation.source for citation in cites}
        for source in sorted(cited & newer.keys()):
            if end is None and newer[source] not in cited:
                yield Diagnostic(
                    code="stale-source",
                    message=f"{what} rests on `{source}`, which `{newer[source]}` took the place of",
                    span=span,
                    severity=Severity.WARNING,
                    help=f"cite `{newer[source]}`, or end it on the last day of `{source}`",
                )


def _rules(model: Model) -> Iterator[_Resting]:
    for rule in model.rules.values():
        yield f"`{rule.name}`", rule.cites, rule.end, rule.span
    for exemption in model.exemptions.values():
        yield f"`{exemption.name}`", exemption.cites, exemption.end, exemption.span
    for amendment in model.amendments:
        yield f"an amendment of `{amendment.rule}`", amendment.cites, amendment.end, amendment.span


def _facts(catalog: Catalog) -> Iterator[_Resting]:
    for parameter in catalog.parameters.values():
        for value in parameter.values:
            yield f"a value of `{parameter.name}`", value.cites, value.end, value.span
    for code_set in catalog.code_sets.values():
        for layer in code_set.layers:
            yield f"code set `{code_set.name}`", layer.cites, layer.end, layer.span


def _rows(catalog: Catalog, newer: Mapping[str, str]) -> Iterator[_Resting]:
    """Yield the rows in force that cite a superseded source; no other row is built."""
    for table in catalog.tables.values() if newer else ():
        ended = {name for part in table.layers for name in texts_of(part.rows, "supersedes")}
        for part in table.layers:
            texts = enumerate(texts_of(part.rows, "cites"))
            for row in (part.rows[place] for place, text in texts if any(name in text for name in newer)):
                if row.status in RUNNING and row.id not in ended:
                    yield f"row `{row.id}` of `{table.name}`", row.cites, row.end, row.span
