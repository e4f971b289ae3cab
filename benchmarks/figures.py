"""The figures, one function each: what is measured, how, and against what."""

from __future__ import annotations

import random
import statistics
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import orjson

from benchmarks import ours
from benchmarks.claims import Claim, Line, event, event_line
from benchmarks.fresh import kb_command, load_fresh
from benchmarks.hand import Hand
from benchmarks.interleaved import Compared, Contender, compare
from benchmarks.peers.sqlite import Sqlite
from benchmarks.peers.zen_engine import ZenEngine
from benchmarks.rows import Row, draw_rows
from sanku.claim.decision import Decision
from sanku.engines.event import Session
from sanku.kb import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured; the smaller ones keep the harness honest in a test."""

    rows: int = 57_000
    small: int = 10_000
    copies: int = 100
    claims: int = 3_000
    lines: int = 1_000_000
    repeats: int = 5


QUICK = Sizes(rows=2_000, small=1_000, copies=3, claims=60, lines=2_000, repeats=1)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: its median, least and greatest of the rounds, unit (``x`` is a ratio), and what else was seen."""

    value: float
    least: float
    most: float
    unit: str
    detail: dict[str, float] = field(default_factory=dict)


def event_vs_hand(sizes: Sizes) -> Figure:
    """One prepared event to its decision, against the hand-written flat record."""
    rows, hand, claims = ours.workload(sizes.rows, sizes.claims)
    with ours.loaded(rows) as kb:
        ours.check(kb, hand, claims)
        contenders = {"ours": _ours(kb, claims), "hand": Contender(hand.judge, claims)}
        return _ratio(compare(contenders), "ours", "hand")


def bytes_vs_hand(sizes: Sizes) -> Figure:
    """JSON (ISO dates, exact decimals) to the bytes of the decision, against orjson and the hand-written record."""
    rows, hand, claims = ours.workload(sizes.rows, sizes.claims)
    with ours.loaded(rows) as kb:
        ours.check(kb, hand, claims)
        contenders = {
            "ours": Contender(kb.decide_bytes, [ours.message(claim) for claim in claims]),
            "hand": Contender(
                lambda data: orjson.dumps(hand.judge(orjson.loads(data))), [orjson.dumps(claim) for claim in claims]
            ),
        }
        return _ratio(compare(contenders), "ours", "hand")


def flat_1m_vs_10k(sizes: Sizes) -> Figure:
    """One event over a hundred copies of the rows, against one copy: the same matches for each line."""
    rows, hand, claims = ours.workload(sizes.small, sizes.claims)
    rng = random.Random(3)  # noqa: S311 - a seeded draw, not a secret
    spread = [_copied(claim, rng.randrange(sizes.copies)) for claim in claims]
    many = _copies(rows, sizes.copies)
    with ours.loaded(rows) as one, ours.loaded(many) as all_of_them:
        ours.check(one, hand, claims)
        ours.check(all_of_them, Hand(many), spread)
        return _ratio(compare({"1m": _ours(all_of_them, spread), "10k": _ours(one, claims)}), "1m", "10k")


def vs_zen(sizes: Sizes) -> Figure:
    """How many times longer zen-engine takes for an event; SQLite and the hand-written record in the same run."""
    rows, hand, claims = ours.workload(sizes.rows, sizes.claims // 3)
    zen, sqlite = ZenEngine(rows), Sqlite(rows)
    for claim in claims:
        expected = sorted(hand.judge(claim))
        assert sorted(zen.judge(claim)) == sorted(sqlite.judge(claim)) == expected, claim
    with ours.loaded(rows) as kb:
        ours.check(kb, hand, claims)
        contenders = {
            "ours": _ours(kb, claims),
            "zen": Contender(zen.judge, claims),
            "sqlite": Contender(sqlite.judge, claims),
            "hand": Contender(hand.judge, claims),
        }
        return _ratio(compare(contenders), "zen", "ours")


def session_ratio(sizes: Sizes) -> Figure:
    """One line added in a session, against judging the event with it afresh; both are given as plain data, to be read."""
    rows, hand, claims = ours.workload(sizes.rows, sizes.claims // 3)
    with ours.loaded(rows) as kb:
        ours.check(kb, hand, claims)
        afresh = Contender(kb.decide, [event(claim) for claim in claims])
        micros: dict[str, tuple[float, ...]] = {"session": (), "afresh": ()}
        for _ in range(sizes.repeats):
            added = compare(
                {"session": Contender(_add, [_opened(kb, claim) for claim in claims])}, rounds=1, warm=False
            )
            judged = compare({"afresh": afresh}, rounds=1)
            micros["session"] += added.micros["session"]
            micros["afresh"] += judged.micros["afresh"]
        return _ratio(Compared(micros), "session", "afresh")


def load_57k_s(sizes: Sizes) -> Figure:
    """Loading an edition, in a fresh process."""
    return _load(draw_rows(sizes.rows).rows, sizes.repeats)


def load_1m_s(sizes: Sizes) -> Figure:
    """Loading an edition of a hundred copies of the small base, in a fresh process."""
    return _load(_copies(draw_rows(sizes.small).rows, sizes.copies), sizes.repeats)


def validate_cold_s(sizes: Sizes) -> Figure:
    """``kb validate`` as a command, nothing kept from earlier runs."""
    with ours.base_of(draw_rows(sizes.rows).rows) as root:
        return _seconds([kb_command("validate", str(root), SANKU_CACHE="off") for _ in range(sizes.repeats)])


def validate_warm_s(sizes: Sizes) -> Figure:
    """``kb validate`` as a command after one row was edited."""
    with ours.base_of(draw_rows(sizes.rows).rows) as root:
        kept = str(root.with_name("cache"))
        kb_command("validate", str(root), SANKU_CACHE=kept)
        times = []
        table = root / "drugs" / "level_0.csv"
        text = table.read_text(encoding="utf-8")
        for turn in range(sizes.repeats):
            old, new = (",secondary\n", ",tertiary\n") if turn % 2 == 0 else (",tertiary\n", ",secondary\n")
            text = text.replace(old, new, 1)
            table.write_text(text, encoding="utf-8")
            times.append(kb_command("validate", str(root), SANKU_CACHE=kept))
        return _seconds(times)


def bytes_per_instance(sizes: Sizes) -> Figure:
    """Growth of the resident memory of a process by a row, loaded and after every claim was judged once."""
    small = max(sizes.rows // 50, 200)
    resident = {}
    for count in (small, sizes.rows):
        rows, _, claims = ours.workload(count, sizes.claims)
        messages = [ours.message(claim) for claim in claims]
        runs = [load_fresh(ours.edition_of(rows), messages) for _ in range(min(sizes.repeats, 3))]
        resident[count] = statistics.median(run["resident"] for run in runs)
    value = (resident[sizes.rows] - resident[small]) / (sizes.rows - small)
    return Figure(value, value, value, "B", {f"resident_{count}": size for count, size in resident.items()})


def jsonl_1m_s(sizes: Sizes) -> Figure:
    """``kb decide`` over a file of a million lines with two workers: start, load, read and write included."""
    rows, _, claims = ours.workload(sizes.rows, sizes.claims)
    with tempfile.TemporaryDirectory() as folder:
        edition, source, output = ours.edition_of(rows), Path(folder) / "in.jsonl", Path(folder) / "out.jsonl"
        count, lines = 0, 0
        with source.open("wb") as file:
            while lines < sizes.lines:
                claim: Claim = {**claims[count % len(claims)], "number": count}
                file.write(ours.message(claim) + b"\n")
                count, lines = count + 1, lines + len(claim["lines"])
        times = []
        for _ in range(min(sizes.repeats, 3)):
            command = ("decide", str(source), "--kb", str(edition), "-o", str(output), "--workers", "2")
            times.append(kb_command(*command))
            with output.open("rb") as file:
                assert sum(1 for _ in file) == count
        return _seconds(times, {"claims": count, "lines": lines, "megabytes": source.stat().st_size / 1e6})


FIGURES: dict[str, Callable[[Sizes], Figure]] = {
    one.__name__: one
    for one in (
        event_vs_hand,
        bytes_vs_hand,
        flat_1m_vs_10k,
        vs_zen,
        session_ratio,
        load_57k_s,
        load_1m_s,
        validate_cold_s,
        validate_warm_s,
        bytes_per_instance,
        jsonl_1m_s,
    )
}


def _ours(kb: KnowledgeBase, claims: Sequence[Claim]) -> Contender:
    for claim in claims:
        kb.prepare(event(claim))  # the first ones teach the reader which fields are sent
    return Contender(kb.decide_prepared, [ours.prepare(kb, one) for one in claims])


def _opened(kb: KnowledgeBase, claim: Claim) -> tuple[Session[Decision], dict[str, object]]:
    """Return a session over all lines but the last, judged once, and the last."""
    *first, last = claim["lines"]
    session = kb.session(event({**claim, "lines": first}))
    session.decide()
    return session, event_line(last)


def _add(opened: tuple[Session[Decision], dict[str, object]]) -> Decision:
    session, line = opened
    return session.add(line)


def _copied(claim: Claim, copy: int) -> Claim:
    lines: list[Line] = [{**line, "code": _copy_code(line["code"], copy)} for line in claim["lines"]]
    history = [(_copy_code(code, copy), day, quantity) for code, day, quantity in claim["history"]]
    return {**claim, "lines": lines, "history": history}


@cache
def _copies(rows: tuple[Row, ...], copies: int) -> tuple[Row, ...]:
    """Return the rows that many times, each time with codes of their own."""
    return tuple(_copy_row(row, copy) for copy in range(copies) for row in rows if not copy or row.code[0] != "H")


def _copy_row(row: Row, copy: int) -> Row:
    code = " ".join(_copy_code(one, copy) for one in row.code.split())
    return Row(row.family, f"{row.id}_{copy}" if copy else row.id, code, row.cells)


def _copy_code(code: str, copy: int) -> str:
    """Write the copy's number into eight digits of a code that are else zero; facilities stay what they are."""
    return code if code[0] == "H" else f"{code[:-10]}{copy:04d}{code[-6:]}"


def _load(rows: tuple[Row, ...], repeats: int) -> Figure:
    edition = ours.edition_of(rows)
    times = [load_fresh(edition)["seconds"] for _ in range(repeats)]
    return _seconds(times, {"megabytes": edition.stat().st_size / 1e6})


def _seconds(times: list[float], detail: dict[str, float] | None = None) -> Figure:
    return Figure(statistics.median(times), min(times), max(times), "s", detail or {})


def _ratio(compared: Compared, name: str, against: str) -> Figure:
    ratios = compared.ratios(name, against)
    detail = {f"{one}_us": compared.median(one) for one in compared.micros}
    return Figure(statistics.median(ratios), ratios[0], ratios[-1], "x", detail)
