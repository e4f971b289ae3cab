"""What every reader of fact files needs: what is already known of the base, and where problems go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from sanku.catalog.cell_problem import CellProblem
from sanku.catalog.cells import CellContext
from sanku.catalog.nodes import Catalog, Citation
from sanku.catalog.problems import Problems
from sanku.core.text import nearest
from sanku.core.types import EnumType
from sanku.storage import NO_CACHE, Cache


class Loading(msgspec.Struct, frozen=True):
    """One load.

    Args:
        catalog: Everything but tables, parameters and code sets.
        cells: What cells may refer to.
        enums: Enumerations of the event schema.
        problems: Where diagnostics go.
    """

    catalog: Catalog
    cells: CellContext
    enums: Mapping[str, EnumType]
    problems: Problems
    cache: Cache = NO_CACHE
    told: bytes = b""

    def report_unknown_sources(self, cites: Iterable[Citation]) -> None:
        """Report citations of sources that are not declared."""
        for citation in cites:
            if citation.source not in self.catalog.sources:
                problem = unknown_source(citation.source, self.catalog.sources)
                self.problems.error(problem.code, problem.message, citation.span, help=problem.help)


def unknown_source(source: str, sources: Iterable[str]) -> CellProblem:
    """Return what is wrong with citing a source that is not declared."""
    near = nearest(source, sources)
    advice = f"did you mean `{near}`?" if near else f"write `sources/{source}.yaml` with its `title:`"
    return CellProblem("unknown-source", f"there is no source `{source}`", advice)
