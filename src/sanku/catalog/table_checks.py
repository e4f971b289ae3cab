"""What the rows of a table must hold together, and what every fact should say; run after all facts are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanku.catalog.layers import catalogue_column, texts_of
from sanku.catalog.nodes import Catalog, Table, TableLayer
from sanku.catalog.problems import Problems
from sanku.catalog.row_overlaps import report_overlaps
from sanku.catalog.row_references import report_references
from sanku.catalog.stored import FACTS, said
from sanku.core.text import nearest
from sanku.storage import NO_CACHE, Cache, key_of

_FAULTLESS = "without fault"


def report_faults(catalog: Catalog, problems: Problems, cache: Cache = NO_CACHE) -> None:
    """Report what is wrong between facts that are each right alone; a table once found faultless is not read again."""
    around = said((catalog.systems, catalog.code_sets, catalog.regions))
    for table in catalog.tables.values():
        key = key_of((around, said(table)))
        if cache.get(FACTS, key) is not None:
            continue
        before, faulty = problems.count, problems.files_with_errors()
        for layer in table.layers:
            _report_layer(layer, table, problems)
        report_references(table, catalog, problems)
        report_overlaps(table, catalog, problems)
        if problems.count == before and not faulty:
            cache.put(FACTS, key, _FAULTLESS)
    _report_bare_facts(catalog, problems)
    _report_catalogues(catalog, problems)
    _report_mixed_regions(catalog, problems)


def report_lacks(catalog: Catalog, problems: Problems) -> None:
    """Report what facts of a catalog lack each by itself, and days that are the wrong way round."""
    for table in catalog.tables.values():
        for layer in table.layers:
            _report_layer(layer, table, problems)
    _report_bare_facts(catalog, problems)


def _report_layer(layer: TableLayer, table: Table, problems: Problems) -> None:
    rows = layer.rows
    for position in _reversed(texts_of(rows, "from"), texts_of(rows, "to")):
        row = rows[position]
        message = f"row `{row.id}` ends on {row.end}, before it starts on {row.start}"
        problems.error(
            "reversed-interval", message, row.span, help="swap `from` and `to`", topic=f"table `{table.name}`"
        )
    files = {layer.span.file, *(row.span.file for row in rows[:1])}
    if files & problems.files_with_errors():
        return
    for attribute, code, lack, advice in (
        ("from", "undated-fact", "the day from which it holds", "write `from: 2024-01-01`"),
        ("cites", "uncited-fact", "what it rests on", "write `cites: [source, place]`"),
    ):
        bare = [position for position, text in enumerate(texts_of(rows, attribute)) if not text] if len(rows) else []
        if bare:
            row = rows[bare[0]]
            more = f" (as {len(bare) - 1} more rows)" if len(bare) > 1 else ""
            message = f"row `{row.id}` of table `{table.name}` does not say {lack}{more}"
            problems.warning(code, message, row.span, help=f"{advice} in the row, or once for the table")


def _reversed(starts: Sequence[str], ends: Sequence[str]) -> Iterator[int]:
    """Yield positions whose last day comes before the first; ISO texts sort as their days."""
    if not any(ends):
        return
    for position, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if start and end and end < start:
            yield position


def _report_bare_facts(catalog: Catalog, problems: Problems) -> None:
    advice = "write `cites: [source, place]`"
    faulty = problems.files_with_errors()
    for parameter in catalog.parameters.values():
        for value in parameter.values:
            if not value.cites and value.span.file not in faulty:
                message = f"a value of parameter `{parameter.name}` does not say what it rests on"
                problems.warning("uncited-fact", message, value.span, help=advice)
    for code_set in catalog.code_sets.values():
        for layer in code_set.layers:
            if not layer.cites and layer.span.file not in faulty:
                message = f"code set `{code_set.name}` does not say what it rests on"
                problems.warning("uncited-fact", message, layer.span, help=advice)


def _report_catalogues(catalog: Catalog, problems: Problems) -> None:
    for system in catalog.systems.values():
        table = catalog.tables.get(system.catalogue)
        if system.catalogue and table is None:
            near = nearest(system.catalogue, catalog.tables)
            message = f"code system `{system.name}` names the catalogue `{system.catalogue}`, which is no table"
            problems.error("unknown-table", message, help=f"did you mean `{near}`?" if near else "")
        elif table is not None and catalogue_column(table, system.name) is None:
            message = f"table `{table.name}` is the catalogue of `{system.name}` but has no column of its codes"
            problems.error("unknown-column", message, table.span, help=f'write `code: "code[{system.name}]"`')


def _report_mixed_regions(catalog: Catalog, problems: Problems) -> None:
    """Report sets that include a set of the other region kind: one chain could not resolve both."""
    for code_set in catalog.code_sets.values():
        for layer in code_set.layers:
            for name in layer.includes_sets:
                other = catalog.code_sets.get(name)
                if other is not None and other.region != code_set.region:
                    message = f"`{code_set.name}` is of region `{code_set.region}`, `{name}` in it of `{other.region}`"
                    advice = f"write `region: {code_set.region}` in both"
                    problems.error("region-mismatch", message, layer.span, help=advice)
