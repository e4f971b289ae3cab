"""From what a key cell names to the rows that name it: sorted hashes beside positions, eight bytes a name.

Hashes are not distinct, so whoever looks up compares the text of each row found.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from zlib import crc32

import msgspec

from sanku.catalog.cells import LIST, canonical_items
from sanku.catalog.columns import Repeated, Texts, narrow


class KeyIndex(msgspec.Struct, frozen=True):
    """The index of one key column.

    Args:
        hashes: Of every name of every row, ascending.
        positions: The row of each; ascending where hashes are equal.
    """

    hashes: Sequence[int]
    positions: Sequence[int]

    def candidates(self, value: int) -> Sequence[int]:
        """Return the positions that name something of this hash, ascending."""
        hashes = self.hashes
        first, size = bisect_left(hashes, value), len(hashes)
        if first == size or hashes[first] != value:
            return ()
        last = first + 1
        while last < size and hashes[last] == value:
            last += 1
        return self.positions[first:last]


class Wanted(NamedTuple):
    """A name that is looked up, and its hash."""

    name: str
    hash: int


def wanted(name: str) -> Wanted:
    """Return a name to look up: a code as ``system:CODE``, a code set as ``@name``, any other value as its text."""
    return Wanted(name, crc32(name.encode()))


def names_in(text: str) -> Iterable[str]:
    """Return what a canonical cell names: the items of a list (codes ``system:CODE``, sets ``@name``), or itself."""
    if not text.startswith(LIST):
        return (text,) if text else ()
    return dict.fromkeys(canonical_items(text))


def key_index(texts: Texts) -> KeyIndex:
    """Return the index of a column."""
    pairs = array("Q", sorted(_pairs(texts)))
    return KeyIndex(
        array("I", (pair >> 32 for pair in pairs)), narrow(array("I", (pair & 0xFFFFFFFF for pair in pairs)))
    )


def _pairs(texts: Texts) -> Iterator[int]:
    """Yield hash and position of each name in one number."""
    if isinstance(texts, Repeated):
        known = [_hashes(text) for text in texts.texts]
        return (found << 32 | position for position, place in enumerate(texts.places) for found in known[place])
    return (found << 32 | position for position, text in enumerate(texts) for found in _hashes(text))


def _hashes(text: str) -> list[int]:
    return [crc32(name.encode()) for name in names_in(text)]
