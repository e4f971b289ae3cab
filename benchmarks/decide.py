"""Time of a decision: a base of 57,000 rows and 40 rules through the public loader, then events of 20 lines.

Run as ``python benchmarks/decide.py [--rows N] [--events N]``. Figures are of one thread in steady state: every event
is judged once to warm up, then timed several times; on a shared machine the best of them is what repeats. ``judge`` is
the event engine, ``assemble`` what turns its results into a decision, ``decide`` the whole from plain data to decision.
"""

import argparse
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent))

from decide_base import ROWS, Generator, write_base

from sanku.kb import KnowledgeBase
from sanku.semantics import load_model

LINES = 20
RUNS = 5
T = TypeVar("T")


def timed(action: Callable[[], T]) -> tuple[float, T]:
    """Return the seconds that an action took, and its result."""
    start = time.perf_counter()
    result = action()
    return time.perf_counter() - start, result


def quantiles(name: str, actions: Iterable[Callable[[], object]]) -> str:
    """Return p50 and p99 in microseconds, of all runs and of the best of ``RUNS`` of each event."""
    runs = [[timed(action)[0] for _ in range(RUNS)] for action in actions]
    every, best = sorted(one for run in runs for one in run), sorted(min(run) for run in runs)
    shown = (
        f"{statistics.median(some) * 1e6:7.0f} / {some[len(some) * 99 // 100] * 1e6:7.0f}" for some in (best, every)
    )
    return f"{name:15} {'   '.join(shown)}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--events", type=int, default=500)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "knowledge"
        write_base(root, options.rows)
        seconds, (model, diagnostics) = timed(lambda: load_model(root))
        assert model is not None, [f"{found.span}: {found.message}" for found in diagnostics][:5]
        rows = sum(len(layer.rows) for table in model.catalog.tables.values() for layer in table.layers)
        print(f"base       {rows:,} rows, {len(model.rules)} rules")
        print(f"load       {seconds:.2f} s")
        seconds, kb = timed(lambda: KnowledgeBase.of(model, edition="benchmark"))
        print(f"compile    {seconds:.2f} s")
        measure(kb, [Generator(options.rows, 7).event(number, LINES) for number in range(options.events)])


def measure(kb: KnowledgeBase, events: list[dict[str, object]]) -> None:
    """Print the time of a decision, whole and in parts."""
    facts = [kb.facts(event) for event in events]
    seconds, results = timed(lambda: [kb.judge(one) for one in facts])
    fired = sum(len(one.fired) for one in results) / len(results)
    undecided = sum(len(one.undecided) for one in results) / len(results)
    print(f"first pass {seconds / len(facts) * 1e6:8.0f} us an event (indexes built, codes seen first)")
    print(f"an event   {LINES} lines, {fired:.1f} fired, {undecided:.1f} undecided")
    gc.collect()
    gc.freeze()
    print(f"{'':15} best of {RUNS}: p50 / p99 us   every run: p50 / p99 us")
    print(quantiles("judge", [partial(kb.judge, one) for one in facts]))
    print(quantiles("judge+assemble", [partial(kb.decide_facts, one) for one in facts]))
    print(quantiles("decide", [partial(kb.decide, event) for event in events]))


if __name__ == "__main__":
    main()
