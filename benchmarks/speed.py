"""The page on speed: table, charts and the peak day, all from ``benchmarks/results.json``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.charts import Bar, bars
from benchmarks.demands import DEMANDS, PEAK_DAY, Demand
from benchmarks.results import read

NAMES = {"ours": "sanku", "hand": "flat record by hand", "zen": "zen-engine", "sqlite": "SQLite"}
HOURS = 3600

Results = Mapping[str, Mapping[str, Any]]


def speed_part() -> str:
    """Return the generated part of the page."""
    results: Results = read()
    return "\n\n".join([table(results), *charts(results), peak_day(results), machine(results)])


def shown(value: float, unit: str) -> str:
    """Return a figure as the page writes it."""
    number = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return f"{number} {'×' if unit == 'x' else unit}"


def table(results: Results) -> str:
    """Return the table of figures beside what is demanded."""
    rows = ["| figure | what | reach | then | measured | spread | |", "|---|---|---|---|---|---|---|"]
    for name, demand in DEMANDS.items():
        found = results.get(name)
        sign = "≤" if demand.is_most else "≥"
        wanted = f"{sign} {shown(demand.reach, demand.unit)} | {shown(demand.then, demand.unit)}"
        measured = "not measured | | " if found is None else _measured(found, demand)
        rows.append(f"| `{name}` | {demand.title} | {wanted} | {measured} |")
    return "\n".join(rows)


def _measured(found: Mapping[str, Any], demand: Demand) -> str:
    spread = f"{shown(found['least'], demand.unit)} to {shown(found['most'], demand.unit)}"
    is_met = demand.is_met(found["value"])
    return f"**{shown(found['value'], demand.unit)}** | {spread} | {'met' if is_met else 'not met'}"


def charts(results: Results) -> list[str]:
    """Return the charts: one event in every engine, and each figure as a share of what is demanded."""
    found: list[str] = []
    peers = results.get("vs_zen")
    if peers is not None:
        micros = {name: peers["detail"][f"{name}_us"] for name in NAMES}
        ordered = sorted(micros.items(), key=lambda one: one[1])
        given = [Bar(NAMES[name], value, f"{value:,.0f} µs") for name, value in ordered]
        found.append(bars("One event of 20 lines, 57,000 instances, median", given))
    shares = [
        Bar(name, share, f"{share:.2f}", 1.0)
        for name, demand in DEMANDS.items()
        if name in results and (share := share_of(results[name]["value"], demand)) is not None
    ]
    found.append(bars("Measured over demanded; the red line is the demand, left of it is better", shares))
    return found


def share_of(value: float, demand: Demand) -> float:
    """Return a figure over its demand, so that less is better whatever the figure is."""
    return value / demand.reach if demand.is_most else demand.reach / value


def peak_day(results: Results) -> str:
    """Return how long the peak day would take on the machine that was measured."""
    found = results.get("jsonl_1m_s")
    if found is None:
        return ""
    a_second = found["detail"]["claims"] / found["value"]
    lines = found["detail"]["lines"] / found["detail"]["claims"]
    hours = PEAK_DAY / a_second / HOURS
    return (
        f"**The busiest day.** {PEAK_DAY:,} settlements were made in the whole country on one day. Two workers on the "
        f"machine measured judge {a_second:,.0f} settlements a second, of {lines:.1f} lines each, reading and writing "
        f"included: that day would take them **{hours:.1f} hours**."
    )


def machine(results: Results) -> str:
    """Return on what was measured: each machine and commit once."""
    seen = dict.fromkeys(_machine(results[name]["on"]) for name in DEMANDS if name in results)
    return "\n".join(["Measured on:", "", *(f"- {one}" for one in seen)])


def _machine(on: Mapping[str, Any]) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in sorted(on["versions"].items()))
    busy = f"load {on['load']:.0f}"
    return f"{on['cores']} cores {on['machine']}, {busy}, Python {on['python']}, {versions}, commit `{on['commit']}`"
