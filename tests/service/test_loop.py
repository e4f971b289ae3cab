"""Prescribe, be reminded, answer, settle, be audited: the loop that a hospital lives in."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.service.serving import Server, ended, event_of, verify, write_base

Serve = Callable[..., Server]
Ask = Callable[..., dict]


def paid(decision: dict) -> list[str]:
    return [line["pay"] for line in decision["lines"]]


def test_justified_in_time_is_paid(serve: Serve, ledger: str) -> None:
    server = serve(ledger)
    ordered = server.decide(event_of("order"))
    assert ordered["outcome"] == "warn"
    finding = ordered["findings"][0]["id"]
    answer = server.justify(finding, reason="documented_exception", text="病历已记录")
    assert answer["accepted"]
    settled = server.decide(event_of("settle"))
    assert (settled["outcome"], settled["findings"][0]["justification"]["state"]) == ("allow", "holds")
    audited = server.decide(ended(event_of("audit"), "2099-03-01"))
    assert (audited["outcome"], paid(audited)) == ("allow", ["paid"])
    assert verify(ledger).returncode == 0


def test_shown_and_never_justified_is_refused(serve: Serve, ledger: str) -> None:
    server = serve(ledger)
    server.decide(event_of("order"))
    in_time = server.decide(ended(event_of("audit", id="early"), "2099-01-05"))
    assert in_time["findings"][0]["control"] == "query"
    audited = server.decide(ended(event_of("audit"), "2099-03-01"))
    assert (audited["findings"][0]["control"], paid(audited)) == ("deny", ["denied"])


def test_a_reminder_never_shown_is_put_to_a_person(server: Server, ask: Ask) -> None:
    audited = server.decide(ended(ask("audit"), "2099-03-01"))
    assert (audited["outcome"], audited["findings"][0]["control"]) == ("warn", "query")


def test_a_reminder_whose_answer_came_too_late_was_not_shown(server: Server, ask: Ask) -> None:
    server.decide(ask("order"))
    assert server.client.post("/v1/unanswered", json=ask("order")).status_code == 200
    audited = server.decide(ended(ask("audit"), "2099-03-01"))
    assert audited["findings"][0]["control"] == "query"


def test_reasons_in_the_event_count_for_nothing(server: Server, ask: Ask) -> None:
    finding = server.decide(ask("order"))["findings"][0]["id"]
    forged = {"shown": [], "justified": [{"finding": finding, "reason": "documented_exception"}]}
    audited = server.decide(ended(ask("audit", ledger=forged), "2099-03-01"))
    assert audited["findings"][0]["control"] == "deny"


@pytest.mark.parametrize(
    ("answer", "verdict", "sentence"),
    [
        ({"bulk": True}, "unexplained", "按“继续且无理由”登记"),
        ({"reason": "text", "text": "头痛"}, "too-short", "理由过短，至少4个字"),
        ({"reason": "text", "text": "。。。。。。"}, "too-short", "理由过短"),
        ({"reason": "family_wish"}, "wrong-kind", "病历记录的特殊情况、其他说明"),
        ({"reason": "documented_exception", "role": "clerk"}, "wrong-role", "只有医师可以说明理由"),
        ({"way": "return"}, "returned", "已返回修改"),
    ],
)
def test_what_does_not_justify(server: Server, ask: Ask, answer: dict, verdict: str, sentence: str) -> None:
    finding = server.decide(ask("order"))["findings"][0]["id"]
    said = server.justify(finding, **answer)
    assert (said["accepted"], said["verdict"]) == (False, verdict)
    assert sentence in said["message_zh"]
    assert said["message"].isascii()
    assert [choice["reason"] for choice in said["choices"]] == ["documented_exception", "text"]
    assert server.decide(ask("settle"))["outcome"] == "warn"


def test_an_answer_after_the_deadline_is_refused(server: Server, ask: Ask) -> None:
    past = ask("settle")
    past["encounter"] = {**past["encounter"], "admitted_at": "2020-01-01", "discharged_at": "2020-01-05"}
    past["lines"][0]["at"] = "2020-01-02"
    finding = server.decide(past)["findings"][0]["id"]
    said = server.justify(finding, reason="documented_exception")
    assert (said["verdict"], said["until"]) == ("late", "2020-01-12")
    assert "2020-01-12" in said["message_zh"]


def test_a_larger_amount_makes_the_reason_stale(server: Server, ask: Ask) -> None:
    finding = server.decide(ask("order"))["findings"][0]["id"]
    server.justify(finding, reason="documented_exception")
    more = ask("settle")
    more["lines"][0]["amount"] = "500.00"
    settled = server.decide(more)
    assert (settled["outcome"], settled["findings"][0]["justification"]["state"]) == ("warn", "stale")


def test_the_same_call_again_is_the_same_record(serve: Serve, ledger: str) -> None:
    server = serve(ledger)
    records = [server.client.post("/v1/decide", json=event_of("order")).headers["sanku-record"] for _ in range(3)]
    assert records == ["1", "1", "1"]
    finding = server.decide(event_of("order"))["findings"][0]["id"]
    answers = [server.justify(finding, reason="documented_exception") for _ in range(3)]
    assert [answer["record"] for answer in answers] == [2, 2, 2]
    assert answers[0] == answers[2]


def test_a_decision_is_found_and_explained(server: Server, ask: Ask) -> None:
    answer = server.client.post("/v1/decide", json=ask("order"))
    place = answer.headers["location"]
    assert server.client.get(place).content == answer.content
    explained = server.client.get(f"{place}/explain").json()
    text = "".join(part["text"] for line in explained["paragraphs"] for part in line["parts"])
    assert "宫内节育系统" in text
    assert "药品区分性别使用" in text
    assert server.client.get(f"/v1/decisions/{'0' * 32}").status_code == 404


def test_what_an_event_must_bring(server: Server) -> None:
    found = server.client.get("/v1/requirements", params={"phase": "order"}).json()
    assert found["singles"]["patient"] == ["sex"]
    missing = server.client.get("/v1/requirements", params={"rule": "clinical.use.sexx"})
    assert (missing.status_code, "clinical.use.sex" in missing.json()["message"]) == (404, True)


def test_regions_side_by_side(serve: Serve, tmp_path: Path) -> None:
    other = write_base(tmp_path / "other", "浙")
    server = serve("", "--kb", f"330000={other}")
    here = server.decide(event_of("order"))
    there = server.decide(event_of("order", "V2", insured_region="310000"))
    assert [d["findings"][0]["message"]["zh"][0] for d in (here, there)] == ["浙", "宫"]
    assert here["edition"] != there["edition"]
