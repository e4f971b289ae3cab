"""What every page of the handbook asks of the base: words for cells, sources and codes, and where a rule's page is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sanku.catalog.nodes import Citation, Row, Table
from sanku.core.span import Span
from sanku.core.value import CodeList, Value
from sanku.explain.reading.facts import Facts
from sanku.explain.reading.sentence import dates_phrase, layer_name
from sanku.graph import build_graph
from sanku.graph.nodes import Graph, Vertex
from sanku.handbook.markdown import code, link, plain
from sanku.semantics.nodes import Model, Rule
from sanku.testing.cases import Case
from sanku.testing.demand import Register

LANGUAGE = "zh"
_NAMES = {"code": ("name", "ingredient"), "diagnosis": ("disease",)}
"""Columns of codes to those that name what the codes mean, beside ``COLUMN_name``."""


@dataclass(frozen=True)
class Book:
    """A base as the pages read it.

    Args:
        model: The base.
        cases: The cases that name each rule.
        register: What is asked from outside, if the base has a ``coverage.yaml``.
        root: The base's folder: places are named from there.
    """

    model: Model
    cases: Mapping[str, tuple[Case, ...]]
    register: Register | None
    root: Path

    @cached_property
    def graph(self) -> Graph:
        """What reads what."""
        return build_graph(self.model)

    @cached_property
    def facts(self) -> Facts:
        """Words for facts."""
        return Facts(self.model)

    @cached_property
    def names(self) -> Mapping[tuple[str, str], str]:
        """What each code (system, text) is called, by the first row that says it."""
        found: dict[tuple[str, str], str] = {}
        for table in self.model.catalog.tables.values():
            pairs = [(at, name_at) for at, name_at in _named(table)]
            for row in (row for layer in table.layers for row in layer.rows):
                for at, name_at in pairs:
                    codes, name = row.cells[at], row.cells[name_at]
                    if isinstance(codes, CodeList) and len(codes.codes) == 1 and isinstance(name, str):
                        found.setdefault((codes.codes[0].system, codes.codes[0].text), name)
        return found

    def readers(self, vertex: Vertex) -> tuple[Rule, ...]:
        """Return the rules that read a table, a code set or a parameter, directly or through definitions and sets."""
        found: set[str] = set()
        waiting, seen = [vertex], {vertex}
        while waiting:
            for reader in self.graph.digraph.predecessors(waiting.pop()):
                if reader.kind == "rule":
                    found.add(reader.name)
                elif reader not in seen and reader.kind in ("definition", "code_set"):
                    seen.add(reader)
                    waiting.append(reader)
        return tuple(rule for name, rule in self.model.rules.items() if name in found)

    def place(self, span: Span) -> str:
        """Return a place as ``file:line:column``, the file named from the base's folder."""
        file = Path(span.file)
        shown = file.relative_to(self.root) if file.is_relative_to(self.root) else file
        return f"{shown.as_posix()}:{span.line}:{span.column}"

    def rule_link(self, rule: Rule, folder: str = "rules/") -> str:
        """Return a link to a rule's page."""
        return link(rule.title, f"{folder}{rule.name}.md")

    def called(self, name: str) -> str:
        """Return the term for a table, a parameter or a code set, else its name."""
        return self.facts.term(name, LANGUAGE)

    def column(self, table: Table, name: str) -> str:
        """Return what a column is called."""
        return plain(self.facts.column(table.name, name, LANGUAGE).strip("“”"))

    def cell(self, table: Table, name: str, value: Value) -> str:
        """Return a cell as Markdown; ``""`` for none."""
        if value is None:
            return ""
        if isinstance(value, CodeList):
            codes = [
                f"{plain(self.names.get((one.system, one.text), ''))} {code(one.text)}".strip() for one in value.codes
            ]
            return "、".join([*codes, *(f"“{plain(self.called(one))}”" for one in value.sets)])
        return plain(self.facts.word(value, table.columns[table.index(name)].type, LANGUAGE))

    def cites(self, cites: Iterable[Citation], folder: str = "") -> str:
        """Return cited documents, each linked, with the places in them."""
        return "；".join(self._cite(cite, folder) for cite in cites)

    def _cite(self, cite: Citation, folder: str) -> str:
        source = self.model.catalog.sources.get(cite.source)
        title = cite.source if source is None else f"《{source.title}》"
        return f"{link(title, f'{folder}documents.md#{cite.source}')} {plain(cite.place)}".strip()

    def since(self, row: Row) -> str:
        """Return the region and the days of a row, where it is not the nation's and for good."""
        layer = layer_name(row.layer, LANGUAGE)
        return f"{layer}{dates_phrase(row.start, row.end, LANGUAGE)}"


def _named(table: Table) -> Iterator[tuple[int, int]]:
    """Yield each column of codes with the column of its name."""
    names = [column.name for column in table.columns]
    for at, name in enumerate(names):
        for other in (f"{name}_name", *_NAMES.get(name, ())):
            if other in names:
                yield at, names.index(other)
                break
