"""A picture to one HTML page that needs nothing else: its script, its styles and its data stand inside."""

from __future__ import annotations

from html import escape
from importlib.resources import files

import msgspec

from sanku.graph.draw.nodes import COLOURS, COLUMNS, KIND_WORDS, Picture


def draw_page(picture: Picture) -> str:
    """Return the page; text of the base is data in it, never markup or code."""
    folder = files("sanku.graph.draw")
    words = {
        kind: {"zh": zh, "en": en, "colour": COLOURS[kind], "column": COLUMNS[kind]}
        for kind, (zh, en) in KIND_WORDS.items()
    }
    data = msgspec.json.encode({"kinds": words, "picture": picture}).decode()
    # Inside a script element only `</` and `<!--` end or change what is read.
    parts = {
        "%TITLE%": escape(picture.title),
        "%STYLE%": (folder / "page.css").read_text(encoding="utf-8"),
        "%SCRIPT%": (folder / "page.js").read_text(encoding="utf-8"),
        "%DATA%": data.replace("<", "\\u003c"),
    }
    page = (folder / "page.html").read_text(encoding="utf-8")
    for mark, text in parts.items():
        page = page.replace(mark, text, 1)
    return page
