"""The page on speed says what was measured, and nothing else."""

import json
import re
from pathlib import Path

import pytest
from benchmarks.demands import DEMANDS, PEAK_DAY
from benchmarks.figures import FIGURES
from benchmarks.speed import shown, speed_part

ROOT = Path(__file__).resolve().parents[2]
RESULTS = json.loads((ROOT / "benchmarks" / "results.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def page() -> str:
    return speed_part()


def test_every_demand_has_its_figure() -> None:
    assert list(DEMANDS) == list(FIGURES) == [name for name in DEMANDS if name in RESULTS]


@pytest.mark.parametrize("name", list(DEMANDS))
def test_the_table_says_what_was_measured(page: str, name: str) -> None:
    (row,) = [line for line in page.splitlines() if line.startswith(f"| `{name}` |")]
    cells = [cell.strip() for cell in row.split("|")]
    found, demand = RESULTS[name], DEMANDS[name]
    is_met = found["value"] <= demand.reach if demand.is_most else found["value"] >= demand.reach
    assert cells[5] == f"**{shown(found['value'], demand.unit)}**"
    assert cells[6] == f"{shown(found['least'], demand.unit)} to {shown(found['most'], demand.unit)}"
    assert cells[7] == ("met" if is_met else "not met")
    assert found["unit"] == demand.unit


def test_the_charts_are_drawn_from_the_figures(page: str) -> None:
    peers, shares = re.findall(r"<svg.*?</svg>", page)
    for name in ("ours", "hand", "zen", "sqlite"):
        assert f">{RESULTS['vs_zen']['detail'][f'{name}_us']:,.0f} µs<" in peers
    assert shares.count("<rect") == len(DEMANDS)
    widths = {
        label: float(width)
        for label, width in re.findall(r'>(\w+)</text><rect x="\d+" y="\d+" width="([\d.]+)"', shares)
    }
    longest = max(widths, key=widths.__getitem__)
    for name, demand in DEMANDS.items():
        share = [RESULTS[one]["value"] / DEMANDS[one].reach for one in (name, longest)]
        share = [one if DEMANDS[key].is_most else 1 / one for one, key in zip(share, (name, longest), strict=True)]
        assert widths[name] == pytest.approx(max(widths[longest] * share[0] / share[1], 1), abs=0.2), demand


def test_the_busiest_day_follows_from_the_file(page: str) -> None:
    batch = RESULTS["jsonl_1m_s"]
    hours = PEAK_DAY / (batch["detail"]["claims"] / batch["value"]) / 3600
    assert f"{PEAK_DAY:,} settlements" in page
    assert f"**{hours:.1f} hours**" in page


def test_the_page_says_on_what_it_was_measured(page: str) -> None:
    for name in DEMANDS:
        on = RESULTS[name]["on"]
        assert f"Python {on['python']}" in page
        assert f"commit `{on['commit']}`" in page
        assert all(f"{package} {version}" in page for package, version in on["versions"].items())
