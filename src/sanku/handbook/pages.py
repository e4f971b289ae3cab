"""A base to all pages of its handbook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sanku.explain.reading.sentence import layer_name
from sanku.explain.words import CONTROL_BRIEF, SEVERITY, STATUS, word
from sanku.handbook.book import LANGUAGE, Book
from sanku.handbook.documents import clauses_page, documents_page
from sanku.handbook.markdown import link, page, plain, table
from sanku.handbook.rules import rule_drawing, rule_page
from sanku.handbook.things import KINDS, things_page
from sanku.semantics.nodes import Model, Rule
from sanku.testing import Suite
from sanku.testing.demand import Register
from sanku.testing.naming import cases_by_rule

_PHASES = ("order", "settle", "audit")


def handbook(model: Model, suite: Suite, register: Register | None, edition: str, root: Path) -> Mapping[str, str]:
    """Return the pages of a handbook in Chinese: path below its folder to Markdown, and to SVG for the drawings.

    Args:
        model: The base.
        suite: Its cases.
        register: What is asked of it from outside, if it has a ``coverage.yaml``.
        edition: The digest of the base, so that a reader can tell which it was.
        root: The base's folder.
    """
    book = Book(model, cases_by_rule(model, suite.cases), register, root)
    found = {"index.md": _index(book, edition), "clauses.md": clauses_page(book), "documents.md": documents_page(book)}
    found |= {f"{kind}.md": things_page(book, kind) for kind in KINDS}
    for rule in model.rules.values():
        found[f"rules/{rule.name}.md"] = rule_page(book, rule)
        found[f"rules/{rule.name}.svg"] = rule_drawing(book, rule)
    return found


def _index(book: Book, edition: str) -> str:
    catalog = book.model.catalog
    rows = sum(len(layer.rows) for facts in catalog.tables.values() for layer in facts.layers)
    counts = f"{len(book.model.rules)}条规则，{rows}个知识点，{len(catalog.sources)}份依据文件，版本 `{edition[:12]}`。"
    ways = [link(title, f"{kind}.md") for kind, (title, _) in KINDS.items()]
    ways += [link("按条款", "clauses.md"), link("按依据文件", "documents.md")]
    parts = [counts, f"查找：{'、'.join(ways)}；或用上方的搜索框输入药品名、项目名、编码或条款号。"]
    modules: dict[str, list[Rule]] = {}
    for rule in book.model.rules.values():
        modules.setdefault(rule.name.rpartition(".")[0], []).append(rule)
    for module, rules in modules.items():
        layers = sorted({rule.layer for rule in rules})
        parts.append(f"## {plain(module)}（{'、'.join(layer_name(layer, LANGUAGE) for layer in layers)}）")
        parts.append(table(["规则", "事前", "事中", "事后", "程度", "状态"], (_row(book, rule) for rule in rules)))
    return page(f"知识库手册：{catalog.name}", parts)


def _row(book: Book, rule: Rule) -> list[str]:
    said = rule.attributes
    controls = [_control(said.controls[phase]) if phase in said.controls else "" for phase in _PHASES]
    severity = word(SEVERITY, said.severity, LANGUAGE) if isinstance(said.severity, str) else ""
    return [book.rule_link(rule), *controls, severity, word(STATUS, said.status or "active", LANGUAGE)]


def _control(effect: object) -> str:
    return plain(word(CONTROL_BRIEF, str(effect), LANGUAGE))
