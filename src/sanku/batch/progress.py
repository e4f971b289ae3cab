"""How far a run came, beside its output: written after each chunk, so that a killed run can go on."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec


class Progress(msgspec.Struct, frozen=True):
    """What stands in the file.

    Args:
        source: Path, size and time of change of the input.
        edition: What the decisions were made with.
        read: Where the next chunk begins.
        lines: Lines or rows read so far.
        written: Bytes of the output that belong to them.
        decided: Events judged.
        refused: Events that could not be.
    """

    source: tuple[str, int, int]
    edition: str
    read: int = 0
    lines: int = 0
    written: int = 0
    decided: int = 0
    refused: int = 0


def partial(output: Path) -> Path:
    """Return where an output stands until it is whole."""
    return output.with_name(f"{output.name}.partial")


def fresh(source: Path, edition: str) -> Progress:
    """Return the progress of a run that begins."""
    about = source.stat()
    return Progress((str(source.resolve()), about.st_size, about.st_mtime_ns), edition)


def resume(output: Path, beginning: Progress) -> Progress:
    """Return how far an earlier run on the same input with the same edition came; otherwise the beginning."""
    try:
        found = msgspec.json.decode(_place(output).read_bytes(), type=Progress)
        held = partial(output).stat().st_size
    except (OSError, msgspec.DecodeError):
        return beginning
    same = (found.source, found.edition) == (beginning.source, beginning.edition)
    return found if same and held >= found.written else beginning


def save(output: Path, progress: Progress) -> None:
    """Write the progress, whole or not at all."""
    place = _place(output)
    new = place.with_name(f"{place.name}.new")
    new.write_bytes(msgspec.json.encode(progress))
    new.replace(place)


def finish(output: Path) -> None:
    """Give the output its name, once it is on the disk, and forget the progress."""
    with partial(output).open("rb+") as file:
        os.fsync(file.fileno())
    partial(output).replace(output)
    _place(output).unlink(missing_ok=True)


def _place(output: Path) -> Path:
    return output.with_name(f"{output.name}.progress")
