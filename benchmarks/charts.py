"""Measured figures to charts: small SVG, drawn from ``benchmarks/results.json`` when the site is built.

In: bars with a label and a value. Out: SVG on one line, in the colours of the page around it, light or dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, LABEL, ROW, BAR = 720, 260, 26, 16
ROOM = 110
"""Width kept for the value that stands behind a bar."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its label, its length, and the value as it is written; ``mark``: where the demand stands on its axis."""

    label: str
    value: float
    text: str
    mark: float | None = None


def bars(title: str, given: Sequence[Bar]) -> str:
    """Return a chart of horizontal bars; all begin at zero and share one scale."""
    most = max([bar.value for bar in given] + [bar.mark for bar in given if bar.mark is not None])
    scale = (WIDTH - LABEL - ROOM) / most
    height = ROW * (len(given) + 1)
    parts = [f'<text x="0" y="16" font-weight="bold" fill="currentColor">{escape(title)}</text>']
    for number, bar in enumerate(given, 1):
        top = ROW * number
        length = max(bar.value * scale, 1)
        middle = top + BAR - 3
        parts.append(f'<text x="0" y="{middle}" fill="currentColor">{escape(bar.label)}</text>')
        parts.append(f'<rect x="{LABEL}" y="{top}" width="{length:.1f}" height="{BAR}" fill="#00897b"/>')
        parts.append(f'<text x="{LABEL + length + 6:.1f}" y="{middle}" fill="currentColor">{escape(bar.text)}</text>')
        if bar.mark is not None:
            place = LABEL + bar.mark * scale
            line = f'x1="{place:.1f}" x2="{place:.1f}" y1="{top - 2}" y2="{top + BAR + 2}"'
            parts.append(f'<line {line} stroke="#d84315" stroke-width="2"/>')
    head = f'viewBox="0 0 {WIDTH} {height}" width="100%" role="img" aria-label="{escape(title)}" font-size="13"'
    return f'<div class="chart"><svg xmlns="http://www.w3.org/2000/svg" {head}>{"".join(parts)}</svg></div>'
