"""Each record's hash is over its content and the hash before it; ``faults`` finds what does not fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

import msgspec

from sanku.ledger.nodes import START, Entry, Record

_ENCODER = msgspec.json.Encoder(order="sorted")


def canonical(value: object) -> str:
    """Return plain data as JSON with sorted keys and without spaces: one text for one value."""
    return _ENCODER.encode(value).decode()


def digest(*parts: str) -> str:
    """Return a key over some texts; where one ends and the next begins counts."""
    return sha256(_ENCODER.encode(parts)).hexdigest()


def chained(entry: Entry, number: int, previous: str) -> Record:
    """Return an entry as the record after the one with hash ``previous``."""
    words = tuple(sorted(set(entry.words)))
    found = _hash(number, entry.kind, entry.key, entry.at, words, entry.body, previous)
    return Record(number, entry.kind, entry.key, entry.at, words, entry.body, previous, found)


def holds(record: Record) -> bool:
    """Tell whether a record's hash is that of what it holds."""
    words = tuple(sorted(record.words))
    found = _hash(record.number, record.kind, record.key, record.at, words, record.body, record.previous)
    return found == record.hash


def _hash(
    number: int, kind: str, key: str, at: str, words: tuple[tuple[str, str], ...], body: str, previous: str
) -> str:
    return sha256(_ENCODER.encode((number, kind, key, at, words, body, previous))).hexdigest()


@dataclass(frozen=True, slots=True)
class ChainFault:
    """A place where the chain does not hold.

    Args:
        number: The record concerned.
        code: ``changed`` (content and hash differ), ``missing`` (numbers are left out), ``broken`` (it does not follow
            the record before it: one was removed, inserted or re-ordered here), ``end`` (the last is not the expected).
        message: English sentence.
        message_zh: Chinese sentence.
    """

    number: int
    code: str
    message: str
    message_zh: str


@dataclass(slots=True)
class Proof:
    """Reads records in order of number; afterwards ``number`` and ``hash`` are the end of the chain.

    Args:
        expected: Hash that must stand in the chain, kept elsewhere: without it a shortened chain looks whole.
    """

    expected: str = ""
    number: int = 0
    hash: str = START
    seen: bool = False

    def faults(self, records: Iterable[Record]) -> Iterator[ChainFault]:
        """Yield one fault for each record that was changed or does not follow the one before."""
        for record in records:
            yield from self._fault(record)
            self.number, self.hash = record.number, record.hash
            self.seen = self.seen or record.hash == self.expected
        if self.expected and not self.seen:
            yield ChainFault(
                self.number,
                "end",
                f"no record has the hash {self.expected[:16]}…; the chain ends at record {self.number} before it",
                f"没有哈希为{self.expected[:16]}…的记录；链止于第{self.number}条，末尾的记录被删除或被改写",
            )

    def _fault(self, record: Record) -> Iterator[ChainFault]:
        number = record.number
        if number > self.number + 1:
            first, last = self.number + 1, number - 1
            lost = f"{first}" if first == last else f"{first} to {last}"
            yield ChainFault(
                number, "missing", f"record {lost} is missing", f"缺少第{lost.replace(' to ', '至')}条记录"
            )
        elif record.previous != self.hash:
            yield ChainFault(
                number,
                "broken",
                f"record {number} does not follow the record before it: one was removed, inserted or re-ordered here",
                f"第{number}条与前一条不衔接：此处有记录被删除、插入或调换",
            )
        if not holds(record):
            yield ChainFault(
                number, "changed", f"record {number} was changed after it was written", f"第{number}条记录写入后被改动"
            )
