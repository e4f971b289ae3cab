"""A file of events to a file of decisions: our own events and national messages alike, by a loaded knowledge base."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from sanku.batch import Judge, Refusal, Report, Summary, run_batch
from sanku.claim.decoding import Problem
from sanku.doors.files.events import read_line
from sanku.doors.nhsa import MessageRefused, is_message, read_message
from sanku.kb import EventError, KnowledgeBase


def decide_file(kb: KnowledgeBase, source: Path, output: Path, report: Report, workers: int = 1) -> Summary:
    """Judge a file of events, one JSON object a line or a row, into a file of decisions, one a line, in order.

    Args:
        kb: The knowledge base.
        source: JSONL, or Parquet with the events as JSON text in a column ``event``.
        output: Complete under its name, or not there. What a killed run left beside it is gone on with.
        report: Called after each part with the refusals of its lines, and the share of the input that is done.
        workers: Processes.

    Raises:
        SourceError: The input cannot be read at all.
        OSError: The output cannot be written.
    """
    return run_batch(source, output, partial(open_judge, kb), kb.edition, report, workers)


def open_judge(kb: KnowledgeBase) -> Judge:
    """Return a judge of bytes."""
    return partial(_judge, kb)


def _judge(kb: KnowledgeBase, data: bytes, line: int) -> bytes | Refusal:
    decided = kb.decide_plain(data)
    if decided is not None:
        return decided
    event = read_line(data, line)
    if isinstance(event, Problem):
        return Refusal(line, event.message)
    try:
        if not is_message(event):
            return kb.decide(event).json()
        asked = read_message(event, kb.model.catalog.senders)
        if isinstance(asked, MessageRefused):
            return Refusal(line, asked.message)
        return b"\n".join(kb.decide(one).json() for one in asked)
    except EventError as error:
        return Refusal(line, str(error))
