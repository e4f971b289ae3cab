"""The Chinese pages of the author's desk: each has its English page, the same headings, and blocks that mean the same.

A block that means what a block of the English page means is run there; so none of the Chinese pages runs anything twice.
"""

import re

import pytest

from tests.docs.fences import FENCE, fences_of, meaning
from tests.docs.running import ROOT

DOCS = ROOT / "docs"
GUIDES = {
    "caps", "ci", "coverage", "dates-and-regions", "facts", "formatting", "handbook", "importing", "justification",
    "reading-rules-back", "rules", "testing", "unknown-and-none",
}  # fmt: skip
"""What an author reads; the other guides are for those who connect and run systems."""
PAGES = ["tutorial/first-rule.md", "tutorial/session.md", *(f"guides/{name}.md" for name in sorted(GUIDES))]
HAN = re.compile(r"[\u4e00-\u9fff]")


def headings(page: str) -> list[str]:
    """Return the levels of a page's headings, and the titles of those that name a file."""
    text = FENCE.sub("", (DOCS / page).read_text(encoding="utf-8"))
    return [
        f"{level} {title if title.endswith('.yaml') else ''}"
        for level, title in re.findall(r"^(#+) (.*)$", text, re.MULTILINE)
    ]


def test_every_page_of_an_author_is_there_in_chinese() -> None:
    there = {path.relative_to(DOCS / "zh").as_posix() for path in (DOCS / "zh").rglob("*.md")}
    assert there == {"index.md", *PAGES}
    assert [page for page in PAGES if not (DOCS / page).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_have_the_same_parts(page: str) -> None:
    assert headings(f"zh/{page}") == headings(page)
    prose = FENCE.sub("", (DOCS / "zh" / page).read_text(encoding="utf-8"))
    assert len(HAN.findall(prose)) > len(prose) / 4


@pytest.mark.parametrize("page", ["index.md", *PAGES])
def test_the_blocks_mean_the_same(page: str) -> None:
    english, chinese = fences_of(DOCS / page, ROOT), fences_of(DOCS / "zh" / page, ROOT)
    assert [meaning(fence) for fence in chinese] == [meaning(fence) for fence in english]
