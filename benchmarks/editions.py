"""Loading editions, and validating after an edit: time on the processor, and memory of each row.

Run as ``python benchmarks/editions.py [ROWS …]`` (default 57,000; give 1000000 as well for the large one). Everything runs
in a fresh process, with a cache of its own that is empty at first. ``resident`` is what the process holds itself after
loading and after deciding, ``mapped`` the pages of the file that it shares, ``traced`` what Python allocated while loading.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from decide_base import ROWS, Generator, write_base

KB = Path(sys.executable).with_name("kb")
LOAD = """
import gc, json, re, sys, time, tracemalloc
path, events, traced = sys.argv[1], json.load(sys.stdin), len(sys.argv) > 2
start = time.process_time()
import sanku
load = sanku.load
imported = time.process_time() - start
def memory():
    text = open("/proc/self/status").read()
    return [int(re.search(rf"{name}:\\s+(\\d+)", text)[1]) * 1024 for name in ("RssAnon", "RssFile")]
gc.collect()
if traced:
    tracemalloc.start()
before = memory()
start, wall = time.process_time(), time.perf_counter()
kb = load(path)
used, wall = time.process_time() - start, time.perf_counter() - wall
kept = tracemalloc.get_traced_memory()[0] if traced else 0
after = memory()
for event in events:
    kb.decide(event)
print(json.dumps({"imported": imported, "used": used, "wall": wall, "kept": kept, "memory": [before, after, memory()]}))
"""


def kb(*arguments: str) -> float:
    """Run ``kb`` and return its time on the processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([str(KB), *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def changed(path: Path, old: str, new: str) -> None:
    """Change one place of a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def load(edition: Path, events: list[dict[str, object]], *extra: str) -> dict[str, object]:
    """Load an edition in a fresh process, decide events with it, and return what it measured."""
    arguments = [sys.executable, "-c", LOAD, str(edition), *extra]
    done = subprocess.run(arguments, input=json.dumps(events), check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout))


def measure(rows: int, count: int) -> None:
    """Print every figure of a base of so many rows."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SANKU_CACHE"] = f"{folder}/cache"
        root, edition = Path(folder) / "knowledge", Path(folder) / "base.edition"
        write_base(root, rows)
        print(f"{rows:,} rows in 40 tables, 40 rules")
        print(f"  kb validate, nothing kept        {kb('validate', str(root)):6.2f} s")
        print(f"  kb validate, nothing changed     {kb('validate', str(root)):6.2f} s")
        changed(root / "drugs" / "dose_0.csv", " mg", " g")
        print(f"  kb validate, one changed row     {kb('validate', str(root)):6.2f} s")
        changed(root / "policy" / "rules.kb", "30 days before", "31 days before")
        print(f"  kb validate, one changed rule    {kb('validate', str(root)):6.2f} s")
        print(f"  kb build, nothing changed        {kb('build', str(root), '-o', str(edition)):6.2f} s")
        generator = Generator(rows, 7)
        events = [generator.event(number, 20) for number in range(count)]
        found, traced = load(edition, events), load(edition, [], "traced")
        (own, shared), (own_loaded, shared_loaded), (own_used, shared_used) = found["memory"]
        print(f"  import of the package            {found['imported']:6.2f} s")
        print(f"  load                             {found['used']:6.3f} s, {found['wall']:.3f} s on the clock")
        print(
            f"  bytes a row, loaded              {(own_loaded - own) / rows:6.0f} resident, {(shared_loaded - shared) / rows:.0f} mapped, {traced['kept'] / rows:.0f} traced"
        )
        print(
            f"  bytes a row, after {count} events    {(own_used - own) / rows:6.0f} resident, {(shared_used - shared) / rows:.0f} mapped"
        )
        print(f"  file                             {edition.stat().st_size / rows:6.0f} bytes a row")


def main() -> None:
    """Measure bases of the sizes asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", type=int, default=[ROWS])
    parser.add_argument("--events", type=int, default=300)
    options = parser.parse_args()
    for rows in options.rows:
        measure(rows, options.events)


if __name__ == "__main__":
    main()
