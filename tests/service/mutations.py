"""Mutations of a message: of its values, of its shape, of its bytes."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from random import Random

ODD = (
    None, "", " ", "--", "未知", 0, -1, 1.5, True, [], {}, [[]], [None], {"": ""}, "9999-12-31", "0000-00-00", "1e999",
    10**30, -(10**400), 1e308, "x" * 5000, "病" * 600, "\x00", "\u202e", "\ufeff", "😀", "<script>", "';--", "../../etc",
    "2098-12-02T08:30:00+08:00", "１２３", "NaN", "Infinity", "100.00元", {"value": 1, "unit": "盒"}, ["a", 1, None],
)  # fmt: skip
BYTES = (
    b"{",
    b"}",
    b"[",
    b"]",
    b'"',
    b",",
    b":",
    b"\\",
    b"\xff",
    b"\x00",
    b"\\ud800",
    b"NaN",
    b"1e999999999",
    b"\xef\xbb\xbf",
)


def mutated(seed: int, message: Mapping[str, object]) -> bytes:
    """The bytes of one mutation; the same seed gives the same."""
    random = Random(seed)  # noqa: S311 - a choice of tests, no secret
    made = copy.deepcopy(dict(message))
    for _ in range(random.randint(1, 4)):
        _change(random, made)
    data = json.dumps(made, ensure_ascii=random.random() < 0.3, allow_nan=True).encode("utf-8", "replace")
    return _bytes(random, data) if random.random() < 0.25 else data


def _change(random: Random, made: dict[str, object]) -> None:
    places = list(_places(made))
    holder, key = random.choice(places)
    value = holder[key]
    match random.randint(0, 6):
        case 0:
            holder[key] = [value]
        case 1:
            holder[key] = copy.deepcopy(random.choice(places)[0])
        case 2 if isinstance(value, list) and value:
            holder[key] = [*value, *copy.deepcopy(value)]
        case 3 if isinstance(holder, dict):
            del holder[key]
        case 4 if isinstance(value, dict | list):
            holder[key] = json.dumps(value)
        case 5:
            for _ in range(random.choice((2, 40, 90))):
                value = {"a": value} if random.random() < 0.5 else [value]
            holder[key] = value
        case _:
            holder[key] = copy.deepcopy(random.choice(ODD))


def _places(value: object):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield value, key
        yield from _places(inner)


def _bytes(random: Random, data: bytes) -> bytes:
    place = random.randrange(len(data))
    match random.randint(0, 3):
        case 0:
            return data[:place]
        case 1:
            return data[:place] + random.choice(BYTES) + data[place:]
        case 2:
            return data[:place] + bytes((random.randrange(256),)) + data[place + 1 :]
        case _:
            return data[:place] + data[place + random.randint(1, 40) :]
