"""Time and memory of loading fact files: CSV and YAML tables of generated rows in a directory of their own.

Run as ``python benchmarks/catalog_load.py [csv ROWS | yaml ROWS]``; without arguments it runs the three cases of the
issue, each in a process of its own, so that memory of one is not seen by the next.
"""

import argparse
import gc
import resource
import subprocess
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

from sanku.catalog import load_catalog

CASES = (("csv", 1_000_000), ("csv", 57_000), ("yaml", 57_000))
HEAD = """table: drugs.limits
columns:
  code: code[nhsa_drug]
  most: quantity[day]
  level: enum[low, middle, high]
  note: text
  unit_price: unit_price
key: code
from: 2024-01-01
cites: [list, 备注]
"""
BASE = """name: benchmark
bases: {drugs: []}
systems: {nhsa_drug: {levels: [{pattern: "X.*", at: [10, 14, 23]}]}}
"""


def cells(number: int) -> tuple[str, ...]:
    """Return id, code, days, level, note and price of a row; code and id never repeat."""
    code = f"XA01AB{number % 900 + 100:03d}Z{number:013d}"
    level = ("low", "middle", "high")[number % 3]
    price = f"{number % 5000}.{number % 100:02d}"
    return f"row_{number}", code, f"{number % 30 + 1} days", level, f"第{number % 40}条", price


def write(root: Path, form: str, rows: int) -> None:
    """Write a knowledge base with one table."""
    (root / "sources").mkdir()
    (root / "sources" / "list.yaml").write_text("title: 目录\n", encoding="utf-8")
    (root / "kb.yaml").write_text(BASE, encoding="utf-8")
    names = ("id", "code", "most", "level", "note", "unit_price")
    if form == "csv":
        lines = (",".join(cells(number)) for number in range(rows))
        (root / "limits.csv").write_text("\n".join((",".join(names), *lines, "")), encoding="utf-8")
        (root / "limits.yaml").write_text(HEAD + "rows: limits.csv\n", encoding="utf-8")
    else:
        pairs = (zip(names, cells(number), strict=True) for number in range(rows))
        texts = (", ".join(f"{name}: {cell}" for name, cell in row) for row in pairs)
        lines = (f"  - {{{text}, cites: [list, 备注]}}" for text in texts)
        (root / "limits.yaml").write_text("\n".join((HEAD + "rows:", *lines, "")), encoding="utf-8")


def measure(form: str, rows: int, *, traced: bool) -> None:
    """Load once and print what it took; tracing makes it slow, so time and memory are taken in different runs."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write(root, form, rows)
        gc.collect()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        if traced:
            tracemalloc.start()
        start = time.perf_counter()
        catalog, diagnostics = load_catalog(root, {})
        seconds = time.perf_counter() - start
        assert catalog is not None and not diagnostics, diagnostics
        if traced:
            gc.collect()
            kept, peak = tracemalloc.get_traced_memory()
            print(f"{form} {rows:>9,} rows: kept {kept / rows:6.0f} bytes a row, peak {peak / rows:6.0f} (traced)")
        else:
            grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
            print(f"{form} {rows:>9,} rows: {seconds:6.2f} s, highest resident growth {grown / rows:6.0f} bytes a row")


def main() -> None:
    """Run one case, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("form", nargs="?", choices=("csv", "yaml"))
    parser.add_argument("rows", nargs="?", type=int, default=57_000)
    parser.add_argument("--traced", action="store_true", help="measure memory kept, not time")
    asked = parser.parse_args()
    if asked.form:
        measure(asked.form, asked.rows, traced=asked.traced)
        return
    for form, rows in CASES:
        for extra in ((), ("--traced",)):
            subprocess.run([sys.executable, __file__, form, str(rows), *extra], check=True)


if __name__ == "__main__":
    main()
