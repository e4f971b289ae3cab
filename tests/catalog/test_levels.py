"""The level boundaries that ``catalog/README.md`` documents, against every code of the shared tables (semantics 29)."""

import csv
import gzip
import json
from collections import defaultdict
from pathlib import Path

import pytest

from sanku.catalog import YamlMap, read_yaml
from sanku.catalog.codes import code_text
from sanku.catalog.problems import Problems
from sanku.catalog.systems import read_system
from sanku.core.code import System, normalise_code, parts_of

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def systems(root: Path) -> dict[str, System]:
    """The systems as the page writes them."""
    page = (root / "src/sanku/catalog/README.md").read_text(encoding="utf-8")
    node, found = read_yaml(page.split("```yaml\n")[1].split("```")[0].encode())
    assert isinstance(node, YamlMap)
    problems = Problems()
    read = {key.text: read_system(key.text, value, problems) for key, value in node.pairs()}
    assert (found, problems.result()) == ((), ())
    return read


def column(path: Path, name: str) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as lines:
        return [row[name] for row in csv.DictReader(lines)]


@pytest.mark.parametrize(
    ("file", "system", "count"),
    [("icd/icd10_diagnosis.csv.gz", "icd10", 33_304), ("icd/icd9cm3_procedure.csv.gz", "icd9cm3", 13_686)],
)
def test_every_icd_code_ends_on_a_level(shared: Path, systems, file: str, system: str, count: int) -> None:
    codes = column(shared / "data" / file, "code")
    assert len(codes) == count
    assert [code for code in codes if not isinstance(code_text(systems[system], code), str)] == []


def test_the_last_level_of_icd_hangs_below_a_code_of_the_table(shared: Path, systems) -> None:
    for file, system, most in (("icd10_diagnosis", "icd10", 1), ("icd9cm3_procedure", "icd9cm3", 214)):
        codes = {normalise_code(code) for code in column(shared / f"data/icd/{file}.csv.gz", "code")}
        last = [code for code in codes if len(code) == 11 and parts_of(code) == (code,)]
        alone = [code for code in last if not (set(systems[system].ancestors(code)) - {code}) & codes]
        assert len(last) > 4_000
        assert len(alone) <= most


def points(shared: Path) -> dict[str, str]:
    """Return the item name of each national code."""
    lines = (shared / "data/nhsa_points/points.jsonl").read_text(encoding="utf-8").splitlines()
    names = {point["kp_id"]: point["item_name"] for point in map(json.loads, lines)}
    with gzip.open(shared / "data/nhsa_points/codes.csv.gz", "rt", encoding="utf-8-sig", newline="") as rows:
        return {row["code"]: names[row["kp_id"]] for row in csv.DictReader(rows)}


def test_every_national_item_code_ends_on_a_level_of_one_system(shared: Path, systems) -> None:
    names = ("nhsa_drug", "nhsa_herb", "nhsa_service")
    counts = defaultdict(int)
    for code in points(shared):
        fitting = [
            name
            for name in names
            if isinstance(code_text(systems[name], code), str) and systems[name].boundaries(code) is not None
        ]
        own = [name for name in fitting if any(len(code) == level.at[-1] for level in systems[name].levels)]
        counts[tuple(own)] += 1
    assert set(counts) == {("nhsa_drug",), ("nhsa_herb",), ("nhsa_service",)}


def groups(drugs: dict[str, str], length: int) -> dict[str, set[str]]:
    """Return the names below each prefix of a length, by their first two characters: forms of one medicine are one."""
    found = defaultdict(set)
    for code, name in drugs.items():
        found[code[:length]].add(name[:2])
    return found


@pytest.mark.parametrize(("letter", "level"), [("X", 10), ("Z", 11)])
def test_the_name_level_keeps_each_medicine_whole(shared: Path, systems, letter: str, level: int) -> None:
    drugs = {code: name for code, name in points(shared).items() if code.startswith(letter)}
    assert level in systems["nhsa_drug"].boundaries(next(iter(drugs)))
    prefixes = defaultdict(set)
    for code, name in drugs.items():
        prefixes[name].add(code[:level])
    assert len(prefixes) > 300
    assert sum(len(found) > 1 for found in prefixes.values()) <= 4


def test_at_ten_characters_chinese_medicines_would_be_joined_with_strangers(shared: Path) -> None:
    drugs = {code: name for code, name in points(shared).items() if code.startswith("Z")}
    joined = {length: sum(len(names) > 1 for names in groups(drugs, length).values()) for length in (10, 11)}
    assert joined[10] > 10 * joined[11]
