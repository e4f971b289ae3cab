"""Each rule of the language page fires, is silent, and is undetermined, on an event made for it."""

from __future__ import annotations

import pytest

from sanku.kb import KnowledgeBase, load
from tests.engines.event.bases import LANGUAGE, event, found

IUS, ALBUMIN, DRUG, OTHER = "XG02BAZ061A001", "XB05AAR035", "XA01AA0001", "XB01AA0001"
ECG, PART, WHOLE = "003107010220000", "001204000060000", "001204000070000"
STAY = {"id": "V1", "kind": "inpatient", "admitted_at": "2025-06-10", "facility": {"id": "H1"}}
BEFORE = {"id": "V0", "kind": "inpatient", "admitted_at": "2025-05-20", "facility": {"id": "H1"}}
WHOLE_HISTORY = {"history.encounters": {"state": "complete", "scope": "all"}}


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return load(LANGUAGE)


def line(code: str, identity: int = 1, **more: object) -> dict[str, object]:
    kind = "service" if code[0].isdigit() else "drug"
    plain = {"id": identity, "code": code, "kind": kind, "name": "甲", "at": "2025-06-10", "quantity": 1}
    return {**plain, "price": "10", "amount": "10.00", **more}


def albumin(value: int | None, operator: str = "=") -> list[dict[str, object]]:
    plain: dict[str, object] = {"id": "O1", "code": "1751-7", "collected_at": "2025-06-09"}
    return [plain if value is None else {**plain, "value": {"value": value, "unit": "g/L"}, "value_op": operator}]


def quantity(value: int) -> dict[str, object]:
    return {"value": value, "unit": "小时"}


CASES: list[tuple[str, dict[str, object], str | None]] = [
    ("sex_limit", event(lines=[line(IUS)]), "fires"),
    ("sex_limit", event(lines=[line(IUS)], patient={"id": "P1", "sex": "female"}), None),
    ("sex_limit", event(lines=[line(IUS)], diagnoses=[{"id": 1, "code": "F64.0"}]), "excepted"),
    ("sex_limit", event(lines=[line(IUS)], patient={"id": "P1"}), "undetermined"),
    ("sex_limit", event(lines=[{**line(IUS), "code": ""}]), "undetermined"),
    ("interaction", event(phase="order", lines=[line(DRUG, judged=True), line(OTHER, 2, judged=True)]), "fires"),
    ("interaction", event(phase="order", lines=[line(OTHER, judged=True), line(DRUG, 2, judged=True)]), "fires"),
    ("interaction", event(phase="order", lines=[line(DRUG, judged=True)]), None),
    (
        "interaction",
        event(phase="order", lines=[line(DRUG, judged=True), line(OTHER, 2, judged=True, at="2025-06-11")]),
        None,
    ),
    (
        "interaction",
        event(phase="order", lines=[line(DRUG, judged=True), {**line(OTHER, 2, judged=True), "code": ""}]),
        "undetermined",
    ),
    ("indication", event(lines=[line(DRUG)], diagnoses=[{"id": 1, "code": "C34.1"}]), "fires"),
    ("indication", event(lines=[line(DRUG)], diagnoses=[{"id": 1, "code": "J45.0"}]), None),
    ("indication", event(lines=[line(DRUG)], diagnoses=[{"id": 1}]), "undetermined"),
    ("supply_days", event(lines=[line(DRUG, days=14)], diagnoses=[{"id": 1, "code": "J45.0"}]), "fires"),
    ("supply_days", event(lines=[line(DRUG, days=7)]), None),
    ("supply_days", event(lines=[line(DRUG, days=14)], diagnoses=[{"id": 1, "code": "I10.X"}]), "excepted"),
    ("supply_days", event(lines=[line(DRUG)]), "undetermined"),
    ("units_per_day", event(lines=[line(ECG, quantity=quantity(20)), line(ECG, 2, quantity=quantity(5))]), "fires"),
    ("units_per_day", event(lines=[line(ECG, quantity=quantity(20))]), None),
    (
        "units_per_day",
        event(lines=[line(ECG, quantity=quantity(20)), {**line(ECG, 2), "quantity": ""}]),
        "undetermined",
    ),
    ("included", event(lines=[line(PART), line(WHOLE, 2)]), "fires"),
    ("included", event(lines=[line(PART), line(WHOLE, 2, at="2025-06-11")]), None),
    ("included", event(lines=[line(PART), {**line(WHOLE, 2), "code": ""}]), "undetermined"),
    (
        "split_stay",
        event(
            phase="audit",
            encounter=STAY,
            history={"encounters": [{**BEFORE, "discharged_at": "2025-06-01"}]},
            supplied=WHOLE_HISTORY,
        ),
        "fires",
    ),
    (
        "split_stay",
        event(
            phase="audit",
            encounter=STAY,
            history={"encounters": [{**BEFORE, "discharged_at": "2025-05-25"}]},
            supplied=WHOLE_HISTORY,
        ),
        None,
    ),
    ("split_stay", event(phase="audit", encounter=STAY, history={"encounters": []}), "undetermined"),
]


@pytest.mark.parametrize(
    ("name", "message", "wanted"),
    CASES,
    ids=[f"{name}-{wanted}-{place}" for place, (name, _, wanted) in enumerate(CASES)],
)
def test_a_rule_does_what_the_page_says(
    base: KnowledgeBase, name: str, message: dict[str, object], wanted: str | None
) -> None:
    assert found(base, message).get(name) == wanted


ALBUMIN_ALONE = {
    "observations": {"state": "complete"},
    "history.observations": {"state": "complete", "scope": "all"},
    "history.lines": {"state": "complete", "scope": "all"},
}


@pytest.mark.parametrize(
    ("value", "operator", "wanted"),
    [
        (29, "=", None),
        (30, "=", "fires"),
        (30, "<", "undetermined"),
        (25, ">", "undetermined"),
        (None, "=", "undetermined"),
    ],
)
def test_the_first_dose_of_albumin(base: KnowledgeBase, value: int | None, operator: str, wanted: str | None) -> None:
    message = event(
        lines=[line(ALBUMIN)],
        observations=albumin(value, operator),
        history={"encounters": [], "lines": [], "observations": []},
        supplied=ALBUMIN_ALONE,
    )
    assert found(base, message).get("albumin") == wanted


def test_the_amount_of_a_cap_is_the_excess(base: KnowledgeBase) -> None:
    lines = [line(ECG, quantity=quantity(20)), line(ECG, 2, quantity=quantity(5), amount="50.00")]
    (finding,) = base.decide(event(lines=lines)).findings
    assert (finding.subject.id, finding.amount) == ("2", "10.00")
    assert finding.message("zh") == "甲每日限24小时，超出1小时"
