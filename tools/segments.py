"""Chinese text to words for the search of the site. In: its index. Out: the index with a mark between words.

The browser finds words that a separator divides, and Chinese writes none. Here the texts themselves say which two
characters belong together: those that follow each other more often than either has other company. All other
characters stand alone, so nothing is lost: a query is divided by the words of the index in the same way.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
MARK = "\u200b"
"""A space of no width: the theme's separator for Chinese."""
LEAST_COUNT, LEAST_BOND = 3, 0.05


def bonds_of(texts: Iterable[str]) -> dict[str, float]:
    """Return the pairs of characters that make a word, each with how firmly: its share of the company of both."""
    single: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for text in texts:
        for run in HAN.findall(text):
            single.update(run)
            pairs.update(one + other for one, other in pairwise(run))
    shares = {pair: count * count / (single[pair[0]] * single[pair[1]]) for pair, count in pairs.items()}
    return {pair: share for pair, share in shares.items() if share >= LEAST_BOND and pairs[pair] >= LEAST_COUNT}


def divided(run: str, bonds: Mapping[str, float]) -> list[str]:
    """Return a run of characters as words of one and two, so that the bonds of the words are firmest together."""
    best: list[tuple[float, int]] = [(0.0, 0), (0.0, 1)]
    for end in range(2, len(run) + 1):
        bond = bonds.get(run[end - 2 : end], -1.0)
        best.append(max((best[end - 1][0], 1), (best[end - 2][0] + bond, 2)))
    words = []
    end = len(run)
    while end:
        words.append(run[end - best[end][1] : end])
        end -= best[end][1]
    return words[::-1]


def on_post_build(config: MkDocsConfig) -> None:
    """Put the marks into the search index of the site; called by mkdocs."""
    path = Path(config.site_dir) / "search" / "search_index.json"
    index = json.loads(path.read_text(encoding="utf-8"))
    bonds = bonds_of(page[part] for page in index["docs"] for part in ("title", "text"))
    for page in index["docs"]:
        for part in ("title", "text"):
            page[part] = HAN.sub(lambda run: MARK.join(divided(run[0], bonds)), page[part])
    path.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
