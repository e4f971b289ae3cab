"""A file of events to a file of decisions, chunk by chunk, in worker processes."""

from __future__ import annotations

import gc
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import msgspec

from sanku.batch.chunks import CHUNK_BYTES, Chunk, chunks, events, extent
from sanku.batch.judge import Judge, Refusal
from sanku.batch.progress import Progress, finish, fresh, partial, resume, save

_AHEAD = 2
"""Chunks for each worker that are in hand at a time."""

Report = Callable[[tuple[Refusal, ...], float], None]
"""Takes the refusals of a chunk, and which share of the input is done."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to: events judged, refused, and of them how many an earlier, killed run had done."""

    decided: int
    refused: int
    resumed: int


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a chunk."""

    output: bytes
    lines: int
    decided: int
    refused: tuple[Refusal, ...]


def run_batch(
    source: Path,
    output: Path,
    open_judge: Callable[[], Judge],
    edition: str,
    report: Report,
    workers: int = 1,
    chunk_bytes: int = CHUNK_BYTES,
) -> Summary:
    """Judge every event of ``source`` and write the decisions to ``output``.

    Args:
        source: JSON, one event a line; or Parquet with the events in a column.
        output: Written beside itself and renamed when whole; what a killed run left is gone on with.
        open_judge: Opens the judge; it and what it holds must be importable from another process.
        edition: Names what is judged by; decisions of different editions never share a file.
        report: Called after each chunk, in order.
        workers: Processes; with one, everything happens in this one.
        chunk_bytes: Size of a chunk of lines.

    Raises:
        SourceError: The input cannot be read at all.
        OSError: The output cannot be written.
    """
    whole = extent(source)
    progress = resume(output, fresh(source, edition))
    resumed = progress.decided + progress.refused
    with partial(output).open("ab") as file:
        file.truncate(progress.written)
        parts = chunks(source, progress.read, chunk_bytes)
        for chunk, done in _judged(source, parts, open_judge, workers):
            refused = tuple(Refusal(one.line + progress.lines, one.message) for one in done.refused)
            file.write(done.output)
            file.flush()
            progress = _advance(progress, chunk, done)
            save(output, progress)
            report(refused, chunk.end / whole)
    finish(output)
    return Summary(progress.decided, progress.refused, resumed)


def _advance(progress: Progress, chunk: Chunk, done: Done) -> Progress:
    return msgspec.structs.replace(
        progress,
        read=chunk.end,
        lines=progress.lines + done.lines,
        written=progress.written + len(done.output),
        decided=progress.decided + done.decided,
        refused=progress.refused + len(done.refused),
    )


def _judged(
    source: Path, parts: Iterator[Chunk], open_judge: Callable[[], Judge], workers: int
) -> Iterable[tuple[Chunk, Done]]:
    """Yield the chunks in order, each with what became of it."""
    if workers == 1:
        judge = open_judge()
        for chunk in parts:
            yield chunk, _chunk(judge, source, chunk)
        return
    with _pool(open_judge, workers) as pool:
        waiting: deque[tuple[Chunk, Future[Done]]] = deque()
        while True:
            room = workers * _AHEAD - len(waiting)
            waiting.extend((chunk, pool.submit(_in_worker, source, chunk)) for chunk in islice(parts, room))
            if not waiting:
                return
            chunk, future = waiting.popleft()
            yield chunk, future.result()


def _pool(open_judge: Callable[[], Judge], workers: int) -> ProcessPoolExecutor:
    """Return workers that have opened the judge, or share the one opened here."""
    if "fork" in multiprocessing.get_all_start_methods():
        judge = open_judge()
        return ProcessPoolExecutor(workers, multiprocessing.get_context("fork"), _start, (lambda: judge,))
    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _start, (open_judge,))


_HELD: list[Judge] = []
"""The judge of this worker process: set once, when it starts."""


def _start(open_judge: Callable[[], Judge]) -> None:
    _HELD.append(open_judge())
    gc.freeze()  # the process is ours, and what was loaded stays


def _in_worker(source: Path, chunk: Chunk) -> Done:
    return _chunk(_HELD[0], source, chunk)


def _chunk(judge: Judge, source: Path, chunk: Chunk) -> Done:
    """Judge one chunk; lines count from 1 within it."""
    made: list[bytes] = []
    refused: list[Refusal] = []
    found = events(source, chunk)
    for line, data in enumerate(found, 1):
        if not data or data.isspace():
            continue
        answer = judge(data, line)
        if isinstance(answer, Refusal):
            refused.append(answer)
        else:
            made.append(answer)
    return Done(b"".join(one + b"\n" for one in made), len(found), len(made), tuple(refused))
