"""Our side of the comparison: a base loaded as a user loads it, and its answers in the form of the hand-written ones."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from benchmarks.claims import Claim, draw_claims, event
from benchmarks.hand import ENCOUNTER, Answer, Hand
from benchmarks.knowledge import write_base
from benchmarks.rows import Row, draw_rows
from sanku.claim.decision import Decision
from sanku.claim.plain.reading import Prepared
from sanku.kb import KnowledgeBase, load


@contextmanager
def base_of(rows: tuple[Row, ...]) -> Iterator[Path]:
    """Write the rows as a knowledge base, for as long as it is needed."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "knowledge"
        write_base(root, rows)
        yield root


@contextmanager
def loaded(rows: tuple[Row, ...]) -> Iterator[KnowledgeBase]:
    """Load the rows from an edition."""
    yield load(edition_of(rows))


@cache
def edition_of(rows: tuple[Row, ...]) -> Path:
    """Return an edition of the rows, built once for all figures that need it."""
    edition = Path(_folder().name) / f"{len(rows)}_{len(list(Path(_folder().name).iterdir()))}.edition"
    with base_of(rows) as root:
        build(root, edition)
    return edition


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Return where editions are kept until the process ends."""
    return tempfile.TemporaryDirectory()


def build(root: Path, edition: Path) -> None:
    """Build an edition with the command."""
    from benchmarks.fresh import kb_command  # noqa: PLC0415 - only what builds starts processes

    kb_command("build", str(root), "-o", str(edition))


def prepare(kb: KnowledgeBase, claim: Claim) -> Prepared:
    """Return a claim as far as it is read before it is judged."""
    return kb.prepare(event(claim))


def message(claim: Claim) -> bytes:
    """Return the JSON that a sender writes."""
    return json.dumps(event(claim), ensure_ascii=False, separators=(",", ":")).encode()


def answer(decision: Decision) -> Answer:
    """Return a decision's findings as row and line, sorted."""
    assert not decision.undetermined and not decision.notes, decision
    return sorted(
        (row, ENCOUNTER if found.subject.collection == "encounter" else int(found.subject.id))
        for found in decision.findings
        for row in found.rows
    )


def check(kb: KnowledgeBase, hand: Hand, claims: Sequence[Claim]) -> int:
    """Demand the same answer to every claim; return how many findings there were."""
    count = 0
    for claim in claims:
        ours, expected = answer(kb.decide_prepared(prepare(kb, claim))), sorted(hand.judge(claim))
        assert ours == expected, (claim, ours, expected)
        count += len(expected)
    assert count, "the claims break no rule: nothing is compared"
    return count


@cache
def workload(rows: int, claims: int) -> tuple[tuple[Row, ...], Hand, list[Claim]]:
    """Draw rows, their hand-written records, and claims."""
    bases = draw_rows(rows)
    hand = Hand(bases.rows)
    return bases.rows, hand, draw_claims(bases, claims, hand.judge)
