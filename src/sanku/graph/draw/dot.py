"""A picture to the text that Graphviz draws."""

from __future__ import annotations

from itertools import groupby

from sanku.graph.draw.nodes import COLOURS, KIND_WORDS, Card, Picture
from sanku.graph.nodes import Kind

_SHAPES: dict[Kind, str] = {
    "exemption": "cds", "amendment": "cds", "rule": "box", "definition": "component", "table": "cylinder",
    "parameter": "octagon", "code_set": "hexagon", "field": "ellipse",
}  # fmt: skip


def draw_dot(picture: Picture) -> str:
    """Return the picture in the DOT language; groups are clusters."""
    lines = [f"digraph {_quoted(picture.title)} {{", "  rankdir=LR;", '  node [fontname="sans-serif", style=filled];']
    cards = sorted(picture.cards, key=lambda card: (card.group, card.id))
    for group, members in groupby(cards, key=lambda card: card.group):
        lines.append(f"  subgraph {_quoted(f'cluster {group}')} {{")
        lines.append(f"    label={_quoted(group)};")
        lines += [f"    {_node(card)}" for card in members]
        lines.append("  }")
    for link in picture.links:
        style = " [style=dashed]" if link.how == "alters" else ""
        lines.append(f"  {_quoted(link.source)} -> {_quoted(link.target)}{style};")
    return "\n".join([*lines, "}", ""])


def _node(card: Card) -> str:
    label = f"{card.title}\n{card.name}" if card.title else card.name
    given = {
        "label": _quoted(label),
        "shape": _SHAPES[card.kind],
        "fillcolor": _quoted(f"{COLOURS[card.kind]}22"),
        "color": _quoted(COLOURS[card.kind]),
        "tooltip": _quoted(f"{KIND_WORDS[card.kind][0]} {card.place}".strip()),
    }
    return f"{_quoted(card.id)} [{', '.join(f'{key}={value}' for key, value in given.items())}];"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
