"""All rules of the design parse: the example modules and the fences of the tour."""

import re
import time
from pathlib import Path

import pytest

from sanku.syntax import parse_expr, parse_text, show_expr, walk
from sanku.syntax.nodes import Expr, File, Rule

pytestmark = pytest.mark.shared


def texts(shared: Path) -> dict[str, str]:
    """Return the modules of the design by name."""
    found = {path.name: path.read_text(encoding="utf-8") for path in sorted((shared / "design/examples").glob("*.kb"))}
    assert len(found) == 8
    tour = (shared / "design/language.md").read_text(encoding="utf-8")
    fences = re.findall(r"^```kb\n(.*?)^```", tour, re.MULTILINE | re.DOTALL)
    assert len(fences) == 3
    return found | {f"language.md-{number}": fence for number, fence in enumerate(fences, 1)}


def trees(shared: Path) -> dict[str, File]:
    found = {}
    for name, text in texts(shared).items():
        file, diagnostics = parse_text(text, name)
        assert diagnostics == ()
        assert file is not None
        found[name] = file
    return found


def test_all_modules_of_the_design_parse(shared: Path):
    found = trees(shared)
    rules = [
        item for name, file in found.items() if name.endswith(".kb") for item in file.items if isinstance(item, Rule)
    ]
    assert len(rules) == 96
    tour = [
        item.name.text
        for name, file in found.items()
        if name.startswith("language")
        for item in file.items
        if isinstance(item, Rule)
    ]
    assert tour == [
        "sex_limit",
        "interaction",
        "indication",
        "albumin",
        "supply_days",
        "units_per_day",
        "included",
        "split_stay",
    ]


def test_every_expression_of_the_design_is_its_own_text(shared: Path):
    seen = 0
    for name, file in trees(shared).items():
        lines = texts(shared)[name].split("\n")
        for node in walk(file):
            if not isinstance(node, Expr):
                continue
            span = node.span
            rows = lines[span.line - 1 : span.end_line]
            rows[-1] = rows[-1][: span.end_column - 1]
            rows[0] = rows[0][span.column - 1 :]
            assert parse_expr("\n".join(rows)) == (node, ())
            assert parse_expr(show_expr(node)) == (node, ())
            seen += 1
    assert seen > 2000


def test_forty_rules_parse_in_well_under_a_second(shared: Path):
    rules = [text for name, text in texts(shared).items() if name in {"limits.kb", "hard.kb", "charging.kb"}]
    text = "module speed\n" + "\n".join(re.sub(r"^(module|use) .*\n", "", rule, flags=re.MULTILINE) for rule in rules)
    assert len(text.encode()) > 25_000
    parse_text("module warm", "t.kb")
    started = time.process_time()
    file, diagnostics = parse_text(text, "t.kb")
    assert time.process_time() - started < 1
    assert diagnostics == ()
    assert file is not None
    assert len(file.items) >= 40
