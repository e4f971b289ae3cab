"""Texts of one column, stored compactly: a million cells are a few buffers, not a million objects.

``Constant`` for one text throughout, ``Repeated`` (an index into the distinct texts), ``Distinct`` (one buffer and
offsets). ``ColumnBuilder`` chooses by what it sees.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import repeat
from typing import Generic, TypeVar, overload

V = TypeVar("V")

_SAMPLE = 20_000


class Texts(Sequence[str]):
    """A column of texts. Two columns are equal if their texts are.

    Args:
        known: Digest of the texts, kept with the column once it has been taken; empty if not yet.
    """

    __slots__ = ("known",)
    known: bytes

    def mentions(self, mark: str) -> bool:
        """Tell whether some text contains ``mark``."""
        return any(mark in text for text in self.distinct())

    def content(self) -> bytes:
        """Return the digest of the texts: the same however they are stored."""
        if not self.known:
            digest = blake2b(digest_size=16)
            for text in self:
                digest.update(len(data := text.encode()).to_bytes(4, "big"))
                digest.update(data)
            self.known = digest.digest()
        return self.known

    def distinct(self) -> Iterator[str]:
        """Yield texts such that each one of the column is yielded, most of them once."""
        yield from self

    @overload
    def __getitem__(self, position: int) -> str: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[str]: ...
    def __getitem__(self, position: int | slice) -> str | Sequence[str]:
        if isinstance(position, slice):
            return [self.at(index) for index in range(*position.indices(len(self)))]
        size = len(self)
        if not -size <= position < size:
            raise IndexError(position)
        return self.at(position % size)

    def at(self, position: int) -> str:
        """Return the text at a position from 0, unchecked."""
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Texts) and len(self) == len(other) and all(map(str.__eq__, self, other))

    __hash__ = None  # type: ignore[assignment]  # columns are large; nothing keys by them


class Constant(Texts):
    """The same text ``size`` times."""

    __slots__ = ("size", "text")

    def __init__(self, text: str, size: int, known: bytes = b"") -> None:
        self.known = known
        self.text = text
        self.size = size

    def __len__(self) -> int:
        return self.size

    def at(self, position: int) -> str:  # noqa: ARG002 - every position holds the same
        """Return the text."""
        return self.text

    def __iter__(self) -> Iterator[str]:
        return repeat(self.text, self.size)

    def distinct(self) -> Iterator[str]:
        """Yield the text, if there is a row."""
        if self.size:
            yield self.text


class Distinct(Texts):
    """Mostly different texts: the UTF-8 of all, and where each ends; both may be views of a mapped file."""

    __slots__ = ("buffer", "ends")

    def __init__(self, buffer: bytes | memoryview, ends: Sequence[int], known: bytes = b"") -> None:
        self.known = known
        self.buffer = buffer
        self.ends = ends

    def __len__(self) -> int:
        return len(self.ends)

    def at(self, position: int) -> str:
        """Return the text at a position."""
        start = self.ends[position - 1] if position else 0
        return str(self.buffer[start : self.ends[position]], "utf-8")

    def mentions(self, mark: str) -> bool:
        """Tell whether some text contains ``mark``: looks through all of them at once."""
        return re.search(re.escape(mark.encode()), self.buffer) is not None

    def __iter__(self) -> Iterator[str]:
        start, buffer = 0, bytes(self.buffer)
        for end in self.ends:
            yield buffer[start:end].decode()
            start = end


class Repeated(Texts):
    """Few different texts, many times: ``places[row]`` is a place in ``texts``."""

    __slots__ = ("places", "texts")

    def __init__(self, texts: Texts, places: Sequence[int], known: bytes = b"") -> None:
        self.known = known
        self.texts = texts
        self.places = places

    def __len__(self) -> int:
        return len(self.places)

    def at(self, position: int) -> str:
        """Return the text at a position."""
        return self.texts.at(self.places[position])

    def __iter__(self) -> Iterator[str]:
        return map(tuple(self.texts).__getitem__, self.places)

    def mentions(self, mark: str) -> bool:
        """Tell whether some text contains ``mark``."""
        return self.texts.mentions(mark)

    def distinct(self) -> Iterator[str]:
        """Yield each text once."""
        yield from self.texts


class Decoded(Generic[V]):
    """A column of texts with what its texts mean; the meaning of a repeated text is kept."""

    __slots__ = ("_decode", "_known", "_places", "texts")

    def __init__(self, texts: Texts, decode: Callable[[str], V]) -> None:
        self.texts = texts
        self._decode = decode
        self._known: dict[int, V] = {}
        # Asked once: every cell of every row that is looked at passes here.
        self._places = texts.places if isinstance(texts, Repeated) else None

    def at(self, position: int) -> V:
        """Return the value at a position from 0."""
        if self._places is not None:
            place = self._places[position]
        elif isinstance(self.texts, Constant):
            place = 0
        else:
            return self._decode(self.texts.at(position))
        try:
            return self._known[place]
        except KeyError:
            value = self._known[place] = self._decode(self.texts.at(position))
            return value

    def __iter__(self) -> Iterator[V]:
        return (self.at(position) for position in range(len(self.texts)))


class ColumnBuilder:
    """Takes the raw texts of a column batch by batch and keeps their canonical texts.

    Args:
        read: Canonical text of a raw text, called once for each different raw text while texts repeat.
    """

    def __init__(self, read: Callable[[str], str]) -> None:
        self._read = read
        self._places: dict[str, int] = {}
        self._texts: dict[str, int] = {}
        self._index = array("I")
        self._buffer: bytearray | None = None
        self._ends = array("Q")

    def extend(self, raw: Sequence[str]) -> None:
        """Add a batch."""
        if self._buffer is not None:
            self._append_each(map(self._read, raw))
            return
        for text in dict.fromkeys(raw):
            if text not in self._places:
                self._places[text] = self._texts.setdefault(self._read(text), len(self._texts))
        self._index.extend(map(self._places.__getitem__, raw))
        if len(self._index) >= _SAMPLE and len(self._texts) * 2 > len(self._index):
            self._unfold()

    def column(self) -> Texts:
        """Return the finished column."""
        if self._buffer is not None:
            return Distinct(bytes(self._buffer), narrow(self._ends))
        texts = tuple(self._texts)
        if len(texts) == 1:
            return Constant(texts[0], len(self._index))
        return Repeated(distinct(texts), narrow(self._index))

    def _unfold(self) -> None:
        """Go over to one buffer: the texts do not repeat."""
        texts = tuple(self._texts)
        self._buffer = bytearray()
        self._append_each(texts[place] for place in self._index)
        self._places, self._texts, self._index = {}, {}, array("I")

    def _append_each(self, texts: Iterable[str]) -> None:
        buffer, ends = self._buffer, self._ends
        if buffer is not None:
            for text in texts:
                buffer += text.encode()
                ends.append(len(buffer))


def distinct(texts: Iterable[str]) -> Distinct:
    """Return a column of different texts."""
    buffer, ends = bytearray(), array("Q")
    for text in texts:
        buffer += text.encode()
        ends.append(len(buffer))
    return Distinct(bytes(buffer), narrow(ends))


def narrow(numbers: array[int]) -> array[int]:
    """Return the same numbers in the narrowest array that holds them."""
    most = max(numbers, default=0)
    for code in "BHI":
        if most < 1 << (8 * array(code).itemsize):
            return array(code, numbers)
    return numbers
