"""With the cache as without, byte for byte, whatever was edited before; without it nothing is kept."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from sanku.cli.build import command as build
from sanku.cli.validate import command as validate
from tests.cli.conftest import FILES, Run

HEAD = "key: code\nfrom: 2020-01-01\ncites: [label, 表]\n"
START = {
    **{name: text for name, text in FILES.items() if not name.startswith("drugs/")},
    "kb.yaml": FILES["kb.yaml"] + "regions: regions\n",
    "drugs/sex_limits.yaml": f'table: drugs.sex_limits\ncolumns: {{code: "code[nhsa_drug]", sex: sex}}\n{HEAD}rows: sex.csv\n',
    "drugs/sex.csv": "id,code,sex\nius,XG02BAZ061,female\nr2,XG02BAZ062,female\nr3,drugs.hormones,male\n",
    "drugs/days.yaml": f'# allow unused-table: only its rows matter here\ntable: drugs.days\ncolumns: {{code: "code[nhsa_drug]", most: "quantity[day]"}}\nmatch: most_specific\n{HEAD}rows: days.csv\n',
    "drugs/days.csv": "id,code,most,to\nd1,XG02BAZ061,7 days,\nd2,XG02BAZ061Z007,3 days,2024-01-01\n",
    "drugs/hormones.yaml": "codes: drugs.hormones\nsystem: nhsa_drug\ninclude: [XG03AAA001]\ncites: [label, 表]\n",
    "regions/330100/drugs/sex.yaml": "table: drugs.sex_limits\ncites: [label, 市]\nfrom: 2024-01-01\nrows: sex.csv\n",
    "regions/330100/drugs/sex.csv": "id,code,sex,replaces\nc1,XG02BAZ061,male,ius\n",
}  # fmt: skip

EDITS: tuple[tuple[str, str, str], ...] = (
    ("drugs/sex.csv", "female", "male"),
    ("drugs/sex.csv", "female", "femal"),
    ("drugs/sex.csv", "r2,", "ius,"),
    ("drugs/sex.csv", "id,code", "id,cod"),
    ("drugs/sex.csv", "r3,drugs.hormones,male\n", ""),
    ("drugs/sex.csv", "\n", "\n\n"),
    ("drugs/sex.csv", "XG02BAZ062", '"XG02BAZ062"'),
    ("drugs/sex.csv", "ius,XG02BAZ061,female", "ius,XG02BAZ061,female,more"),
    ("drugs/days.csv", "d2", "d3"),
    ("drugs/days.csv", "2024-01-01", "2019-01-01"),
    ("drugs/days.csv", "XG02BAZ061Z007", "XG02BAZ061"),
    ("drugs/days.csv", "7 days", "7 mg"),
    ("drugs/days.yaml", "most_specific", "all"),
    ("drugs/days.yaml", "from: 2020-01-01\n", ""),
    ("drugs/days.yaml", "cites: [label, 表]\n", ""),
    ("drugs/days.yaml", "days.csv", "sex.csv"),
    ("drugs/days.yaml", "key:", "kye:"),
    ("drugs/hormones.yaml", "XG03AAA001", "XG02BAZ062"),
    ("drugs/hormones.yaml", "drugs.hormones", "drugs.other"),
    ("drugs/sex_limits.yaml", "sex: sex", "sex: text"),
    ("kb.yaml", "at: [10, 14, 20, 23]", "at: [6, 10, 14]"),
    ("kb.yaml", "nhsa_drug:", "nhsa_drugs:"),
    ("kb.yaml", "pattern:", "aliases: {XG02BAZ061: XG02BAZ062}, pattern:"),
    ("sources/label.yaml", "title", "titel"),
    ("regions/330100/drugs/sex.csv", "ius", "nobody"),
    ("regions/330100/drugs/sex.csv", "male", "female"),
    ("regions/330100/drugs/sex.yaml", "rows:", "removes: [r2]\nrows:"),
    ("clinical/use.kb", "!=", "="),
    ("clinical/use.kb", "limit.sex", "limit.sx"),
    ("clinical/use.kb", "when", "whne"),
    ("clinical/use.kb", "severity high", "severity low"),
    ("clinical/use.kb", "remind", "block"),
    ("clinical/use.kb", "module clinical.use\n", "module clinical.use\n\n# 注\n"),
)

steps = st.lists(st.tuples(st.sampled_from(EDITS), st.booleans()), max_size=6)


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.is_file() or place.read_text(encoding="utf-8") != text:
            place.write_text(text, encoding="utf-8")


def shown(command: Callable[..., object], *arguments: str) -> tuple[int, str]:
    """Return status and output of a command."""
    done = CliRunner().invoke(command, arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def same_with_and_without(root: Path, edition: Path) -> None:
    for form in ("json", "text"):
        kept = shown(validate, str(root), "--format", form)
        assert kept == shown(validate, str(root), "--format", form, "--no-cache")
    code, _ = shown(build, str(root), "-o", str(edition))
    data = edition.read_bytes() if code == 0 else b""
    assert shown(build, str(root), "-o", str(edition), "--no-cache")[0] == code
    assert (edition.read_bytes() if code == 0 else b"") == data


@settings(max_examples=15)
@given(steps)
def test_edits_give_the_same_with_the_cache_as_without(tmp_path_factory, edits) -> None:
    """Each edit is made on what the last one left, or on the first state again."""
    folder = tmp_path_factory.mktemp("edits")
    root, files = folder / "knowledge", dict(START)
    write(root, files)
    same_with_and_without(root, folder / "edition")
    for (name, old, new), again in edits:
        files = {**(START if again else files)}
        files[name] = files[name].replace(old, new, 1)
        write(root, files)
        same_with_and_without(root, folder / "edition")


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: f"{edit[0]}: {edit[2].strip()[:20]}")
def test_one_edit_and_back(tmp_path: Path, edit: tuple[str, str, str]) -> None:
    name, old, new = edit
    assert old in START[name]
    root = tmp_path / "knowledge"
    write(root, START)
    first = shown(validate, str(root))
    assert (first[0], "no problems" in first[1]) == (0, True), first
    write(root, {name: START[name].replace(old, new, 1)})
    same_with_and_without(root, tmp_path / "edition")
    write(root, START)
    assert shown(validate, str(root)) == first


def test_a_damaged_cache_is_ignored_and_made_again(small_base: Path, run: Run, tmp_path: Path) -> None:
    (small_base / "drugs/sex_limits.yaml").write_text(START["drugs/sex_limits.yaml"], encoding="utf-8")
    (small_base / "drugs/sex.csv").write_text("id,code,sex\nius,XG02BAZ061,female\n", encoding="utf-8")
    cache = tmp_path / "cache"
    first = run("validate", SANKU_CACHE=str(cache))
    assert first.code == 0, first.out
    entries = {path: path.read_bytes() for path in sorted(cache.rglob("*.kept"))}
    assert {path.parent.name for path in entries} == {"facts", "tables", "trees"}
    for number, (path, data) in enumerate(entries.items()):
        path.write_bytes((b"", data[:-9], data[:200] + b"?" + data[201:], b"\x80\x04.")[number % 4])
    assert run("validate", SANKU_CACHE=str(cache)) == first
    again = {path: path.read_bytes() for path in sorted(cache.rglob("*.kept"))}
    assert again.keys() == entries.keys()
    # Lark numbers the states of a parser otherwise in each process; all else is the same again.
    assert [path.parent.name for path in entries if again[path] != entries[path]] in ([], ["tables"])


def test_runs_at_the_same_time_share_a_cache(small_base: Path, run: Run, tmp_path: Path) -> None:
    cache = str(tmp_path / "cache")
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: run("validate", SANKU_CACHE=cache), range(3)))
    assert {each.code for each in found} == {0}
    assert len({each.out for each in found}) == 1


def test_nothing_is_kept_if_nothing_shall_be(small_base: Path, run: Run, tmp_path: Path) -> None:
    found = run("validate", SANKU_CACHE="off", HOME=str(tmp_path), XDG_CACHE_HOME=str(tmp_path / "xdg"))
    assert found.code == 0
    assert not (tmp_path / "xdg").exists()
    assert not (tmp_path / ".cache").exists()
