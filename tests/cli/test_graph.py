"""``kb graph`` as its user meets it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sanku.cli.graph import command

ROOT = Path(__file__).resolve().parents[2]
KB = ("--kb", str(ROOT / "knowledge"))


def run(*arguments: str):
    return CliRunner().invoke(command, [*arguments, *KB])


@pytest.mark.parametrize(
    ("ending", "start", "told"),
    [
        ("dot", "digraph", ""),
        ("json", "{", ""),
        ("svg", "<svg", ""),
        ("html", "<!doctype html>", "; open it in a browser"),
    ],
)
def test_the_end_of_the_file_says_the_form(tmp_path: Path, ending: str, start: str, told: str) -> None:
    path = tmp_path / f"graph.{ending}"
    done = run("supply_days", "-o", str(path))
    assert (done.exit_code, done.output) == (0, f"{path}{told}\n")
    assert path.read_text(encoding="utf-8").startswith(start)
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


def test_impact_lists_rules_instances_regions_and_cases() -> None:
    done = run("--impact", "danshen")
    assert done.exit_code == 0
    for part in (
        "policy.coverage.facility_level 药品限医疗机构级别",
        "× danshen (330100)",
        "330000",
        "coverage.test.yaml:",
    ):
        assert part in done.output
    read = json.loads(run("--impact", "danshen", "--format", "json").output)
    assert read["impact"]["rules"] == ["policy.coverage.facility_level"]
    assert read["cases"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("suply_days",), "nothing in the base is called `suply_days`; did you mean `policy.supply.supply_days`?"),
        (("--impact", "policy.limits.albumin_kep"), "did you mean `policy.limits.albumin_keep`?"),
        (("-o", "graph.png"), "end it in .dot, .json, .svg, .html"),
        (("-o", "/nowhere/graph.svg"), "cannot be written: no such file or directory"),
        (("x", "--impact", "danshen"), "takes no NAME"),
        (("--impact", "danshen", "--format", "svg"), "json with --format json"),
    ],
)
def test_misuse_is_one_message(arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.output.replace("\n", " ")
