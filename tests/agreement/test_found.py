"""Disagreements that the suite has found, each as small as it gets, with what holds now."""

from __future__ import annotations

from sanku.claim.decision import Decision
from tests.agreement.facts import KB, SOURCE
from tests.agreement.holding import Event, decisions, difference, load, read

HEAD = "module policy.found\nuse drugs\n\n"
SOME = "codes: drugs.some\nsystem: nhsa_drug\ninclude: [XA01]\ncites: [law, 集]\n"
WINDOWS = """\
table: policy.windows
columns: {code: "code[nhsa_drug]", window: window, most: quantity}
key: code
match: all
cites: [law, 表]
rows:
  - {id: w1, code: XA01, window: episode, most: 2 盒}
"""
WHOLE = {"history": {"state": "complete", "scope": "all"}}


def rule(name: str, body: str, control: str = "order    remind") -> str:
    return f'rule {name} "规则"\n  cites    law "第一条"\n{body}\n  {control}\n  unknown  remind\n  say      "x"\n\n'


def decided(rules: str, event: Event) -> Decision:
    """Return what both engines decide, alike."""
    files = {
        "kb.yaml": KB,
        "sources/law.yaml": SOURCE,
        "drugs/some.yaml": SOME,
        "policy/windows.yaml": WINDOWS,
        "policy/found.kb": HEAD + rules,
    }
    base, message = load(files), {"phase": "order", "patient": {"id": "P1"}, **event}
    assert difference(base, message) is None
    facts = read(base, message)
    assert facts is not None
    return decisions(base, facts)["event"]


def missing(decision: Decision) -> set[tuple[str, str]]:
    return {(fact.path, fact.cause) for entry in decision.undetermined for fact in entry.missing}


def test_shadow_findings_are_sorted_like_all_others() -> None:
    lines = [{"id": "2", "at": "2025-01-01T08:00:00"}, {"id": "1", "at": "2025-01-02"}]
    body = "  for      x in lines\n  when     x.at >= 2025-01-01"
    found = decided(
        rule("b", body, "order    remind\n  status   shadow") + rule("a", body, "order    remind\n  status   shadow"),
        {"lines": lines},
    )
    names = [(finding.rule, finding.subject.id) for finding in found.shadow]
    assert names == sorted(names)


def test_a_pick_lists_precision_beside_what_was_not_supplied() -> None:
    body = "  for      x in lines\n  when     latest(l.at for l in record.lines by l.at) < encounter.discharged_at"
    encounter = {"id": "V1", "discharged_at": "2025-03-01"}
    found = decided(
        rule("r", body), {"encounter": encounter, "lines": [{"at": "2025-02-01"}, {"at": "2025-02-01T10:30"}]}
    )
    assert missing(found) == {("history.lines", "absent"), ("record.lines", "precision")}


def test_a_pick_leaves_out_members_whose_item_is_none() -> None:
    body = "  for      x in lines\n  when     latest(l.stopped_at for l in lines by l.at) < 2025-02-01"
    lines = [
        {"id": "1", "at": "2025-01-01", "stopped_at": "2025-01-02"},
        {"id": "2", "at": "2025-01-03", "stopped_at": None},
    ]
    assert len(decided(rule("r", body), {"lines": lines}).findings) == 2


def test_the_same_comparison_twice_is_one_near_miss() -> None:
    body = "  for      x in lines\n  when     (x.quantity > 1) or (x.quantity > 1)"
    (finding,) = decided(rule("r", body), {"lines": [{"at": "2025-01-01", "quantity": 2}]}).findings
    assert [(miss.text, miss.alone) for miss in finding.near_miss] == [("x.quantity > 1", True)]


def test_a_false_comparison_under_not_is_a_near_miss() -> None:
    body = "  for      x in lines\n  when     not (x.quantity <= 1 or x.amount > 5 CNY)"
    lines = [{"at": "2025-01-01", "quantity": 2, "amount": "4.00"}]
    (finding,) = decided(rule("r", body), {"lines": lines}).findings
    assert [(miss.text, miss.by) for miss in finding.near_miss] == [
        ("x.amount > 5 CNY", "1.00元"),
        ("x.quantity <= 1", "1"),
    ]


def test_an_episode_is_no_period_that_a_window_could_begin_with() -> None:
    body = (
        "  for      x in lines\n  match    w in policy.windows on x.code\n"
        "  when     exists l in record.lines where (l on same w.window as x and l.id != x.id)"
    )
    lines = [{"id": "1", "code": "XA01AAA001", "at": "2025-01-01", "episode": "甲"}]
    supplied = {"history": {"state": "complete", "scope": "all", "from": "2024-01-01"}}
    found = decided(rule("r", body), {"lines": lines, "history": {"lines": []}, "supplied": supplied})
    assert missing(found) == {("history.lines", "coverage")}


def test_a_cap_takes_its_unit_from_what_may_count() -> None:
    """Two boxes without a date may count; a limit without a unit does not compare with them."""
    body = '  for      x in lines where x.id = "2"\n  cap      sum(l.quantity for l in lines) at most 2'
    lines = [{"id": "1", "quantity": {"value": 2, "unit": "盒"}}, {"id": "2", "at": "2025-01-01"}]
    assert ("lines", "unit") in missing(decided(rule("r", body), {"lines": lines}))


def test_both_ends_of_a_range_are_in_one_unit() -> None:
    body = '  for      x in lines where x.id = "2"\n  cap      sum(l.quantity for l in lines where (l.kind = drug)) at most 3'
    lines = [
        {"id": "0", "quantity": 1, "at": "2025-01-01"},
        {"id": "1", "quantity": {"value": 3, "unit": "次"}, "kind": "drug", "at": "2025-01-01"},
        {"id": "2", "quantity": 1, "kind": "drug", "at": "2025-01-02"},
    ]
    (finding,) = decided(rule("r", body), {"lines": lines}).findings
    assert "4次..5次" in [item.value for item in finding.evidence]


def test_an_operator_that_cannot_be_read_leaves_the_result_open() -> None:
    body = "  for      o in observations\n  when     o.value < 30 g/L"
    result = {"id": "T1", "value": {"value": 28, "unit": "g/L"}, "value_op": "≈", "collected_at": "2025-01-01"}
    assert missing(decided(rule("r", body), {"observations": [result]})) == {("observations.value_op", "unreadable")}


def test_an_end_that_is_not_known_is_shown_as_not_supplied() -> None:
    body = "  for      x in lines\n  when     x.quantity not between 2 and x.addon_of.quantity"
    (finding,) = decided(rule("r", body), {"lines": [{"at": "2025-01-01", "quantity": 1}]}).findings
    assert [miss.right for miss in finding.near_miss] == ["2..未提供"]


def test_the_distance_from_the_sum_of_nothing() -> None:
    body = "  for      x in lines\n  when     sum(l.quantity for l in history.lines) <= 2"
    found = decided(rule("r", body), {"lines": [{"at": "2025-01-01"}], "history": {"lines": []}, "supplied": WHOLE})
    assert [miss.by for finding in found.findings for miss in finding.near_miss] == ["2"]


def test_hours_that_make_whole_days_move_a_date() -> None:
    body = "  for      x in lines\n  when     x.at + 24 hours = 2025-01-02"
    assert len(decided(rule("r", body), {"lines": [{"at": "2025-01-01"}]}).findings) == 1


def test_a_subject_without_a_date_has_no_place_under_a_cap() -> None:
    body = "  for      x in lines\n  dated by x.stopped_at\n  cap      count(l for l in lines) at most 1"
    lines = [{"id": "1", "stopped_at": "2025-01-02"}, {"id": "2", "at": "2025-01-01", "stopped_at": "2025-01-02"}]
    found = decided(rule("r", body), {"lines": lines})
    assert found.findings == ()
    assert missing(found) == {("lines.at", "absent")}


def test_members_that_may_count_give_no_unit_to_a_sum_of_nothing_by_chance() -> None:
    """A line of no quantity that may belong: the sum is nothing at all, or none of what has no unit."""
    body = "  for      x in lines\n  cap      sum(l.quantity for l in lines where (l.addon_of = x.id)) at most 2 盒"
    found = decided(rule("r", body), {"lines": [{"id": "1", "at": "2025-01-01", "quantity": 0}]})
    assert missing(found) == {("lines", "unit"), ("lines.addon_of", "absent")}


def test_a_plain_message_without_a_record_that_a_rule_reads() -> None:
    """Neither the enrolment nor the facility was sent; the sieve let neither be looked into."""
    body = (
        "  for      stay in encounter\n  when     coverage.status in {frozen, arrears} or facility.level >= secondary"
    )
    encounter = {"id": "V1", "admitted_at": "2025-01-01"}
    found = decided(rule("r", body), {"id": "E1", "patient": {"id": "P1"}, "encounter": encounter})
    assert missing(found) == {("coverage.status", "absent"), ("facility.level", "absent")}
