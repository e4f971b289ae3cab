"""Markdown as it stands in the files to Markdown as the site needs it; called by mkdocs.

Our lines end where an editor shows them, which in Chinese would leave a blank inside a sentence; and a bar in a code
span of a table is escaped for other readers of Markdown, which the site's reader does not take away.
"""

from __future__ import annotations

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

FENCE = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
_CHINESE = r"[\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e]"
BROKEN = re.compile(f"(?<={_CHINESE})\n(?={_CHINESE})")
CODE_SPAN = re.compile(r"`[^`\n]+`")


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 - mkdocs calls it so
    """Return a page with its sentences and its tables whole."""
    return typeset(markdown)


def typeset(markdown: str) -> str:
    """Return Markdown with Chinese lines joined and the bars of code spans in tables as they are; fences stay."""
    parts = FENCE.split(markdown)
    return "".join(part if place % 2 else _prose(part) for place, part in enumerate(parts))


def _prose(text: str) -> str:
    lines = BROKEN.sub("", text).split("\n")
    return "\n".join(
        CODE_SPAN.sub(lambda span: span[0].replace("\\|", "|"), line) if line.startswith("|") else line
        for line in lines
    )
