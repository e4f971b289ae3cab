"""The site is whole and loads nothing from elsewhere."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

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
