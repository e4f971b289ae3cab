"""The benchmarks answer as the program by hand does, at small size: the harness cannot rot."""

import asyncio
from pathlib import Path

from benchmarks import editor, knowledge, ours
from benchmarks.figures import FIGURES
from benchmarks.peers.sqlite import Sqlite
from benchmarks.peers.zen_engine import ZenEngine
from benchmarks.rows import draw_rows


def test_every_engine_gives_the_same_answers() -> None:
    rows, hand, claims = ours.workload(1_500, 40)
    expected = [sorted(hand.judge(claim)) for claim in claims]
    for peer in (ZenEngine(rows), Sqlite(rows)):
        assert [sorted(peer.judge(claim)) for claim in claims] == expected
    with ours.loaded(rows) as kb:
        assert ours.check(kb, hand, claims) == sum(map(len, expected))


def test_every_figure_says_what_it_measures() -> None:
    assert [name for name, figure in FIGURES.items() if not figure.__doc__] == []


def test_an_editor_is_answered(tmp_path: Path) -> None:
    knowledge.write_base(tmp_path / "base", draw_rows(2_000).rows)
    times = asyncio.run(editor.measure(tmp_path / "base", 1))
    assert {name: len(found) for name, found in times.items()} == dict.fromkeys(times, 1)
