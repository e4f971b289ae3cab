"""`kb import`: official releases to tables, later releases to changes, damaged ones to messages and nothing half."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.cli.conftest import Ran, Run
from tests.cli.conftest import run as run  # noqa: PLC0414 - a fixture, used by name
from tests.cli.conftest import small_base as small_base  # noqa: PLC0414 - a fixture, used by name

MAPS = Path(__file__).resolve().parents[2] / "examples" / "import"
FIRST = [
    {
        "kp_id": "KP-1",
        "rule_class": "药品区分性别使用",
        "item_name": "甲丸",
        "params": {"allowed_sex": "女"},
        "supersedes": None,
    },
    {
        "kp_id": "KP-2",
        "rule_class": "药品区分性别使用",
        "item_name": "乙片",
        "params": {"allowed_sex": "男"},
        "supersedes": None,
    },
    {
        "kp_id": "KP-3",
        "rule_class": "药品区分性别使用",
        "item_name": "丙膏",
        "params": {"allowed_sex": "女"},
        "supersedes": None,
    },
    {"kp_id": "KP-9", "rule_class": "药品儿童专用", "item_name": "丁糖浆", "params": {}, "supersedes": None},
]
CODES = "kp_id,position,code\n" + "".join(f"KP-{n},1,XG02BAZ06{n}\n" for n in (1, 2, 3, 4))
MAP = (MAPS / "nhsa_sex.yaml").read_text(encoding="utf-8")
TABLE = "knowledge/drugs/published_sex_limits.csv"


@pytest.fixture
def release(small_base: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "release"
    folder.mkdir()
    write(folder, FIRST)
    (folder / "codes.csv.gz").write_bytes(gzip.compress(CODES.encode()))
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    return folder


def write(folder: Path, points: list[dict[str, object]]) -> None:
    lines = [json.dumps(point, ensure_ascii=False) for point in points]
    (folder / "points.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def changes(found: Ran) -> dict[str, object]:
    return dict(json.loads(found.out))


def test_a_release_becomes_a_table_that_the_base_reads(release: Path, run: Run, tmp_path: Path) -> None:
    found = run("import", "map.yaml", "release")
    assert found.code == 0, found.err
    assert "新增 added 3" in found.out
    rows = (tmp_path / TABLE).read_text(encoding="utf-8").splitlines()
    assert rows[1] == "KP-1,XG02BAZ061,甲丸,female,2025-05-16,,,nhsa_points_batch_1|第1行 药品区分性别使用 甲丸"
    source = (tmp_path / "knowledge/sources/nhsa_points_batch_1.yaml").read_text(encoding="utf-8")
    assert "sha256: " in source
    assert run("validate").code == 0


def test_importing_twice_changes_nothing(release: Path, run: Run, tmp_path: Path) -> None:
    run("import", "map.yaml", "release")
    before = (tmp_path / TABLE).read_bytes()
    again = changes(run("import", "map.yaml", "release", "--json"))
    assert (again["added"], again["changed"], again["withdrawn"], again["unchanged"]) == ([], {}, [], 3)
    assert (tmp_path / TABLE).read_bytes() == before


def later(folder: Path, tmp_path: Path) -> None:
    """A release of two months later: 1 stays, 2 is changed, 3 is gone, 4 is new and takes the place of 1."""
    text = MAP.replace("nhsa_points_batch_1", "nhsa_points_batch_2").replace("2025-05-16", "2025-07-16")
    (tmp_path / "later.yaml").write_text(text, encoding="utf-8")
    changed = {**FIRST[1], "params": {"allowed_sex": "女"}}
    new = {**FIRST[0], "kp_id": "KP-4", "item_name": "戊丸", "supersedes": "KP-1"}
    write(folder, [changed, new])


def test_a_later_release_shows_what_it_changes(release: Path, run: Run, tmp_path: Path) -> None:
    run("import", "map.yaml", "release")
    rule = tmp_path / "knowledge/clinical/use.kb"
    rule.write_text(rule.read_text().replace("drugs.sex_limits", "drugs.published_sex_limits"))
    later(release, tmp_path)
    found = changes(run("import", "later.yaml", "release", "--json"))
    assert found["added"] == ["KP-4"]
    assert found["changed"] == {"KP-2": ["sex"]}
    assert found["superseded"] == {"KP-1": "KP-4"}
    assert found["withdrawn"] == ["KP-3"]
    assert found["rules"] == ["clinical.use.sex"]
    rows = (tmp_path / TABLE).read_text(encoding="utf-8")
    assert "KP-2,XG02BAZ062,乙片,male,2025-05-16,2025-07-15," in rows
    assert "KP-2,XG02BAZ062,乙片,female,2025-07-16,," in rows
    assert "KP-3,XG02BAZ063,丙膏,female,2025-05-16,2025-07-15," in rows
    validated = run("validate")
    assert validated.code == 0, validated.err


def test_a_dry_run_writes_nothing(release: Path, run: Run, tmp_path: Path) -> None:
    found = run("import", "map.yaml", "release", "--dry-run")
    assert "新增 added 3" in found.out
    assert not (tmp_path / TABLE).exists()


def test_an_older_release_is_refused(release: Path, run: Run, tmp_path: Path) -> None:
    later(release, tmp_path)
    assert run("import", "later.yaml", "release").code == 0
    found = run("import", "map.yaml", "release")
    assert found.code == 1
    assert "later than this release of 2025-05-16" in found.err


def test_bad_records_stop_the_import_and_a_second_run_continues(release: Path, run: Run, tmp_path: Path) -> None:
    run("import", "map.yaml", "release")
    later(release, tmp_path)
    lines = (release / "points.jsonl").read_text(encoding="utf-8")
    (release / "points.jsonl").write_text(
        lines.replace('"女"}', '"未知"}', 1) + '{"kp_id": "KP-5", "rule_cl', encoding="utf-8"
    )
    before = (tmp_path / TABLE).read_bytes()
    found = run("import", "later.yaml", "release")
    assert found.code == 1
    assert "`未知` is no value that the map knows for `sex`" in found.err
    assert "points.jsonl:3:1" in found.err
    assert (tmp_path / TABLE).read_bytes() == before
    partly = changes(run("import", "later.yaml", "release", "--json", "--skip-bad"))
    assert partly["added"] == ["KP-4"]
    assert partly["withdrawn"] == []
    assert partly["kept"] == ["KP-2", "KP-3"]
    write(
        release,
        [
            {**FIRST[1], "params": {"allowed_sex": "女"}},
            {**FIRST[0], "kp_id": "KP-4", "item_name": "戊丸", "supersedes": "KP-1"},
        ],
    )
    rest = changes(run("import", "later.yaml", "release", "--json"))
    assert rest["changed"] == {"KP-2": ["sex"]}
    assert rest["withdrawn"] == ["KP-3"]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda folder: (folder / "codes.csv.gz").write_bytes(gzip.compress(CODES.encode())[:-9]), "cut short"),
        (lambda folder: (folder / "codes.csv.gz").unlink(), "there is no `codes.csv.gz`"),
        (lambda folder: (folder / "points.jsonl").write_bytes("药品区分性别使用".encode("gb18030")), "is not `utf-8`"),
        (lambda folder: (folder / "points.jsonl").write_text("[1]\n"), "no JSON object"),
        (lambda folder: (folder / "points.jsonl").unlink(), "there is no `points.jsonl`"),
    ],
)
def test_a_damaged_release_says_where_and_writes_nothing(
    release: Path, run: Run, tmp_path: Path, damage: object, said: str
) -> None:
    assert callable(damage)
    damage(release)
    found = run("import", "map.yaml", "release")
    assert found.code == 1
    assert said in found.err
    assert not (tmp_path / TABLE).exists()
    assert not list((tmp_path / "knowledge").rglob("*.new"))


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("table: drugs.published_sex_limits", "table: sex", "is no name of a table"),
        ("  sex: {from: params.allowed_sex, words: {男: male, 女: female}}\n", "", "has no `cells`"),
        ("date: 2025-05-16", "date: May", "is no date"),
        ("format: jsonl", "format: pdf", "`pdf` is no `format`"),
        ("  name: item_name", "  nome: item_name", "`nome` is no column"),
    ],
)
def test_a_wrong_map_says_what_to_write(
    release: Path, run: Run, tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    (tmp_path / "map.yaml").write_text(MAP.replace(right, wrong), encoding="utf-8")
    found = run("import", "map.yaml", "release")
    assert found.code == 1
    assert said in found.err
    assert "map.yaml:" in found.err


PRICES = [
    ["价格表", None, None, None, None],
    ["项目编码", "项目名称", "三级", "二级", "一级"],
    ["001102000050000", "住院诊查费", 20, 15, 10.5],
]


def workbook(path: Path, rows: list[list[object]], merge: str = "") -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "价格"
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    book.save(path)


@pytest.fixture
def prices(small_base: Path, tmp_path: Path) -> Path:
    kb = small_base / "kb.yaml"
    kb.write_text(kb.read_text().replace("  icd10:", "  nhsa_service: {levels: [15]}\n  icd10:"))
    (tmp_path / "map.yaml").write_text((MAPS / "prices.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path / "prices.xlsx"


def test_a_price_list_has_a_row_for_each_grade(prices: Path, run: Run, tmp_path: Path) -> None:
    workbook(prices, PRICES)
    found = run("import", "map.yaml", "prices.xlsx")
    assert found.code == 0, found.err
    rows = (tmp_path / "knowledge/policy/price_list.csv").read_text(encoding="utf-8")
    assert ",001102000050000,tier_3,住院诊查费,10.5,2026-01-01" in rows
    assert run("validate").code == 0


def test_columns_in_another_order_read_the_same(prices: Path, run: Run, tmp_path: Path) -> None:
    workbook(prices, PRICES)
    run("import", "map.yaml", "prices.xlsx")
    before = (tmp_path / "knowledge/policy/price_list.csv").read_bytes()
    workbook(prices, [row[::-1] for row in PRICES])
    assert "不变 unchanged 3" in run("import", "map.yaml", "prices.xlsx").out
    assert (tmp_path / "knowledge/policy/price_list.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("rows", "merge", "said"),
    [
        ([*PRICES, ["001102000040000", "留观诊查费", 9, 8, 7]], "B3:B4", "row 3 has the merged cells B3:B4"),
        ([PRICES[0], ["编码", *PRICES[1][1:]], PRICES[2]], "", "has no column `项目编码`"),
        ([*PRICES, PRICES[2]], "", "stands twice in this release"),
    ],
)
def test_a_broken_sheet_says_which_rows(
    prices: Path, run: Run, rows: list[list[object]], merge: str, said: str
) -> None:
    workbook(prices, rows, merge)
    found = run("import", "map.yaml", "prices.xlsx")
    assert found.code == 1
    assert said in found.err


def test_a_truncated_workbook_is_refused(prices: Path, run: Run) -> None:
    workbook(prices, PRICES)
    prices.write_bytes(prices.read_bytes()[:2000])
    found = run("import", "map.yaml", "prices.xlsx")
    assert found.code == 1
    assert "no whole workbook" in found.err


SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "folder", "count"),
    [("nhsa_sex", "nhsa_points", 481), ("nrdl", "nrdl_2024", 3000), ("icd10", "icd", 33304)],
)
def test_the_real_releases_are_read_whole(tmp_path: Path, run: Run, name: str, folder: str, count: int) -> None:
    base = tmp_path / "knowledge"
    base.mkdir()
    settings, _, _ = (KNOWLEDGE / "kb.yaml").read_text(encoding="utf-8").partition("\nterms:\n")
    (base / "kb.yaml").write_text(f"{settings}\n", encoding="utf-8")  # what the terms name is not there
    found = run("import", str(MAPS / f"{name}.yaml"), str(SHARED / folder), "--json")
    assert found.code == 0, found.err[:2000]
    assert changes(found)["read"] >= count
    validated = run("validate")
    assert validated.code == 0, validated.err[:2000]
