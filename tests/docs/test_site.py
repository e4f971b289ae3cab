"""The site is whole and loads nothing from elsewhere."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tools.segments import bonds_of, divided
from tools.typeset import typeset

MKDOCS = Path(sys.executable).parent / "mkdocs"


@pytest.fixture(scope="module")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if "SANKU_SITE" in os.environ:  # `make test` has just built it, with warnings as errors
        return root / os.environ["SANKU_SITE"]
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [str(MKDOCS), "build", "--strict", "--quiet", "--site-dir", str(folder)],
        cwd=root,
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def test_pages_load_nothing_from_elsewhere(site: Path) -> None:
    outside = re.compile(r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=\"?(?:https?:)?//[^\">\s]*")
    found = {hit for path in site.rglob("*.html") for hit in outside.findall(path.read_text(encoding="utf-8"))}
    assert found == set()


def test_every_rule_of_meaning_has_its_place(site: Path) -> None:
    text = (site / "reference" / "semantics.html").read_text(encoding="utf-8")
    assert set(re.findall(r'id="semantics-(\d+)"', text)) == {str(number) for number in range(1, 61)}


def test_every_rule_of_meaning_links_its_golden_cases(site: Path) -> None:
    text = (site / "reference" / "semantics.html").read_text(encoding="utf-8")
    linked = {int(number) for number in re.findall(r'href="golden/semantics-(\d+)', text)}
    assert set(range(1, 61)) - linked == set()


def test_generated_parts_are_filled_in(site: Path) -> None:
    assert [path.name for path in site.rglob("*.html") if "<!-- generated:" in path.read_text(encoding="utf-8")] == []
    assert "kb decide" in (site / "reference" / "command.html").read_text(encoding="utf-8")
    assert "hilist_code" in (site / "reference" / "event.html").read_text(encoding="utf-8")
    assert "own_pay" in (site / "reference" / "decision.html").read_text(encoding="utf-8")
    assert "age_years" in (site / "reference" / "functions.html").read_text(encoding="utf-8")
    assert "µg" in (site / "reference" / "types-and-units.html").read_text(encoding="utf-8")
    assert "for_pair" in (site / "reference" / "grammar.html").read_text(encoding="utf-8")
    assert "deny if unjustified" in (site / "reference" / "clauses.html").read_text(encoding="utf-8")


def test_the_search_knows_chinese_words(site: Path) -> None:
    """The browser divides at the mark: what it is asked for must stand alone, wherever it stands in a sentence."""
    pages = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    words = {
        word for page in pages for part in ("title", "text") for word in re.split(r"[^\u4e00-\u9fff]+", page[part])
    }
    assert {"分解", "住院", "规则", "金额", "蛋白"} <= words
    assert "人血白蛋白限定支付" not in words


def test_pages_are_typeset(site: Path) -> None:
    """No blank inside a Chinese sentence where its line ends, no mark of escape in a table's code."""
    text = (site / "zh" / "tutorial" / "session.html").read_text(encoding="utf-8")
    assert re.search(r"<p>[^<]*[\u4e00-\u9fff]\n[\u4e00-\u9fff]", text) is None
    clauses = (site / "reference" / "clauses.html").read_text(encoding="utf-8")
    assert "<code>order remind|self_pay|block</code>" in clauses
    assert typeset("第一行，\n第二行 `a`\n\n```kb\n规则\n规则\n```\n| `a\\|b` | c |\n") == (
        "第一行，第二行 `a`\n\n```kb\n规则\n规则\n```\n| `a|b` | c |\n"
    )


def test_a_run_is_divided_where_its_characters_have_other_company() -> None:
    bonds = bonds_of(["规则是规则", "金额和规则", "金额", "涉及金额", "涉及", "涉及的"])
    assert divided("涉及规则的金额", bonds) == ["涉及", "规则", "的", "金额"]
    assert divided("额", bonds) == ["额"]
