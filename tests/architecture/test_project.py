"""The scaffold holds what it promises: reasons beside exceptions, a clean lock, one place for each folder."""

import re
import tomllib
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def pyproject(root: Path) -> dict[str, object]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_ruff_exception_has_its_reason(root: Path) -> None:
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    section = text.split("[tool.ruff.lint]")[1].split("[tool.ruff.lint.pydocstyle]")[0]
    codes = [line for line in section.splitlines() if re.match(r'\s+"[A-Z]+[0-9]*",', line)]
    assert len(codes) > 10
    assert [line for line in codes if not re.search(r"# \S.{8,}", line) and "# as above" not in line] == []


def test_the_lock_pins_names_and_versions_only(root: Path) -> None:
    lines = (root / "requirements" / "lock.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert [line for line in pins if not re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.+!-]+", line)] == []


def test_the_lock_holds_every_requirement(root: Path, pyproject: dict) -> None:
    lines = (root / "requirements" / "lock.txt").read_text(encoding="utf-8").splitlines()
    pinned = {normal(line.split("==")[0]) for line in lines if "==" in line}
    project = pyproject["project"]
    wanted = [*project["dependencies"], *pyproject["build-system"]["requires"]]
    wanted += [name for names in project["optional-dependencies"].values() for name in names]
    missing = [name for name in wanted if normal(re.match(r"[A-Za-z0-9_.-]+", name)[0]) not in pinned]
    assert missing == []


def test_ci_installs_what_system_tests_need(root: Path) -> None:
    marks = re.compile(r"^@pytest\.mark\.system\(([^)]*)\)", re.MULTILINE)
    pages = [path for path in (root / "tests").rglob("test_*.py") if path.name != "test_left_out.py"]
    named = [mark for path in pages for mark in marks.findall(path.read_text(encoding="utf-8"))]
    programs = {program for mark in named for program in re.findall(r'"([^"]+)"', mark)}
    installed = re.search(r"needed=\((.*)\)", (root / ".ci" / "run").read_text(encoding="utf-8"))[1].split()
    assert programs - {entry.split(":")[0] for entry in installed} == set()


def test_the_version_has_its_entry_in_the_changelog(root: Path, pyproject: dict) -> None:
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {pyproject['project']['version']}" in text


def test_change_records_are_named_by_their_kind(root: Path) -> None:
    records = [path.name for path in (root / "changelog.d").iterdir() if path.name != "README.md"]
    assert [name for name in records if not re.fullmatch(r"[a-z0-9-]+\.(added|changed|fixed|removed)\.md", name)] == []


def test_no_file_names_a_place_on_one_machine(root: Path) -> None:
    place = re.compile(r"(?<![\w.~-])/(?:home|root|Users|work)/\w")
    parts = ("src", "tests", "docs", "knowledge", "examples", "benchmarks", "tools", "requirements", ".ci", "schemas")
    kinds = {".py", ".md", ".kb", ".yaml", ".json", ".txt", ".sh", ".toml", ".lark", ".csv", ""}
    pages = [path for part in parts for path in (root / part).rglob("*") if path.is_file() and path.suffix in kinds]
    pages += [path for path in root.iterdir() if path.is_file() and path.suffix in kinds]
    assert [path.name for path in pages if place.search(path.read_text(encoding="utf-8", errors="replace"))] == []
