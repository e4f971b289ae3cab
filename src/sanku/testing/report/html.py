"""A run as one HTML page that needs no network: what failed and why, then coverage; in Chinese for who reviews it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files

from sanku.diagnostics.columns import safe
from sanku.testing.coverage import FactsCoverage, RuleCoverage, shares
from sanku.testing.report.nodes import Report
from sanku.testing.report.sides import sides
from sanku.testing.report.why import why_lines
from sanku.testing.results import CaseResult

_KINDS = {"branches": "规则分支", "instances": "规则实例（知识点行）", "regions": "地方层级", "values": "参数取值"}
_PARTS = {
    "fired order": "事前触发", "fired settle": "事中触发", "fired audit": "事后触发", "not fired": "未触发",
    "excepted": "豁免", "undetermined": "无法判定",
}  # fmt: skip
_BRANCHES = {"fired": "触发", "not fired": "未触发", "excepted": "豁免", "undetermined": "无法判定"}
_SEARCH = (
    "const q=document.getElementById('q');q.oninput=()=>document.querySelectorAll('tr[data-text]').forEach("
    "r=>{r.hidden=!r.dataset.text.includes(q.value.trim().toLowerCase())})"
)
_MOST_ROWS = 2000
"""Rows that the page lists: more would make it too heavy to open; the JSON has them all."""


def to_html(report: Report) -> str:
    """Return the report as a page."""
    style = (files(__package__) / "page.css").read_text(encoding="utf-8")
    body = "\n".join(_body(report))
    return (
        f'<!doctype html>\n<html lang="zh"><head><meta charset="utf-8"><title>用例报告</title>'
        f'<meta name="viewport" content="width=device-width"><style>{style}</style></head>\n'
        f"<body>\n{body}\n<script>{_SEARCH}</script></body></html>\n"
    )


def _body(report: Report) -> Iterator[str]:
    failed, review = report.failed, [result for result in report.results if result.case.review]
    yield f"<h1>用例报告</h1><p class=quiet>版本 <code>{_text(report.edition[:12])}</code></p><div class=cards>"
    yield _card("通过", str(len(report.results) - len(failed)), "good")
    yield _card("失败", str(len(failed)), "bad" if failed else "quiet")
    yield _card("待审阅", str(len(review)), "warn" if review else "quiet")
    if report.facts is not None:
        for kind, (covered, whole) in shares(report.rules, report.facts).items():
            yield _card(_KINDS[kind], f"{covered} / {whole}", "", _bar(covered, whole))
    yield "</div>"
    if failed:
        yield "<h2>失败的用例</h2>"
        yield from map(_failure, failed)
    yield "<h2>规则覆盖</h2><p><input id=q type=search placeholder='搜索规则、知识点行、参数或用例'></p>"
    yield _table(("规则", "已覆盖", "未覆盖"), (_rule_row(report, rule) for rule in report.rules))
    if report.facts is not None:
        yield from _facts(report.facts)
    yield "<h2>全部用例</h2>"
    yield _table(("用例", "位置", "结果"), map(_case_row, report.results))


def _card(title: str, number: str, style: str, below: str = "") -> str:
    return f"<div class=card>{title}<b class='{style}'>{number}</b>{below}</div>"


def _bar(covered: int, whole: int) -> str:
    share = 100 if not whole else covered * 100 // whole
    return f"<div class=bar><i style='width:{share}%'></i></div>"


def _failure(result: CaseResult) -> str:
    rows = "".join(
        f"<tr class={'same' if left == right else 'differs'}><td>{_text(left)}</td><td>{_text(right)}</td></tr>"
        for left, right in sides(result.case.expect, result.decision)
    )
    problems = "".join(f"<li>{_text(problem)}</li>" for problem in result.problems)
    why = "\n".join(line for rule, reasons in result.reasons for line in why_lines(rule, reasons))
    return (
        f"<details open><summary><b class=bad>{_text(result.case.title)}</b> "
        f"<code>{_text(str(result.case.span))}</code></summary>"
        f"<ul>{problems}</ul><table class=sides><tr><th>期望</th><th>实际</th></tr>{rows}</table>"
        f"<p>判断过程</p><pre>{chr(10).join(map(_text, why.splitlines()))}</pre></details>"
    )


def _rule_row(report: Report, rule: RuleCoverage) -> tuple[str, ...]:
    title = report.model.rules[rule.rule].title
    taken = [_PARTS[name] for name, met in rule.parts.items() if met]
    left = [_PARTS[name] for name, met in rule.parts.items() if not met]
    return (
        f"{_text(title)}<br><code>{_text(rule.rule)}</code>",
        f"<span class=good>{'、'.join(taken)}</span>",
        f"<span class=bad>{'、'.join(left)}</span>",
    )


def _facts(facts: FactsCoverage) -> Iterator[str]:
    rows = [(rule, layer, row) for rule, found in facts.instances.items() for layer, row in found]
    open_first = sorted(rows, key=lambda key: (key in facts.branches, key))
    yield "<h2>规则实例</h2>"
    if len(rows) > _MOST_ROWS:
        yield f"<p class=quiet>共 {len(rows)} 行，列出前 {_MOST_ROWS} 行，未覆盖的在前；全部见 JSON 报告。</p>"
    yield _table(("规则", "知识点行", "层级", "已走分支"), (_instance(facts, key) for key in open_first[:_MOST_ROWS]))
    if facts.regions:
        yield "<h2>地方层级</h2>"
        yield _table(("统筹区", "是否被用例用到"), ((_text(code), _met(met)) for code, met in facts.regions.items()))
    yield "<h2>参数取值</h2>"
    values = (
        (_text(name), _text(layer), _text(start), _met(met)) for (name, layer, start), met in facts.values.items()
    )
    yield _table(("参数", "层级", "起始日", "是否被用例用到"), values)


def _instance(facts: FactsCoverage, key: tuple[str, str, str]) -> tuple[str, ...]:
    rule, layer, row = key
    branches = "、".join(_BRANCHES[name] for name in _BRANCHES if name in facts.branches.get(key, ()))
    return _text(rule), _text(row), _text(layer), branches or _met(met=False)


def _met(met: bool) -> str:  # noqa: FBT001 - the value of a cell
    return "<span class=good>是</span>" if met else "<span class=bad>无用例</span>"


def _case_row(result: CaseResult) -> tuple[str, ...]:
    verdict = "<span class=good>通过</span>" if result.passed else "<span class=bad>失败</span>"
    review = " <span class=warn>待审阅</span>" if result.case.review else ""
    return _text(result.case.title), f"<code>{_text(str(result.case.span))}</code>", verdict + review


def _table(head: Iterable[str], rows: Iterable[tuple[str, ...]]) -> str:
    titles = "".join(f"<th>{title}</th>" for title in head)
    body = "\n".join(
        f'<tr data-text="{escape(" ".join(cells).lower())}">{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
        for cells in rows
    )
    return f"<table><thead><tr>{titles}</tr></thead><tbody>\n{body}\n</tbody></table>"


def _text(text: str) -> str:
    return escape(safe(text))
