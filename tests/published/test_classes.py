"""Every class that claims can show, on a sample of its points: fires, spares, is undetermined, alike in both engines."""

from __future__ import annotations

import pytest

from sanku.claim.decision import Decision, Finding
from sanku.kb import KnowledgeBase
from tests.published.bases import Bases
from tests.published.converter import CLASSES, DECLARED, JUDGED
from tests.published.points import Point
from tests.published.samples import judged_points, sample
from tests.published.worlds import AT, SUBJECT, day_before, event, line, world

pytestmark = pytest.mark.shared


def findings(decision: Decision, point: Point) -> list[Finding]:
    """Return what the rule of a point's class found by the point."""
    rule = f"published.{CLASSES[point.rule_class].table}"
    return [found for found in decision.findings if found.rule == rule and found.rows == (point.id,)]


def is_open(decision: Decision, point: Point) -> bool:
    """Tell whether the rule of a point's class could not decide the judged line by the point, or by any row."""
    rule = f"published.{CLASSES[point.rule_class].table}"
    entries = [entry for entry in decision.undetermined if entry.rule == rule and entry.lines == (SUBJECT,)]
    return any(entry.rows in ((point.id,), ()) for entry in entries)


@pytest.mark.parametrize("rule_class", JUDGED)
def test_fires(bases: Bases, points: tuple[Point, ...], rule_class: str) -> None:
    chosen = judged_points(points, rule_class)
    for point in sample(chosen):
        case = world(point, chosen)
        for decision in bases.decide(case.fires):
            found = findings(decision, point)
            assert [(finding.lines, finding.excepted) for finding in found] == [((SUBJECT,), ())], point
            assert case.amount in (None, found[0].amount), point
            assert (point.batch, point.id) in {(cite.source, cite.place) for cite in found[0].citations}, point
            assert not is_open(decision, point), point


@pytest.mark.parametrize("rule_class", JUDGED)
def test_spares(bases: Bases, points: tuple[Point, ...], rule_class: str) -> None:
    chosen = judged_points(points, rule_class)
    for point in sample(chosen):
        for decision in bases.decide(world(point, chosen).spares):
            assert not findings(decision, point), point
            assert not is_open(decision, point), point


@pytest.mark.parametrize("rule_class", JUDGED)
def test_undetermined(bases: Bases, points: tuple[Point, ...], rule_class: str) -> None:
    chosen = judged_points(points, rule_class)
    for point in sample(chosen):
        for decision in bases.decide(world(point, chosen).undetermined):
            assert not findings(decision, point), point
            assert is_open(decision, point), point


def test_every_point_fires_on_the_first_of_its_codes_and_on_the_last(
    base: KnowledgeBase, points: tuple[Point, ...]
) -> None:
    """All points of the classes where one line shows it, in the event engine alone."""
    silent = []
    for rule_class in JUDGED[:9]:
        chosen = judged_points(points, rule_class)
        for point in chosen:
            fires = world(point, chosen).fires
            for code in (point.codes[0], point.codes[-1]):
                decision = base.decide({**fires, "lines": [line(SUBJECT, code)]})
                silent += [] if findings(decision, point) else [(point.id, code)]
    assert silent == []


@pytest.mark.parametrize(
    ("rule_class", "first"),
    [("药品区分性别使用", DECLARED), ("医疗服务项目重复收费", DECLARED), ("中药饮片单复方均不予支付", "2026-05-11")],
)
def test_no_row_holds_before_its_first_day(
    bases: Bases, points: tuple[Point, ...], rule_class: str, first: str
) -> None:
    chosen = judged_points(points, rule_class)
    for point in sample(chosen):
        for day, fires in ((first, True), (day_before(first), False)):
            given = world(point, chosen).fires
            moved = [{**each, "at": f"{day}T10:30:00"} for each in given["lines"]]
            for decision in bases.decide({**given, "lines": moved}):
                assert bool(findings(decision, point)) is fires, (point, day)


def test_patients_of_unclear_sex_are_excepted(bases: Bases, points: tuple[Point, ...]) -> None:
    """What the one point without an item says of its class."""
    point = judged_points(points, "医疗服务项目区分性别使用")[0]
    fires = world(point, []).fires
    unclear = {**fires, "diagnoses": [{"id": "1", "code": "Q56.4", "name": "性别不清"}]}
    unmapped = {**fires, "diagnoses": [{"id": "1", "code": "?", "name": "?"}]}
    for plain, excepted, open_ in zip(*(bases.decide(given) for given in (fires, unclear, unmapped)), strict=True):
        assert [found.excepted for found in findings(plain, point)] == [()]
        assert [found.excepted for found in findings(excepted, point)] == [("unless",)]
        assert is_open(open_, point)


def test_only_the_units_past_the_limit_are_at_stake(bases: Bases, points: tuple[Point, ...]) -> None:
    chosen = sample(judged_points(points, "医疗服务项目限定频次"))
    by_hour, by_day = (next(point for point in chosen if point.params["max_quantity"] == most) for most in ("24", "1"))
    hours = [
        line(f"at {hour}", by_hour.codes[0], quantity=10, amount="30.00", at=AT.replace(hour=hour).isoformat())
        for hour in (8, 9, 10)
    ]
    for decision in bases.decide(event(hours)):
        found = findings(decision, by_hour)
        assert [(finding.lines, finding.amount) for finding in found] == [(("at 10",), "18.00")]
    for decision in bases.decide(event([line("1", by_day.codes[0], quantity=3, amount="100.00")])):
        assert [finding.amount for finding in findings(decision, by_day)] == ["66.67"]


def test_a_line_may_meet_several_points(bases: Bases, points: tuple[Point, ...]) -> None:
    """The release repeats eight operations in one group; each row keeps its identity, the money counts once."""
    chosen = judged_points(points, "手术项目未按规定折价收费")
    same = [point for point in chosen if point.codes == ("003310030080000",)]
    assert len(same) == 4
    for decision in bases.decide(world(same[0], chosen).fires):
        assert [finding.amount for point in same for finding in findings(decision, point)] == ["400.00"] * 4
        assert next(verdict for verdict in decision.lines if verdict.id == SUBJECT).pay == "blocked"
