"""Plain messages are decided without building facts, and all others as well: by the public face alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal

import pytest

from sanku.claim.facts import Facts
from sanku.claim.plain.reading import PlainEvent
from sanku.kb import EventError, KnowledgeBase, load

FILES = {
    "kb.yaml": """name: plain
bases: {drugs: [], clinical: [drugs], policy: [drugs, clinical]}
systems:
  nhsa_drug: {pattern: "X[A-Z0-9]+", levels: [4]}
  nhsa_service: {pattern: "[0-9]+", levels: []}
  icd10: {pattern: "[A-Z][0-9]{2}.*", levels: [3]}
reasons: {text: 其他说明}
region: {default: insured}
""",
    "sources/law.yaml": "title: 规定\n",
    "drugs/doses.yaml": """table: drugs.doses
columns: {code: "code[nhsa_drug]", most: "quantity[mg]"}
key: code
from: 2020-01-01
cites: [law, 第一条]
rows:
  - {id: r1, code: XA01, most: 10 mg}
  - {id: r2, code: XB02, most: 10 mg, to: 2024-12-31}
""",
    "policy/rules.kb": """module policy.rules
use drugs

rule dose "剂量"
  cites    law "第一条"
  for      line in lines
  match    limit in drugs.doses on line.code
  when     line.dose > limit.most
  settle   remind
  severity high
  unknown  remind
  say      "{line.dose}"
""",
}


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    root = tmp_path_factory.mktemp("plain")
    for name, text in FILES.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return load(root)


def event(**line: object) -> dict[str, object]:
    """Return an event with one line."""
    plain = {"id": "1", "code": "XA0101", "at": "2025-06-01", "quantity": 1, "amount": 12.5}
    return {
        "id": "E1",
        "phase": "settle",
        "patient": {"id": "P1"},
        "encounter": {"id": "V1", "admitted_at": "2025-06-01"},
        "lines": [{**plain, **line}],
    }


def mg(value: object) -> dict[str, object]:
    """Return an amount in milligrams."""
    return {"value": value, "unit": "mg"}


def decided(kb: KnowledgeBase, message: Mapping[str, object]) -> str:
    """Return the outcome, after holding all ways to decide against each other."""
    complete = kb.decide_facts(kb.facts(message))
    assert kb.decide(message) == complete
    assert kb.decide_bytes(json.dumps(message, default=str).encode()) == complete.json()
    return complete.outcome


@pytest.mark.parametrize(
    "line",
    [
        {"dose": mg(5)},
        {"dose": mg(Decimal("10.0"))},
        {"dose": "10mg"},
        {"dose": mg(5), "amount": "12.50"},
        {"dose": mg(5), "self_pay": 2},
        {"code": "XB0201", "dose": mg(11)},
        {"code": "XC0301", "dose": mg(11)},
        {"dose": None},
        {"dose": mg(5), "judged": True, "amount": ""},
    ],
)
def test_a_plain_line_in_which_nothing_is_found(kb: KnowledgeBase, line: dict[str, object]) -> None:
    message = event(**line)
    assert isinstance(kb.prepare(json.dumps(message, default=str).encode()), PlainEvent)
    assert decided(kb, message) == "allow"


@pytest.mark.parametrize(
    "line",
    [{"dose": mg(11)}, {"dose": mg("10.000001")}, {}, {"dose": 3}, {"dose": {"value": 1, "unit": "g"}}],
)
def test_a_plain_line_in_which_something_is_found_or_left_open(kb: KnowledgeBase, line: dict[str, object]) -> None:
    assert decided(kb, event(**line)) == "warn"


@pytest.mark.parametrize(
    "line",
    [
        {"dose": mg(5), "quantity": -1, "amount": -12.5},
        {"dose": mg(5), "at": "yesterday"},
        {"dose": mg(5), "id": " 1 "},
        {"dose": mg(5), "colour": "red"},
        {"dose": mg(5), "quantity": "1_000"},
        {"dose": mg(5), "amount": "12.345"},
        {"dose": mg(5), "price": 0.12345678},
        {"dose": mg(5), "amount": 12345678901.5},
        {"dose": mg(5), "code": "?"},
    ],
)
def test_what_has_to_be_interpreted_is_left_to_the_complete_reader(kb: KnowledgeBase, line: dict[str, object]) -> None:
    message = event(**line)
    assert isinstance(kb.prepare(message), Facts)
    decided(kb, message)


def test_a_number_that_is_none_is_not_null(kb: KnowledgeBase) -> None:
    message = event(dose=mg(5), days=float("nan"), name=None)
    assert kb.decide(message) == kb.decide_facts(kb.facts(message))


def test_keys_that_a_message_showed_are_read_the_next_time(kb: KnowledgeBase) -> None:
    message = event(dose=mg(5), lot="B1")
    assert isinstance(kb.prepare(message), Facts)
    assert isinstance(kb.prepare(message), PlainEvent)
    assert decided(kb, message) == "allow"


@pytest.mark.parametrize(("data", "place"), [(b'{"phase": ', "1:11"), (b"[1]", ""), (b"\xff\xfe", "1:1")])
def test_what_is_no_event_says_where(kb: KnowledgeBase, data: bytes, place: str) -> None:
    with pytest.raises(EventError) as raised:
        kb.decide_bytes(data)
    assert raised.value.path == place


def test_a_compiled_rule_names_its_parts(kb: KnowledgeBase) -> None:
    source = kb.compiled("policy.rules.dose")
    assert "# condition: line.dose > limit.most (" in source
    assert "rules.kb:8:12)" in source
    with pytest.raises(ValueError, match=r"did you mean `policy\.rules\.dose`"):
        kb.compiled("policy.rules.doze")


def test_warming_up_changes_nothing(kb: KnowledgeBase) -> None:
    before = kb.decide(event(dose=mg(11)))
    kb.warm(phases=("settle",))
    assert kb.decide(event(dose=mg(11))) == before
