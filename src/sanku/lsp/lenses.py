"""What the cases show of each rule, and one case run on request."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sanku.core.span import Span
from sanku.kb import KnowledgeBase
from sanku.lsp.desk import Cases, Desk
from sanku.testing import read_suite, run_case
from sanku.testing.cases import SUFFIX, find_case_files
from sanku.testing.run import rules_beside


@dataclass(frozen=True, slots=True)
class Lens:
    """A line above a rule or a case; ``case`` is the place of the case that it runs, if it runs one."""

    span: Span
    text: str
    case: Span | None = None


def counts(desk: Desk, path: str) -> dict[str, str]:
    """Run the cases of a file's rules and return for each rule in how many it fires, spares and is undetermined."""
    model = desk.model
    if model is None or any(one.is_error for found in desk.found.values() for one in found):
        return {}
    base = KnowledgeBase.of(model)
    here = {rule.name for rule in model.rules.values() if rule.span.file == path}
    tally: dict[str, Counter[str]] = {}
    for file, case in _cases(desk, base):
        if not rules_beside(model.rules, file, case) & here:
            continue
        result = run_case(base, file, case)
        fired = {rule for rule, _ in result.fired}
        for rule in here.intersection(result.rules):
            what = "fires" if rule in fired else "undetermined" if rule in result.undetermined else "spares"
            tally.setdefault(rule, Counter())[what] += 1
    return {
        rule: f"用例：触发 {seen['fires']} · 放过 {seen['spares']} · 无法判定 {seen['undetermined']}"
        for rule, seen in tally.items()
    }


def _cases(desk: Desk, base: KnowledgeBase) -> Cases:
    """Return the cases of a base, read again when one of their files has changed."""
    files = [(path, path.stat()) for path in find_case_files(desk.root)]
    state = tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in files)
    if desk.cases is None or desk.cases[0] != state:
        desk.cases = (state, read_suite(base, desk.root).cases)
    return desk.cases[1]


def rule_lenses(desk: Desk, path: str, counted: dict[str, str]) -> tuple[Lens, ...]:
    """Return the lens of each rule of a file that cases were run for; a rule without a case says so."""
    rules = desk.model.rules.values() if desk.model else ()
    here = sorted((rule for rule in rules if rule.span.file == path), key=lambda rule: rule.span)
    return tuple(Lens(rule.span, counted.get(rule.name, "没有用例")) for rule in here)


def case_lenses(desk: Desk, path: str) -> tuple[Lens, ...]:
    """Return a lens above each case of a case file that runs it."""
    if desk.model is None or not path.endswith(SUFFIX):
        return ()
    suite = read_suite(KnowledgeBase.of(desk.model), Path(path))
    return tuple(Lens(case.span, "▶ 运行", case.span) for _, case in suite.cases)


def run_one(desk: Desk, path: str, line: int) -> str:
    """Run the case whose title stands on a line, and return in words what came of it."""
    if desk.model is None or any(one.is_error for found in desk.found.values() for one in found):
        return "知识库有错误，先改正再运行用例"
    base = KnowledgeBase.of(desk.model)
    for file, case in read_suite(base, Path(path)).cases:
        if case.span.line == line:
            result = run_case(base, file, case)
            return "\n".join([f"{'通过' if result.passed else '未通过'}：{case.title}", *result.problems])
    return "这一行没有用例；保存文件后再运行"
