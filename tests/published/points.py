"""The published knowledge points, read: one ``Point`` for each line of ``points.jsonl``, with its codes."""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Point:
    """A published knowledge point.

    Args:
        id: Its identity for ever; becomes the row's id.
        rule_class: The published class, ``药品区分性别使用``.
        name: What it is about.
        text: The official wording.
        params: Its structured values, as published; ``{}`` if it has none.
        batch: Release, ``batch_01``.
        published: Day of release, ``""`` if not known.
        codes: Item codes by position; of a duplicate charge, the containing item and then the contained one.
    """

    id: str
    rule_class: str
    name: str
    text: str
    params: Mapping[str, str]
    batch: str
    published: str
    codes: tuple[str, ...]


def read_points(folder: Path) -> tuple[Point, ...]:
    """Return all points of the data folder, in file order."""
    codes: dict[str, list[tuple[int, str]]] = defaultdict(list)
    with gzip.open(folder / "codes.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            codes[row["kp_id"]].append((int(row["position"]), row["code"]))
    with (folder / "points.jsonl").open(encoding="utf-8") as file:
        return tuple(_point(json.loads(line), codes) for line in file)


def _point(raw: Mapping[str, object], codes: Mapping[str, list[tuple[int, str]]]) -> Point:
    params = raw["params"]
    assert isinstance(params, dict)
    identity = str(raw["kp_id"])
    return Point(
        id=identity,
        rule_class=str(raw["rule_class"]),
        name=str(raw["item_name"]),
        text=_printable(str(raw["constraint_text"] or "")),
        params={str(name): str(value) for name, value in params.items()},
        batch=str(raw["batch"]),
        published=str(raw["published_at"] or ""),
        codes=tuple(code for _, code in sorted(codes.get(identity, []))),
    )


def _printable(text: str) -> str:
    """Return a text without control characters: one published wording holds an U+0002, which no source may."""
    return "".join(letter for letter in text if letter.isprintable())
