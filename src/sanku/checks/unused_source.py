"""``unused-source``: nothing cites a source."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.catalog.layers import texts_of
from sanku.catalog.nodes import Catalog, Citation
from sanku.catalog.rows import citations_of
from sanku.diagnostics.message import Diagnostic, Severity
from sanku.semantics.nodes import Model

NEEDS_ALL = True


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per source that no rule, fact or other source names; those it took the place of are kept."""
    catalog = model.catalog
    cited = {citation.source for citation in (*_of_rules(model), *_of_facts(catalog))}
    cited |= {source.superseded_by for source in catalog.sources.values()}
    open_ = {source.id for source in catalog.sources.values() if not source.superseded_by} - cited
    open_ -= set(_of_rows(catalog)) if open_ and model.rules else open_
    for name in sorted(open_):
        yield Diagnostic(
            code="unused-source",
            message=f"nothing cites `{name}`",
            span=catalog.sources[name].span,
            severity=Severity.WARNING,
            help=f'cite it where it is the reason: `cites {name} "第三条"`; or delete it',
        )


def _of_rules(model: Model) -> Iterator[Citation]:
    yield from (cite for rule in model.rules.values() for cite in rule.cites)
    yield from (cite for definition in model.definitions.values() for cite in definition.cites)
    yield from (cite for exemption in model.exemptions.values() for cite in exemption.cites)
    yield from (cite for amendment in model.amendments for cite in amendment.cites)


def _of_facts(catalog: Catalog) -> Iterator[Citation]:
    for parameter in catalog.parameters.values():
        for value in parameter.values:
            yield from value.cites
    for code_set in catalog.code_sets.values():
        for layer in code_set.layers:
            yield from layer.cites


def _of_rows(catalog: Catalog) -> Iterator[str]:
    """Yield the sources that rows cite; no row is built."""
    for table in catalog.tables.values():
        for part in table.layers:
            for text in set(texts_of(part.rows, "cites")):
                yield from (source for source, _ in citations_of(text))
