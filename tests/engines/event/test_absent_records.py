"""A single record that was not sent: what rules read of it is unknown, and nothing fails."""

import pytest

from sanku.kb import KnowledgeBase
from tests.engines.event.bases import event, load

RULES = """module policy.case
use drugs

rule level "级别"
  cites    law "一"
  for      line in lines
  match    m in drugs.limits on line.code
  when     facility.level < m.least
  settle   remind
  severity low
  unknown  remind
  say      "级别不够"

rule again "再次就诊"
  cites    law "二"
  for      stay in encounter where stay.kind = inpatient
  for      prior in history.encounters where prior.facility.id = stay.facility.id
  match    m in drugs.places on stay.facility.id
  when     stay.admitted_at within 15 days after prior.discharged_at
  settle   remind
  severity low
  unknown  remind
  say      "再次住院"
"""
LIMITS = """table: drugs.limits
columns: {code: "code[nhsa_drug]", least: facility_level}
key: code
cites: [law, 表]
from: 2020-01-01
rows: [{id: r1, code: XA01AA0001, least: secondary}]
"""
PLACES = """table: drugs.places
columns: {facility: text}
key: facility
cites: [law, 表]
from: 2020-01-01
rows: [{id: p1, facility: H1}]
"""
FILES = {"policy/case.kb": RULES, "drugs/limits.yaml": LIMITS, "drugs/places.yaml": PLACES}
LINE = {"id": "1", "code": "XA01AA0001", "kind": "drug", "at": "2025-06-10", "quantity": 1}
STAY = {"id": "V1", "kind": "inpatient", "admitted_at": "2025-06-10"}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return load(tmp_path_factory.mktemp("absent"), FILES)


def asked(**more: object) -> dict[str, object]:
    """Return an event with everything that a plain message needs."""
    history = {"encounters": [], "lines": []}
    given = {"phase": "settle", "patient": {"id": "P1"}, "encounter": STAY, "history": history}
    return {**event(lines=[LINE]), "id": "E1", **given, "supplied": {"history": {"state": "complete"}}, **more}


def found(base: KnowledgeBase, message: dict[str, object]) -> tuple[list[str], list[str]]:
    """Return the names of the rules found and left open, the same prepared once more and by all facts."""
    decision = base.decide(message)
    assert base.decide(message) == decision == base.decide_facts(base.facts(message))
    names = [one.rule.rpartition(".")[2] for one in decision.findings]
    return names, [(one.rule or "").rpartition(".")[2] for one in decision.undetermined]


def test_a_facility_that_was_not_sent_leaves_rules_open(base: KnowledgeBase) -> None:
    message = asked()
    message.pop("facility", None)
    assert found(base, message) == ([], ["level"])
    prior = {"id": "V0", "admitted_at": "2025-05-01", "discharged_at": "2025-06-01", "facility": {"id": "H1"}}
    message["history"] = {"encounters": [prior], "lines": []}
    assert found(base, message) == ([], ["again", "level"])


def test_a_facility_that_was_sent_decides_them(base: KnowledgeBase) -> None:
    assert found(base, asked(facility={"id": "H1", "level": "primary"})) == (["level"], [])
    assert found(base, asked(facility={"id": "H2", "level": "secondary"})) == ([], [])


@pytest.mark.parametrize(
    ("encounter", "prior", "names"),
    [
        ({}, {"facility": {"id": "H1"}}, ["again"]),
        ({}, {"facility": {"id": "H2"}}, []),
        ({"facility": {"id": "H2"}}, {"facility": {"id": "H1"}}, []),
        ({"facility": {"id": ""}}, {"facility": {"id": "H1"}}, ["again"]),
        ({}, {"facility": {"id": "H1"}, "discharged_at": "2025-05-01"}, []),
    ],
)
def test_the_facility_of_the_event_is_that_of_its_encounter(
    base: KnowledgeBase, encounter: dict[str, object], prior: dict[str, object], names: list[str]
) -> None:
    stay = {"id": "V0", "kind": "inpatient", "admitted_at": "2025-05-01", "discharged_at": "2025-06-01", **prior}
    history = {"encounters": [stay], "lines": []}
    facility = {"id": "H1", "level": "secondary"}
    message = asked(facility=facility, encounter={**STAY, **encounter}, history=history)
    assert found(base, message) == (names, [])
