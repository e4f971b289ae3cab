"""Text to Markdown: escaped, in tables, linked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_MARKS = re.compile(r"([\\`*_{}\[\]#|])")


def plain(text: str) -> str:
    """Return text that Markdown shows as it stands, on one line."""
    marked = _MARKS.sub(r"\\\1", " ".join(text.split()))
    return marked.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def code(text: str) -> str:
    """Return a name as code."""
    return f"`{text.replace('`', '')}`"


def link(text: str, target: str) -> str:
    """Return a link to another page."""
    return f"[{plain(text)}]({target})"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; the cells are Markdown already."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def page(title: str, parts: Iterable[str]) -> str:
    """Return a page of parts with an empty line between them."""
    return "\n\n".join([f"# {plain(title)}", *parts]) + "\n"
