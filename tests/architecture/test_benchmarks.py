"""The benchmarks answer as the program by hand does, at small size: the harness cannot rot."""

from benchmarks import ours
from benchmarks.figures import FIGURES
from benchmarks.peers.sqlite import Sqlite
from benchmarks.peers.zen_engine import ZenEngine


def test_every_engine_gives_the_same_answers() -> None:
    rows, hand, claims = ours.workload(1_500, 40)
    expected = [sorted(hand.judge(claim)) for claim in claims]
    for peer in (ZenEngine(rows), Sqlite(rows)):
        assert [sorted(peer.judge(claim)) for claim in claims] == expected
    with ours.loaded(rows) as kb:
        assert ours.check(kb, hand, claims) == sum(map(len, expected))


def test_every_figure_says_what_it_measures() -> None:
    assert [name for name, figure in FIGURES.items() if not figure.__doc__] == []
