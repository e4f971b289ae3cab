"""One value in one file: written whole or not at all, verified before use, its columns mapped into memory.

Layout: magic line, length of the header, header (JSON), SHA-256 of all before; the data (columns, each from a
multiple of eight bytes); the tree (msgpack of ``codec``'s plain data). The header holds place and SHA-256 of both.
"""

from __future__ import annotations

import mmap
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BufferedReader
from pathlib import Path
from typing import Literal

import msgspec

from sanku.storage.codec import Encoder, Shapes, decode

_WORD = 4
_DIGEST = 32
_ALIGNED = 64
_MOST_HEADER = 1 << 16
_STEP = 1 << 20

Fault = Literal["foreign", "version", "damaged"]
"""Why a file cannot be used: of another kind, of another version, or not what was written."""


class Section(msgspec.Struct, frozen=True):
    """A part of the file: from where, how long, and its SHA-256."""

    start: int
    size: int
    digest: str


class _Header(msgspec.Struct, frozen=True):
    fingerprint: str
    notes: dict[str, str | int]
    tree: Section
    data: Section


@dataclass(frozen=True, slots=True)
class Stored:
    """What a file held: its value, and what was noted beside it."""

    value: object
    notes: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file.

    Args:
        name: Stands in the first line with ``version``.
        version: Of the layout.
        shapes: The classes that its values may be of.
    """

    name: str
    version: int
    shapes: Shapes

    @property
    def magic(self) -> bytes:
        """The first line."""
        return f"{self.family}{self.version}\n".encode()

    @property
    def family(self) -> str:
        """The first line up to the version."""
        return f"SANKU {self.name} "


def write_file(
    path: Path, kind: Kind, value: object, notes: Mapping[str, str | int], *, is_durable: bool = True
) -> None:
    """Write a value beside its final place and move it there, so that a reader never sees half of it.

    Args:
        path: The final place.
        kind: The kind of file.
        value: Of the classes of the kind.
        notes: What to note beside it.
        is_durable: Wait until the disk has it.
    """
    encoder = Encoder(kind.shapes)
    tree = msgspec.msgpack.encode(encoder.encode(value))
    data = bytes(encoder.data)
    data_at = Section(0, len(data), sha256(data).hexdigest())
    tree_at = Section(len(data), len(tree), sha256(tree).hexdigest())
    text = msgspec.json.encode(_Header(kind.shapes.fingerprint, dict(notes), tree_at, data_at))
    # Blanks after the JSON, so that the data starts on a multiple of what a column is aligned to.
    text += b" " * (-(len(kind.magic) + _WORD + len(text) + _DIGEST) % _ALIGNED)
    head = kind.magic + len(text).to_bytes(_WORD, "little") + text
    _place(path, (head, sha256(head).digest(), data, tree), is_durable=is_durable)


def _place(path: Path, parts: tuple[bytes, ...], *, is_durable: bool) -> None:
    # The mode is left to the umask, as for any new file; a name that is taken is an error, never overwritten.
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
            file.flush()
            if is_durable:
                os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def read_file(path: Path, kind: Kind) -> Stored | Fault:
    """Return the value of a file, its columns mapped, or why nothing of the file is used."""
    with path.open("rb") as file:
        first = file.read(len(kind.magic) + _WORD)
        if not first.startswith(kind.magic):
            return _other(first, kind)
        size = int.from_bytes(first[len(kind.magic) :], "little")
        if size > _MOST_HEADER:
            return "damaged"
        text, digest = file.read(size), file.read(_DIGEST)
        if sha256(first + text).digest() != digest:
            return "damaged"
        try:
            header = msgspec.json.decode(text, type=_Header)
        except msgspec.DecodeError:
            return "version"
        start = file.tell()
        end = start + header.data.size + header.tree.size
        sections = (header.data, header.tree)
        if end != os.fstat(file.fileno()).st_size or not all(_is_whole(file, start, each) for each in sections):
            return "damaged"
        if header.fingerprint != kind.shapes.fingerprint:
            return "version"
        view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))[start:end]
    try:
        tree = msgspec.msgpack.decode(view[header.tree.start :])
        return Stored(decode(tree, view[: header.data.size], kind.shapes), header.notes)
    except (msgspec.DecodeError, ValueError, TypeError, LookupError, ArithmeticError, RecursionError):
        return "damaged"


def _other(first: bytes, kind: Kind) -> Fault:
    """Return why a file that starts otherwise cannot be used."""
    if not first.startswith(kind.family.encode()):
        return "foreign"
    return "version" if b"\n" in first else "damaged"


def _is_whole(file: BufferedReader, start: int, section: Section) -> bool:
    """Tell whether a section is what was written. It is read, not mapped: verifying takes no room in this process."""
    file.seek(start + section.start)
    found, left, buffer = sha256(), section.size, memoryview(bytearray(min(_STEP, section.size)))
    while left and (count := file.readinto(buffer[:left])):
        found.update(buffer[:count])
        left -= count
    return not left and found.hexdigest() == section.digest
