"""What makes the service fast changes nothing that it says, and what once made it slow does not come back."""

from __future__ import annotations

import gc
import json
import socket
import weakref
from datetime import datetime
from pathlib import Path

import pytest

from sanku.claim.facts import Ledger
from sanku.claim.plain.reading import PlainEvent
from sanku.doors.http.listening import ListenError, listen
from sanku.kb import KnowledgeBase, load
from sanku.service import Editions
from sanku.service.about import about_facts, about_plain
from sanku.service.judging import judge
from tests.service.serving import event_of, write_base

AT = datetime.fromisoformat("2099-01-01T09:00:00")
QUIET = {"patient": {"id": "P", "sex": "female", "born": "1990-03-07"}}
NAMED = {
    "id": "L9",
    "kind": "drug",
    "code": "XG02BAZ061Z007010279543",
    "quantity": "1",
    "amount": "1.00",
    "at": "2098-12-02",
}
EVENTS = {
    "quiet": QUIET,
    "physicians": {**QUIET, "encounter": {"id": "V", "kind": "inpatient", "admitted_at": "2098-12-01", "physician": {"id": " D1 "}}},
    "ended": {**QUIET, "encounter": {"id": "V", "kind": "inpatient", "admitted_at": "2098-12-01", "discharged_at": "2098-12-09T23:30:00Z"}},
    "names": {**QUIET, "lines": [{**NAMED, "name": "  "}, {**NAMED, "id": "L8", "name": " 甲 "}]},
    "no institution": {**QUIET, "facility": {"level": "tertiary"}},
    "noted": {**QUIET, "notes": [{"code": "c", "path": "p", "message": "m", "message_zh": "z", "raw": "r"}]},
    "no lines": {**QUIET, "lines": []},
}  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return load(write_base(tmp_path_factory.mktemp("base") / "base"))


def nothing_known(_: object) -> Ledger:
    return Ledger()


@pytest.mark.parametrize("name", EVENTS)
def test_a_plain_message_and_its_facts_are_recorded_alike(base: KnowledgeBase, name: str) -> None:
    event = {**event_of("settle"), **EVENTS[name]}
    base.prepare(event)  # what a first message shows of its keys is learnt for the second
    plain = base.prepare(json.dumps(event).encode())
    assert isinstance(plain, PlainEvent)
    facts = base.facts(event)
    assert about_plain(plain) == about_facts(facts)
    quick, whole = judge(base, plain, AT, nothing_known), judge(base, facts, AT, nothing_known)
    assert quick.facts is None, "the ledger was asked for nothing"
    assert quick.decision == whole.decision


def test_a_plain_message_with_a_finding_is_decided_alike(base: KnowledgeBase) -> None:
    event = event_of("order")
    base.prepare(event)
    quick, whole = (judge(base, one, AT, nothing_known) for one in (base.prepare(event), base.facts(event)))
    assert quick.decision == whole.decision
    assert len(quick.decision.findings) == 1
    assert quick.about == whole.about


def test_an_answer_in_two_pieces_waits_for_no_acknowledgement() -> None:
    with listen("127.0.0.1", 0) as listening:
        listening.listen()
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        with pytest.raises(ListenError, match=r"cannot listen on 127\.0\.0\.1 port"):
            listen(*listening.getsockname())


def test_an_edition_that_is_served_no_more_goes(tmp_path: Path) -> None:
    folder = write_base(tmp_path / "base")
    try:
        editions = Editions({"": folder})
        assert gc.get_freeze_count() > 0
        old = weakref.ref(editions.of("").reader._held.wire.event)
        write_base(folder, "新")
        assert editions.exchange().refused == ""
        assert old() is None
    finally:
        gc.unfreeze()
