"""All published points load, each as the row it is, and every class is either judged by one rule or listed."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from sanku.catalog.layers import table_rows
from sanku.catalog.nodes import NATION, Row
from sanku.checks.review import review
from sanku.core.value import CodeList
from sanku.kb import KnowledgeBase
from sanku.semantics import read_base
from tests.published.converter import CLASSES, DECLARED, JUDGED, LISTED, NOTES, row_table
from tests.published.points import Point

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def rows(base: KnowledgeBase) -> dict[str, tuple[str, Row]]:
    """Each row by its id, with the table that holds it."""
    tables = base.model.catalog.tables.values()
    return {
        row.id: (table.name.removeprefix("published."), row) for table in tables for row in table_rows(table, (NATION,))
    }


def test_the_counts_are_those_of_the_release(points: tuple[Point, ...]) -> None:
    with_params = [point for point in points if point.params]
    assert (len(points), sum(len(point.codes) for point in points)) == (2978, 17504)
    assert (len(with_params), sum(len(point.codes) for point in with_params)) == (2366, 11976)


def test_every_published_class_has_a_meaning(points: tuple[Point, ...]) -> None:
    assert {point.rule_class for point in points} == CLASSES.keys()


def test_the_base_has_no_problem_at_all(published: Path) -> None:
    loaded = read_base(published)
    reviewed = review(loaded.model, loaded.diagnostics, loaded.lines)
    assert reviewed.found == ()
    listed = {f"published.{CLASSES[name].table}" for name in LISTED} | {f"published.{NOTES}"}
    assert {one.found.message for one in reviewed.allowed} == {f"no rule reads `{name}`" for name in listed}


def test_every_point_is_a_row_with_all_its_codes(
    points: tuple[Point, ...], rows: dict[str, tuple[str, Row]], base: KnowledgeBase
) -> None:
    assert {point.id: row_table(point) for point in points} == {name: table for name, (table, _) in rows.items()}
    held = Counter[str]()
    for name, (table, row) in rows.items():
        found = base.model.catalog.tables[f"published.{table}"]
        keys = [row.cells[found.index(key)] for key in found.key]
        held[name] = sum(len(key.codes) for key in keys if isinstance(key, CodeList))
    assert dict(held) == {point.id: len(point.codes) for point in points}


def test_a_row_holds_from_its_release_or_from_the_declared_day(
    points: tuple[Point, ...], rows: dict[str, tuple[str, Row]]
) -> None:
    assert {point.id: rows[point.id][1].start for point in points} == {
        point.id: date.fromisoformat(point.published or DECLARED) for point in points
    }
    assert Counter(point.published for point in points) == {
        "": 2693,
        "2026-04-21": 110,
        "2026-04-28": 22,
        "2026-05-11": 153,
    }


def test_a_row_cites_its_release(points: tuple[Point, ...], rows: dict[str, tuple[str, Row]]) -> None:
    assert all(
        [(cite.source, cite.place) for cite in rows[point.id][1].cites] == [(point.batch, point.id)] for point in points
    )


def test_a_class_that_claims_can_show_is_judged_by_one_rule(base: KnowledgeBase) -> None:
    rules = {f"published.{CLASSES[name].table}": name for name in JUDGED}
    assert {name: rule.title for name, rule in base.model.rules.items()} == rules


def test_what_claims_cannot_show_is_loaded_and_listed(
    points: tuple[Point, ...], rows: dict[str, tuple[str, Row]]
) -> None:
    tables = {CLASSES[name].table for name in LISTED} | {NOTES}
    assert Counter(table for table, _ in rows.values() if table in tables) == {
        "second_line": 110,
        "internet": 22,
        "working_age": 1,
        "notes": 1,
    }


def test_what_has_no_value_says_so(points: tuple[Point, ...]) -> None:
    """Classes whose value the class itself gives aside, two points have only their wording."""
    constant = {name for name, meaning in CLASSES.items() if meaning.constants or not meaning.judged}
    bare = [point for point in points if not point.params and point.rule_class not in constant]
    assert sorted((point.rule_class, point.name[:12]) for point in bare) == [
        ("医疗服务项目区分性别使用", "说明：性别不清、两性畸形"),
        ("医疗服务项目限支付疗程", "儿童听力障碍语言训练"),
    ]


def test_the_gap_of_a_course_is_the_cycle_of_the_same_item(points: tuple[Point, ...]) -> None:
    """So the cycle rule judges it; the course rule counts days."""
    cycles = {
        code: point.params["cycle_days"] for point in points if "cycle_days" in point.params for code in point.codes
    }
    gaps = {
        code: point.params["min_gap_days"] for point in points if "min_gap_days" in point.params for code in point.codes
    }
    assert len(gaps) == 3
    assert {code: cycles[code] for code in gaps} == gaps
