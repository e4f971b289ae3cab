"""By document: what rests on it. By clause: what is asked from outside, and what answers it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sanku.handbook.book import Book
from sanku.handbook.markdown import code, page, plain, table
from sanku.testing.demand import Entry

_SECTIONS = {"clauses": "公开的审核条款", "framework": "国家规则框架"}
_ANSWERS = {"needs": "缺少数据", "human": "须由人判断", "population": "群体统计，非单次就诊可判"}


def documents_page(book: Book) -> str:
    """Return the page of cited documents, each with the rules and the counts of facts that rest on it."""
    rules: dict[str, list[str]] = defaultdict(list)
    for rule in book.model.rules.values():
        for source in dict.fromkeys(cite.source for cite in rule.cites):
            places = "、".join(plain(cite.place) for cite in rule.cites if cite.source == source and cite.place)
            rules[source].append(f"- {book.rule_link(rule)}：{places}" if places else f"- {book.rule_link(rule)}")
    facts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for name, sources in _facts(book):
        for source in sources:
            facts[source][name] += 1
    parts: list[str] = []
    for document in book.model.catalog.sources.values():
        told = (document.issuer, document.number, str(document.issued or ""))
        parts.append(f"### {plain(document.title)} {{: #{document.id} }}")
        address = f"<{document.link}>" if document.link else ""
        parts.append(" · ".join([*(plain(one) for one in told if one), *([address] * bool(address))]))
        counts = [f"- 知识：{plain(book.called(name))} {count}条" for name, count in facts[document.id].items()]
        parts += ["\n".join([*rules[document.id], *counts])] if rules[document.id] or counts else []
    return page("按依据文件", parts)


def _facts(book: Book) -> Iterator[tuple[str, set[str]]]:
    catalog = book.model.catalog
    for facts in catalog.tables.values():
        for layer in facts.layers:
            for row in layer.rows:
                yield facts.name, {cite.source for cite in row.cites}
    for parameter in catalog.parameters.values():
        for value in parameter.values:
            yield parameter.name, {cite.source for cite in value.cites}
    for codes in catalog.code_sets.values():
        for part in codes.layers:
            yield codes.name, {cite.source for cite in part.cites}


def clauses_page(book: Book) -> str:
    """Return the page of what is asked from outside; a base without ``coverage.yaml`` says so."""
    if book.register is None:
        return page("按条款", ["本库没有 `coverage.yaml`，未登记外部条款。"])
    parts: list[str] = []
    for section, entries in book.register.sections.items():
        parts.append(f"## {_SECTIONS.get(section, section)}")
        rows = [_entry(book, entry) for entry in entries]
        parts.append(table(["条款", "规则", "触发用例", "不触发用例"], rows))
    return page("按条款", parts)


def _entry(book: Book, entry: Entry) -> list[str]:
    anchor = f'<a id="{entry.name.lower()}"></a>{code(entry.name)}'
    if entry.reason is not None:
        return [anchor, f"{_ANSWERS.get(entry.kind, entry.kind)}：{plain(entry.reason.text)}", "", ""]
    rules = (book.model.rules[one.text] for one in entry.rules if one.text in book.model.rules)
    answers = "、".join(book.rule_link(rule) for rule in rules)
    fires, spares = ("、".join(plain(one.text) for one in each) for each in (entry.fires, entry.spares))
    return [anchor, answers, fires, spares]
