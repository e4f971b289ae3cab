"""Golden pages: broken text and its diagnostics as an author sees them. ``pytest --update`` records them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sanku.diagnostics import line_reader, render_text
from sanku.syntax import parse_text

PAGES = sorted((Path(__file__).parents[1] / "golden" / "syntax").glob("*.md"))
CASE = re.compile(
    r"^## (?P<heading>.+?)\n(?P<why>.*?)```kb\n(?P<text>.*?)```\n\n```expect\n(?P<expect>.*?)```\n",
    re.MULTILINE | re.DOTALL,
)
FILE = "case.kb"


def cases() -> Iterator[tuple[Path, re.Match[str]]]:
    """Yield the cases of all pages."""
    for page in PAGES:
        for case in CASE.finditer(page.read_text(encoding="utf-8")):
            yield page, case


def reported(text: str) -> str:
    """Return the diagnostics of a text, rendered."""
    _, diagnostics = parse_text(text, FILE)
    return render_text(diagnostics, line_reader({FILE: text}))


@pytest.mark.parametrize(
    ("page", "case"), [pytest.param(page, case, id=f"{page.stem}-{case['heading']}") for page, case in cases()]
)
def test_golden(page: Path, case: re.Match[str], request: pytest.FixtureRequest) -> None:
    found = reported(case["text"])
    if request.config.getoption("--update"):
        whole = page.read_text(encoding="utf-8")
        recorded = case[0].removesuffix(f"{case['expect']}```\n") + f"{found}```\n"
        page.write_text(whole.replace(case[0], recorded), encoding="utf-8")
        return
    assert found == case["expect"]
    assert "error[" in found


def test_pages_hold_what_their_headings_say() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert len(CASE.findall(text)) == text.count("\n## "), page.name
    assert sum(1 for _ in cases()) >= 40
