"""What the base says of a drug, a service, a diagnosis or an operation: each code with its rows and rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sanku.catalog.nodes import CodeSet, Row, Table
from sanku.core.value import CodeList
from sanku.graph.nodes import Vertex
from sanku.handbook.book import Book
from sanku.handbook.markdown import code, page, plain

KINDS = {
    "drugs": ("按药品", ("nhsa_drug", "nhsa_herb")),
    "services": ("按诊疗项目与耗材", ("nhsa_service", "nhsa_consumable", "provincial_item")),
    "diagnoses": ("按诊断", ("icd10",)),
    "procedures": ("按手术操作", ("icd9cm3",)),
}
"""A page to its title and the code systems that it lists."""


@dataclass(frozen=True, slots=True)
class _Told:
    """One thing said of a code, and the order in which it is listed."""

    system: str
    text: str
    said: str


def things_page(book: Book, kind: str) -> str:
    """Return the page of one kind of thing, in the order of its codes."""
    title, systems = KINDS[kind]
    told = sorted((one for one in _told(book) if one.system in systems), key=lambda one: (one.text, one.said))
    parts = ["编码可为上级编码：以它起头的各规格、各包装、各亚目都在内。"]
    heading = ""
    lines: list[str] = []
    for one in told:
        name = f"{plain(book.names.get((one.system, one.text), ''))} {code(one.text)}".strip()
        if name != heading:
            parts += ["\n".join(lines)] * bool(lines)
            parts.append(f"### {name}")
            heading, lines = name, []
        if one.said not in lines:
            lines.append(one.said)
    parts += ["\n".join(lines)] * bool(lines)
    return page(title, parts)


def _told(book: Book) -> Iterator[_Told]:
    catalog = book.model.catalog
    for facts in catalog.tables.values():
        rules = book.readers(Vertex("table", facts.name))
        links = "、".join(book.rule_link(rule) for rule in rules) or plain(book.called(facts.name))
        for row in (row for layer in facts.layers for row in layer.rows):
            for at, cell in enumerate(row.cells):
                for one in cell.codes if isinstance(cell, CodeList) else ():
                    yield _Told(one.system, one.text, f"- {links}：{_row(book, facts, row, at)}")
    for codes in catalog.code_sets.values():
        rules = book.readers(Vertex("code_set", codes.name))
        links = "、".join(book.rule_link(rule) for rule in rules)
        if links:
            yield from _members(book, codes, links)


def _row(book: Book, facts: Table, row: Row, at: int) -> str:
    """Return what a row says besides the code itself."""
    columns: Sequence[tuple[str, str]] = [
        (book.column(facts, column.name), book.cell(facts, column.name, value))
        for place, (column, value) in enumerate(zip(facts.columns, row.cells, strict=True))
        if place != at and not column.name.endswith(("name", "_en"))
    ]
    said = "，".join(f"{name} {value}" for name, value in columns if value)
    return "；".join(part for part in (said, plain(book.since(row)), book.cites(row.cites)) if part)


def _members(book: Book, codes: CodeSet, links: str) -> Iterator[_Told]:
    for layer in codes.layers:
        for one in layer.include:
            span = "" if one.first == one.last else f"（至 {code(one.last)}）"
            said = f"- 编码集“{plain(book.called(codes.name))}”{span}，用于：{links}"
            yield _Told(codes.system, one.first, said)
