"""A rule's page: its sentence and all that surrounds it, every row that it reads, and the clauses that it answers."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.catalog.nodes import Table
from sanku.explain import CaseAt, explain_rule
from sanku.graph.draw.from_graph import picture_of
from sanku.graph.draw.select import UnknownName, around
from sanku.graph.draw.svg import draw_svg
from sanku.handbook.book import LANGUAGE, Book
from sanku.handbook.markdown import code, page, plain, table
from sanku.semantics.nodes import Rule

_MOST_ROWS = 200
"""The rows of a table that a rule's page shows; the others are counted."""


def rule_page(book: Book, rule: Rule) -> str:
    """Return the page of a rule."""
    cases = [CaseAt(case.title, book.place(case.span)) for case in book.cases.get(rule.name, ())]
    _, sentence, *rest = explain_rule(book.model, rule, (LANGUAGE,), cases=cases, graph=book.graph)
    parts = [f"{code(rule.name)} · {code(book.place(rule.span))}", f"> {plain(sentence.text)}"]
    listed: list[str] = []
    for paragraph in rest:
        if paragraph.depth == 1:
            parts += ["\n".join(listed)] * bool(listed)
            listed = []
            parts.append(f"## {plain(paragraph.text)}")
        else:
            listed.append(f"- {plain(paragraph.text)}")
    parts += ["\n".join(listed)] * bool(listed)
    parts += _rows(book, rule)
    parts += _asked(book, rule)
    parts += ["## 依赖图", f"![规则“{plain(rule.title)}”读哪些知识](%s.svg)" % rule.name]
    return page(rule.title, parts)


def rule_drawing(book: Book, rule: Rule) -> str:
    """Return the drawing of what a rule reads, as SVG."""
    vertices = around(book.graph, rule.name)
    assert not isinstance(vertices, UnknownName), rule.name
    return draw_svg(picture_of(book.graph, rule.title, vertices))


def _rows(book: Book, rule: Rule) -> Iterator[str]:
    for name in dict.fromkeys(step.table for step in rule.matches):
        facts = book.model.catalog.tables[name]
        rows = list(_cells(book, facts))
        yield f"## 知识点：{plain(book.called(name))}"
        yield table(
            [*(book.column(facts, column.name) for column in facts.columns), "地区与时间", "依据"], rows[:_MOST_ROWS]
        )
        if len(rows) > _MOST_ROWS:
            yield f"另有{len(rows) - _MOST_ROWS}行，见知识表 {code(name)}。"


def _cells(book: Book, facts: Table) -> Iterator[list[str]]:
    for layer in facts.layers:
        for row in layer.rows:
            cells = [
                book.cell(facts, column.name, value) for column, value in zip(facts.columns, row.cells, strict=True)
            ]
            yield [*cells, plain(book.since(row)), book.cites(row.cites, "../")]


def _asked(book: Book, rule: Rule) -> Iterator[str]:
    if book.register is None:
        return
    entries = [entry.name for entry in book.register.entries if any(one.text == rule.name for one in entry.rules)]
    if entries:
        yield "## 所答的外部条款"
        yield "、".join(f"[{plain(name)}](../clauses.md#{name.lower()})" for name in entries)
