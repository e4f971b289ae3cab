"""Every class that claims can show, on a sample of its points: fires, spares, is undetermined, alike in both engines."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sanku.claim.decision import Decision, Finding
from sanku.kb import KnowledgeBase
from sanku.testing.compare import first_difference
from sanku.testing.run import ENGINES
from tests.published.converter import CLASSES, DECLARED, JUDGED
from tests.published.points import Point
from tests.published.worlds import AT, SUBJECT, Event, day_before, event, line, world

pytestmark = pytest.mark.shared

SAMPLE = 25

WITH_VALUE = {
    name for name in JUDGED if not CLASSES[name].constants
}
"""Classes whose points are judged only if they carry a value."""


def judged_points(points: Sequence[Point], rule_class: str) -> list[Point]:
    """Return the points of a class that its rule can judge."""
    of_class = [point for point in points if point.rule_class == rule_class and point.codes]
    return [point for point in of_class if point.params] if rule_class in WITH_VALUE else of_class


def sample(points: Sequence[Point]) -> list[Point]:
    """Return at least ``SAMPLE`` of the points, evenly spread, and one of each set of values; all if there are fewer."""
    step = max(1, len(points) // SAMPLE)
    one_of_each = {tuple(sorted(point.params.items())): point for point in points}
    chosen = {point.id for point in (*points[::step], *one_of_each.values())}
    return [point for point in points if point.id in chosen]


def decide(base: KnowledgeBase, given: Event) -> Decision:
    """Return the decision, which both engines must reach alike."""
    facts = base.facts(given)
    one, other = (base.decide_results(facts, judge(base, facts)) for judge in ENGINES.values())
    assert first_difference(one, other) is None
    return one


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
def test_fires(base: KnowledgeBase, points: tuple[Point, ...], rule_class: str) -> None:
    chosen = judged_points(points, rule_class)
    for point in sample(chosen):
        case = world(point, chosen)
        decision = decide(base, case.fires)
        found = findings(decision, point)
        assert [(finding.lines, finding.excepted) for finding in found] == [((SUBJECT,), ())], point
        assert case.amount in (None, found[0].amount), point
        assert (point.batch, point.id) in {(cite.source, cite.place) for cite in found[0].citations}, point
        assert not is_open(decision, point), point


@pytest.mark.parametrize("rule_class", JUDGED)
def test_spares(base: KnowledgeBase, points: tuple[Point, ...], rule_class: str) -> None:
    chosen = judged_points(points, rule_class)
    for point in sample(chosen):
        decision = decide(base, world(point, chosen).spares)
        assert not findings(decision, point), point
        assert not is_open(decision, point), point


@pytest.mark.parametrize("rule_class", JUDGED)
def test_undetermined(base: KnowledgeBase, points: tuple[Point, ...], rule_class: str) -> None:
    chosen = judged_points(points, rule_class)
    for point in sample(chosen):
        decision = decide(base, world(point, chosen).undetermined)
        assert not findings(decision, point), point
        assert is_open(decision, point), point


def test_every_point_fires_on_the_first_of_its_codes_and_on_the_last(base: KnowledgeBase, points: tuple[Point, ...]) -> None:
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
    ("rule_class", "first"), [("药品区分性别使用", DECLARED), ("医疗服务项目重复收费", DECLARED), ("中药饮片单复方均不予支付", "2026-05-11")]
)
def test_no_row_holds_before_its_first_day(base: KnowledgeBase, points: tuple[Point, ...], rule_class: str, first: str) -> None:
    chosen = judged_points(points, rule_class)
    for point in sample(chosen):
        for day, fires in ((first, True), (day_before(first), False)):
            given = world(point, chosen).fires
            moved = [{**each, "at": f"{day}T10:30:00"} for each in given["lines"]]
            assert bool(findings(decide(base, {**given, "lines": moved}), point)) is fires, (point, day)


def test_patients_of_unclear_sex_are_excepted(base: KnowledgeBase, points: tuple[Point, ...]) -> None:
    """What the one point without an item says of its class."""
    point = judged_points(points, "医疗服务项目区分性别使用")[0]
    fires = world(point, []).fires
    unclear = {**fires, "diagnoses": [{"id": "1", "code": "Q56.4", "name": "性别不清"}]}
    assert [found.excepted for found in findings(decide(base, fires), point)] == [()]
    assert [found.excepted for found in findings(decide(base, unclear), point)] == [("unless",)]
    unmapped = {**fires, "diagnoses": [{"id": "1", "code": "?", "name": "?"}]}
    assert is_open(decide(base, unmapped), point)


def test_only_the_units_past_the_limit_are_at_stake(base: KnowledgeBase, points: tuple[Point, ...]) -> None:
    by_hour, by_day = (
        next(point for point in points if point.params.get("max_quantity") == most) for most in ("24", "1")
    )
    three = [line(f"{hour}", by_hour.codes[0], quantity=10, amount="30.00", at=AT.replace(hour=hour).isoformat()) for hour in (8, 9, 10)]
    found = findings(decide(base, event(three)), by_hour)
    assert [(finding.lines, finding.amount) for finding in found] == [(("10",), "18.00")]
    found = findings(decide(base, event([line("1", by_day.codes[0], quantity=3, amount="100.00")])), by_day)
    assert [finding.amount for finding in found] == ["66.67"]


def test_a_line_may_meet_several_points(base: KnowledgeBase, points: tuple[Point, ...]) -> None:
    """The release repeats eight operations in one group; each row keeps its identity, the money counts once."""
    chosen = judged_points(points, "手术项目未按规定折价收费")
    code = "003310030080000"
    same = [point for point in chosen if point.codes == (code,)]
    decision = decide(base, world(same[0], chosen).fires)
    assert len(same) == 4
    assert [finding.amount for point in same for finding in findings(decision, point)] == ["400.00"] * 4
    assert next(verdict for verdict in decision.lines if verdict.id == SUBJECT).pay == "blocked"
