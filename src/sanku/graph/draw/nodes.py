"""What a drawing is made of: cards in groups, and links between them."""

from __future__ import annotations

import msgspec

from sanku.graph.nodes import Kind

COLUMNS: dict[Kind, int] = {
    "exemption": 0, "amendment": 0, "rule": 1, "definition": 2, "table": 3, "parameter": 4, "code_set": 4, "field": 5,
}  # fmt: skip
"""Which column a kind stands in: a reader stands left of what it reads."""

KIND_WORDS: dict[Kind, tuple[str, str]] = {
    "exemption": ("豁免", "exemption"),
    "amendment": ("修订", "amendment"),
    "rule": ("规则", "rule"),
    "definition": ("定义", "definition"),
    "table": ("知识表", "table"),
    "parameter": ("参数", "parameter"),
    "code_set": ("编码集", "code set"),
    "field": ("报文字段", "event field"),
}

COLOURS: dict[Kind, str] = {
    "exemption": "#b45309", "amendment": "#be185d", "rule": "#1d4ed8", "definition": "#6d28d9", "table": "#047857",
    "parameter": "#0e7490", "code_set": "#4d7c0f", "field": "#475569",
}  # fmt: skip
"""Dark enough for white text on them; shapes say the same to those who see no colours."""


class Card(msgspec.Struct, frozen=True):
    """One thing of the base, as a person reads it.

    Args:
        id: Kind and qualified name: unique.
        kind: What it is.
        name: Its qualified name.
        title: Its Chinese title; ``""`` if it has none.
        group: The module or base that it is folded into.
        place: ``file:line`` of its source; ``""`` for event fields.
        facts: What is said of it: label in Chinese, label in English, text.
    """

    id: str
    kind: Kind
    name: str
    title: str
    group: str
    place: str
    facts: tuple[tuple[str, str, str], ...] = ()


class Link(msgspec.Struct, frozen=True, rename={"source": "from", "target": "to"}):
    """One card reads or alters another; ``places`` say where it is written."""

    source: str
    target: str
    how: str
    places: tuple[str, ...]


class Picture(msgspec.Struct, frozen=True):
    """Cards and links in a fixed order."""

    title: str
    cards: tuple[Card, ...]
    links: tuple[Link, ...]

    def json(self) -> bytes:
        """Return the picture as JSON, one line."""
        return msgspec.json.encode(self)
