"""Measure all figures, or those named: ``python -m benchmarks [--quick] [FIGURE ...]``."""

from __future__ import annotations

import argparse

from benchmarks import results
from benchmarks.figures import FIGURES, QUICK, Sizes


def main() -> None:
    """Measure, print, and keep; quick figures say that the harness works and nothing else, and are not kept."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("figures", nargs="*", metavar="FIGURE", help=", ".join(FIGURES))
    parser.add_argument("--quick", action="store_true", help="small sizes, nothing kept")
    asked = parser.parse_args()
    unknown = [name for name in asked.figures if name not in FIGURES]
    if unknown:
        parser.error(f"there is no figure `{unknown[0]}`; there are {', '.join(FIGURES)}")
    for name in asked.figures or FIGURES:
        figure = FIGURES[name](QUICK if asked.quick else Sizes())
        more = "  ".join(f"{key} {value:,.4g}" for key, value in figure.detail.items())
        spread = f"({figure.least:.3g} to {figure.most:.3g})"
        print(f"{name:20} {figure.value:8.3g} {figure.unit:2} {spread:20} {more}", flush=True)
        if not asked.quick:
            results.store(name, figure)


if __name__ == "__main__":
    main()
