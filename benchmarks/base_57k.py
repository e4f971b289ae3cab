"""The whole path on a base of 57,000 rows and 40 rules, against what is demanded of it.

Run as ``python benchmarks/base_57k.py [--events N] [--shared DIR]``. ``kb validate`` and ``kb build`` run as a user runs
them, each in a fresh process; the edition is loaded in a fresh process too; decisions are of one thread in steady state.
Prints wall time and time on the processor: where the machine is shared, the second is what the code costs. Status 1 if
a demand is missed.
"""

import argparse
import gc
import importlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from decide_base import ROWS, Generator, write_base

from sanku.kb import KnowledgeBase, load

LINES = 20
KB = Path(sys.executable).with_name("kb")
FRESH = """
import json, sys, time
from sanku.kb import load
event = json.load(sys.stdin)
times = [(time.perf_counter(), time.process_time())]
kb = load(sys.argv[1])
times.append((time.perf_counter(), time.process_time()))
kb.decide(event)
times.append((time.perf_counter(), time.process_time()))
print(json.dumps(times))
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """What something took, in seconds.

    Args:
        what: What was done.
        wall: On the clock.
        processor: On the processor.
        most: The demand on it; ``None`` if there is none.
    """

    what: str
    wall: float
    processor: float
    most: float | None = None

    @property
    def is_missed(self) -> bool:
        """Whether the processor alone took longer than is demanded."""
        return self.most is not None and self.processor > self.most

    def __str__(self) -> str:
        """Return one line of the report."""
        demand = "" if self.most is None else f"   demand {_shown(self.most)}: {'missed' if self.is_missed else 'met'}"
        return f"{self.what:44} {_shown(self.wall):>9} wall {_shown(self.processor):>9} processor{demand}"


def _shown(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 0.1 else f"{seconds * 1e6:.0f} us"


def command(what: str, most: float | None, *arguments: str) -> Measured:
    """Run ``kb`` and return what it took; its own complaints go to the screen."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([str(KB), *arguments], check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Measured(what, wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, most)


def fresh(edition: Path, event: dict[str, object]) -> Iterator[Measured]:
    """Yield what a process that has loaded nothing before takes to load the edition and for its first decision."""
    arguments = [sys.executable, "-c", FRESH, str(edition)]
    done = subprocess.run(arguments, input=json.dumps(event), check=True, stdout=subprocess.PIPE, text=True)
    (wall, used), *later = json.loads(done.stdout)
    for what, most, (wall_now, used_now) in zip(("load the edition", "first decision"), (1, None), later, strict=True):
        yield Measured(what, wall_now - wall, used_now - used, most)
        wall, used = wall_now, used_now


def each(
    what: str, most: float | None, action: Callable[[dict[str, object]], object], events: Sequence[dict[str, object]]
) -> Iterator[Measured]:
    """Yield p50 and p99 of an action over events."""
    walls, processors = [], []
    for event in events:
        start, used = time.perf_counter(), time.thread_time()
        action(event)
        walls.append(time.perf_counter() - start)
        processors.append(time.thread_time() - used)
    yield Measured(f"{what}, p50", statistics.median(walls), statistics.median(processors), most)
    last = len(events) * 99 // 100
    yield Measured(f"{what}, p99", sorted(walls)[last], sorted(processors)[last])


def decisions(kb: KnowledgeBase, events: list[dict[str, object]]) -> Iterator[Measured]:
    """Yield what deciding takes: events as they come, those without a finding, those without a history."""
    without_past = [{**event, "history": {"encounters": [], "lines": []}} for event in events]
    made = [kb.decide(event) for event in events]
    silent = [event for event, one in zip(events, made, strict=True) if not one.findings and not one.undetermined]
    found = sum(len(one.findings) for one in made) / len(made)
    for event in without_past:
        kb.decide(event)
    gc.collect()
    gc.freeze()
    most = 0.001
    yield from each(f"decide {LINES} lines, {LINES} past ones, {found:.1f} findings", most, kb.decide, events)
    yield from each(f"decide {LINES} lines, {LINES} past ones, no finding", most, kb.decide, silent)
    yield from each(f"decide {LINES} lines, no past", most, kb.decide, without_past)
    facts = [kb.facts(event) for event in events]
    yield from each("of it reading the event", None, kb.facts, events)
    yield from each("of it judging", None, lambda event: kb.judge(event["facts"]), [{"facts": one} for one in facts])
    results = [{"facts": one, "results": kb.judge(one)} for one in facts]
    yield from each(
        "of it the decision", None, lambda event: kb.decide_results(event["facts"], event["results"]), results
    )


def yardstick(folder: Path, rows: int) -> Iterator[Measured]:
    """Yield what a hand-written record for each code takes on claims of the same size: how fast this machine is now."""
    if not (folder / "baseline.py").is_file():
        return
    sys.path.insert(0, str(folder))
    rules, claims = importlib.import_module("workload").make(rows, 500)
    hand = importlib.import_module("baseline").Hand(rules)
    for claim in claims:
        hand.evaluate(claim)
    yield from each("yardstick: a record by hand (36 to 49 us)", None, hand.evaluate, claims)


def main() -> None:
    """Measure, print, and leave with 1 if a demand is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=500)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("SANKU_SHARED", "../shared")))
    options = parser.parse_args()
    missed = False
    for one in measure(options.events, options.shared):
        print(one, flush=True)
        missed |= one.is_missed
    raise SystemExit(int(missed))


def measure(count: int, shared: Path) -> Iterator[Measured]:
    """Yield every figure."""
    yield from yardstick(shared / "bench", ROWS)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SANKU_CACHE"] = f"{folder}/cache"
        root, edition = Path(folder) / "knowledge", Path(folder) / "base.edition"
        write_base(root, ROWS)
        yield command("kb validate, cold", 10, "validate", str(root))
        yield command("kb build", None, "build", str(root), "-o", str(edition))
        generator = Generator(ROWS, 7)
        events = [generator.event(number, LINES) for number in range(count)]
        yield from fresh(edition, events[0])
        yield from decisions(load(edition), events)


if __name__ == "__main__":
    main()
