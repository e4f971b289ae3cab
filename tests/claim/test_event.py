"""The model of the event: absent and null apart, numbers exact, the published schemas up to date."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from sanku.claim.event import ClaimEvent
from sanku.claim.facts import Facts
from sanku.claim.people import Patient
from sanku.claim.published import PUBLISHED
from sanku.claim.read import read_event
from sanku.claim.schema import base_schema
from sanku.core.quantity import money


@pytest.mark.shared
def test_the_example_event_comes_back_as_it_was(shared: Path) -> None:
    text = (shared / "design" / "examples" / "event.json").read_text(encoding="utf-8")
    event = ClaimEvent.model_validate_json(text)
    assert json.loads(event.model_dump_json(exclude_unset=True, by_alias=True)) == json.loads(text)


@pytest.mark.shared
def test_the_example_event_reads_without_a_note(shared: Path) -> None:
    text = (shared / "design" / "examples" / "event.json").read_text(encoding="utf-8")
    facts = read_event(json.loads(text, parse_float=Decimal), base_schema(), {})
    assert isinstance(facts, Facts)
    assert facts.notes == ()
    assert [line.id for line in facts.collections["lines"].members] == ["6001", "6002"]
    assert facts.collections["lines"].members[1].get("amount") == money(9)


def test_absent_and_null_are_told_apart() -> None:
    living, unsaid = Patient(died_at=None), Patient()
    assert living.model_dump(exclude_unset=True) == {"died_at": None}
    assert unsaid.model_dump(exclude_unset=True) == {}


def test_a_model_reads_as_its_json() -> None:
    event = ClaimEvent.model_validate(
        {"id": "E", "phase": "settle", "patient": {"id": "P"}, "encounter": {"id": "V"},
         "lines": [{"id": 1, "amount": "1153.00", "at": "2025-06-14", "order_id": 7, "department": {"code": "A03"}}]}
    )  # fmt: skip
    facts = read_event(event, base_schema(), {})
    assert isinstance(facts, Facts)
    (line,) = facts.collections["lines"].members
    assert (line.id, line.key, line.get("amount"), facts.notes) == ("1", "7", money(1153), ())


def test_the_model_is_strict_where_the_reader_is_not() -> None:
    with pytest.raises(ValidationError):
        ClaimEvent.model_validate({"phase": "settle", "lines": [{"kind": "drugs"}]})


def test_lines_of_the_history_may_share_an_order() -> None:
    message = {
        "id": "E",
        "phase": "settle",
        "patient": {"id": "P"},
        "encounter": {"id": "V", "admitted_at": "2025-06-14"},
        "lines": [{"id": "1", "at": "2025-06-14", "order_id": "O"}, {"id": "2", "at": "2025-06-15", "order_id": "O"}],
        "history": {"lines": [{"id": "3", "order_id": "P"}, {"id": "4", "order_id": "P"}]},
    }
    facts = read_event(message, base_schema(), {})
    assert isinstance(facts, Facts)
    assert [line.key for line in facts.collections["lines"].members] == ["O", "O#2"]
    assert [note.path for note in facts.notes if note.code == "duplicate-id"] == ["lines[1].order_id"]


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_published_schema_is_up_to_date(root: Path, name: str) -> None:
    assert (root / "schemas" / name).read_text(encoding="utf-8") == PUBLISHED[name]()


def test_the_published_schema_knows_no_default_none() -> None:
    assert '"default": null' not in PUBLISHED["event.schema.json"]()
    assert "参保人标识" in PUBLISHED["event.schema.json"]()
