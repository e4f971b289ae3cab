"""The file of events that went on undecided: appended to, on disk before a call returns, handed in later.

Each line is ``{"sum":"…","event":{…}}``; the sum is over the event's bytes. A process that is killed while it writes
leaves a line cut short: the next one begins a line of its own, and handing in tells the cut line by its sum. How far
the file has been handed in stands beside it, with the sum of the line that ends there. A note that belongs to an
earlier file is told by that sum; then all is handed in again, which the service records once.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock

import msgspec

MOST_BYTES = 64 * 1024 * 1024

_LINE = re.compile(rb'\{"sum":"([0-9a-f]{32})","event":(.*)\}', re.DOTALL)


class Note(msgspec.Struct, frozen=True):
    """How far the file was handed in, and the length and the sum of the line that ends there."""

    at: int
    length: int
    sum: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A line: its event, or ``None`` if it is not whole; where it ends, and its sum."""

    event: bytes | None
    line: bytes
    ends: Note


class Keeping:
    """A file of events, shared by threads and processes.

    Args:
        path: The file; its folder must exist.
        most: Bytes that the file may grow to; what comes later is not kept.
    """

    def __init__(self, path: Path, most: int = MOST_BYTES) -> None:
        self.path = path
        self._most = most
        self._mine = Lock()
        self._note = path.with_name(f"{path.name}.sent")

    def append(self, event: bytes) -> bool:
        """Keep an event; true if it is on disk, false if the file is full."""
        with self._alone():
            handle = os.open(self.path, os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o600)
            try:
                size = os.fstat(handle).st_size
                line = _line(event)
                if size + len(line) > self._most:
                    return False
                if size and _last_byte(handle, size) != b"\n":
                    line = b"\n" + line
                _write(handle, line)
                os.fsync(handle)
            finally:
                os.close(handle)
            if size == 0:
                _sync_folder(self.path.parent)
        return True

    def next(self) -> Kept | None:
        """Return the first line that was not handed in."""
        with self._alone():
            found = self._begin()
            if found is None:
                return None
            with self.path.open("rb") as file:
                file.seek(found)
                line = file.readline()
            if not line:
                return None
            return _kept(line, found + len(line))

    def done(self, kept: Kept, aside: str = "") -> None:
        """Note that a line was handed in, or put it aside; at the end of the file begin a new one."""
        with self._alone():
            if aside:
                self._append_aside(kept, aside)
            if self.path.stat().st_size <= kept.ends.at:
                self.path.unlink()
                self._note.unlink(missing_ok=True)
                _sync_folder(self.path.parent)
            else:
                fresh = self._note.with_suffix(".fresh")
                with fresh.open("wb") as file:
                    file.write(msgspec.json.encode(kept.ends))
                    file.flush()
                    os.fsync(file.fileno())
                fresh.replace(self._note)

    def left(self) -> int:
        """Return how many lines were not handed in."""
        with self._alone():
            begin = self._begin()
            if begin is None:
                return 0
            with self.path.open("rb") as file:
                file.seek(begin)
                return sum(1 for line in file if line.strip())

    def _begin(self) -> int | None:
        """Return where the first line begins that was not handed in; ``None`` without a file."""
        if not self.path.exists():
            return None
        try:
            note = msgspec.json.decode(self._note.read_bytes(), type=Note)
        except (OSError, msgspec.MsgspecError):
            return 0
        with self.path.open("rb") as file:
            file.seek(max(0, note.at - note.length))
            return note.at if _sum_of(file.read(note.length)) == note.sum else 0

    def _append_aside(self, kept: Kept, aside: str) -> None:
        with self.path.with_name(f"{self.path.name}.{aside}").open("ab") as file:
            file.write(kept.line.rstrip(b"\n") + b"\n")
            file.flush()
            os.fsync(file.fileno())

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other threads, and other processes on this machine, out of the file."""
        with self._mine:
            handle = os.open(self.path.with_name(f"{self.path.name}.lock"), os.O_CREAT | os.O_RDWR, 0o600)
            try:
                if sys.platform != "win32":
                    import fcntl  # noqa: PLC0415 - not there on Windows, where one process keeps one file

                    fcntl.flock(handle, fcntl.LOCK_EX)
                yield
            finally:
                os.close(handle)


def _line(event: bytes) -> bytes:
    return b'{"sum":"%s","event":%s}\n' % (sha256(event).hexdigest()[:32].encode(), event)


def _sum_of(line: bytes) -> str:
    return sha256(line).hexdigest()[:32]


def _kept(line: bytes, ends: int) -> Kept:
    found = _LINE.fullmatch(line.rstrip(b"\n"))
    is_whole = found is not None and sha256(found[2]).hexdigest()[:32].encode() == found[1]
    return Kept(found[2] if found is not None and is_whole else None, line, Note(ends, len(line), _sum_of(line)))


def _last_byte(handle: int, size: int) -> bytes:
    os.lseek(handle, size - 1, os.SEEK_SET)
    return os.read(handle, 1)


def _write(handle: int, data: bytes) -> None:
    while data:
        data = data[os.write(handle, data) :]


def _sync_folder(folder: Path) -> None:
    """Make a file's coming or going last; Windows has no such call and needs none."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
