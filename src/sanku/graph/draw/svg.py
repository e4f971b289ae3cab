"""A picture to SVG: columns of boxes with links between them; a large picture shows its groups."""

from __future__ import annotations

from collections import Counter
from html import escape

from sanku.diagnostics.columns import width
from sanku.graph.draw.layout import in_columns
from sanku.graph.draw.nodes import COLOURS, COLUMNS, KIND_WORDS, Card, Picture
from sanku.graph.nodes import Kind

MOST_OPEN = 150
"""Cards that can be read side by side; of more, groups are shown."""

_WIDE, _HIGH, _GAP_X, _GAP_Y, _TOP, _LEFT = 210, 34, 110, 12, 78, 20


def draw_svg(picture: Picture) -> str:
    """Return the picture as one SVG document."""
    small = len(picture.cards) <= MOST_OPEN
    shown = picture if small else _folded(picture)
    cards = {card.id: card for card in shown.cards}
    column_of = {card.id: COLUMNS[card.kind] for card in shown.cards}
    used = sorted(set(column_of.values()))
    column_of = {name: used.index(column) for name, column in column_of.items()}
    columns = in_columns(column_of, [(link.source, link.target) for link in shown.links])
    tallest = max((len(column) for column in columns), default=0)
    place = {
        name: (_LEFT + index * (_WIDE + _GAP_X), _TOP + ((tallest - len(column)) / 2 + row) * (_HIGH + _GAP_Y))
        for index, column in enumerate(columns)
        for row, name in enumerate(column)
    }
    across = max(_LEFT * 2 + len(columns) * (_WIDE + _GAP_X) - _GAP_X, 760)
    down = _TOP + tallest * (_HIGH + _GAP_Y) + 20
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across:.0f} {down:.0f}" width="{across:.0f}" '
            f'height="{down:.0f}" font-family="system-ui, sans-serif" font-size="12">'
        ),
        f"<title>{escape(shown.title)}</title>",
        f'<rect width="{across:.0f}" height="{down:.0f}" fill="#ffffff"/>',
        f'<text x="{_LEFT}" y="26" font-size="16" font-weight="600" fill="#0f172a">{escape(shown.title)}</text>',
        *_legend(sorted({card.kind for card in shown.cards}, key=lambda kind: (COLUMNS[kind], kind))),
    ]
    for link in shown.links:
        x, y = place[link.source]
        to_x, to_y = place[link.target]
        lines.append(_curve(x, y, to_x, to_y, link.how))
    lines += [_box(cards[name], *at) for name, at in place.items()]
    return "\n".join([*lines, "</svg>", ""])


def _folded(picture: Picture) -> Picture:
    """Return the picture with one card for each group and kind."""
    group_of = {card.id: f"{card.kind} {card.group}" for card in picture.cards}
    counts = Counter(group_of.values())
    cards = {
        group_of[card.id]: Card(
            group_of[card.id], card.kind, card.group, f"{KIND_WORDS[card.kind][0]} × {counts[group_of[card.id]]}",
            card.group, "",
        )
        for card in picture.cards
    }  # fmt: skip
    links = {(group_of[link.source], group_of[link.target]): link for link in picture.links}
    folded = tuple(
        type(link)(source, target, link.how, ()) for (source, target), link in sorted(links.items()) if source != target
    )
    return Picture(picture.title, tuple(cards.values()), folded)


def _legend(kinds: list[Kind]) -> list[str]:
    return [
        f'<g transform="translate({_LEFT + index * 96}, 40)"><rect width="14" height="14" rx="{_round(kind)}" '
        f'fill="{COLOURS[kind]}"/><text x="20" y="12" fill="#334155">{KIND_WORDS[kind][0]}</text></g>'
        for index, kind in enumerate(kinds)
    ]


def _round(kind: Kind) -> int:
    """Return how round the corners are: facts are round, rules are square."""
    return {"rule": 1, "exemption": 1, "amendment": 1, "definition": 4, "field": 7}.get(kind, 7)


def _curve(x: float, y: float, to_x: float, to_y: float, how: str) -> str:
    start, end, middle_y, to_middle = x + _WIDE, to_x, y + _HIGH / 2, to_y + _HIGH / 2
    if to_x <= x:
        start, end = x + _WIDE, to_x + _WIDE
    bend = max(40.0, abs(end - start) / 2)
    last = end - bend if to_x > x else end + bend
    dashed = ' stroke-dasharray="4 3"' if how == "alters" else ""
    return (
        f'<path d="M{start:.0f} {middle_y:.0f}C{start + bend:.0f} {middle_y:.0f} {last:.0f} {to_middle:.0f} '
        f'{end:.0f} {to_middle:.0f}" fill="none" stroke="#94a3b8" stroke-width="1"{dashed}/>'
    )


def _box(card: Card, x: float, y: float) -> str:
    colour = COLOURS[card.kind]
    title = card.title or card.name.rpartition(".")[2]
    tip = f"{KIND_WORDS[card.kind][0]} {card.name} {card.place}".strip()
    return (
        f'<g transform="translate({x:.0f},{y:.0f})"><title>{escape(tip)}</title>'
        f'<rect width="{_WIDE}" height="{_HIGH}" rx="{_round(card.kind)}" fill="#ffffff" stroke="{colour}" '
        f'stroke-width="1.4"/><rect width="6" height="{_HIGH}" fill="{colour}"/>'
        f'<text x="14" y="14" fill="#0f172a">{escape(_cut(title, 30))}</text>'
        f'<text x="14" y="28" fill="#64748b" font-size="10">{escape(_cut(card.name, 36))}</text></g>'
    )


def _cut(text: str, most: int) -> str:
    """Return as much of a text as ``most`` columns hold; the end of a long name says more than its start."""
    if width(text) <= most:
        return text
    while text and width(text) > most - 1:
        text = text[1:]
    return f"…{text}"
