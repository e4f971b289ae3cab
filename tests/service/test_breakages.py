"""What real senders do to the messages: each case is answered, its notes and its refusal are the ones it names."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from tests.service.national import PLACES, feedback, holder_of, message
from tests.service.serving import Server

FOLDER = Path(__file__).resolve().parents[1] / "doors" / "breakages"
KEYS = {
    "name", "why", "set", "drop", "text", "lift", "one", "rename", "feedback",
    "status", "infcode", "found", "notes", "result", "undetermined", "says",
}  # fmt: skip
CASES = [case for path in sorted(FOLDER.glob("*.yaml")) for case in yaml.safe_load(path.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def server(national_sqlite: Server) -> Server:
    return national_sqlite


@pytest.fixture(scope="module")
def shown(server: Server) -> str:
    """The id of a finding that was shown."""
    return post(server, "3101", message(encounter="shown")).json()["output"]["result"][0]["jr_id"]


def post(server: Server, trade: str, body: object):
    return server.client.post(f"/nhsa/{trade}", content=json.dumps(body), headers={"Content-Type": "application/json"})


def broken(case: Mapping[str, object], shown: str) -> tuple[str, dict[str, object]]:
    """The trade and the message of a case."""
    if "feedback" in case:
        text = json.dumps(case["feedback"]).replace("KNOWN", shown).replace("LONG", "长" * 501)
        return "3103", feedback() | {"input": {"data": json.loads(text)}}
    drop = tuple(case.get("drop", ()))
    made = message(case.get("set", {}), drop)
    for old, new in case.get("rename", {}).items():
        (holder, before), (_, after) = holder_of(made, old), holder_of(made, new)
        holder[after] = holder.pop(before)
    if "one" in case:
        holder, key = holder_of(made, case["one"])
        (holder[key],) = holder[key]
    if "text" in case:
        holder, key = holder_of(made, case["text"])
        holder[key] = json.dumps(holder[key], ensure_ascii=False)
    if "lift" in case:
        made["input"] = made["input"]["data"]
    return "3101", made


def test_there_are_fifty_and_each_has_its_name() -> None:
    names = [case["name"] for case in CASES]
    assert len(names) == len(set(names)) >= 50
    assert {key for case in CASES for key in case} <= KEYS
    assert set(PLACES) >= {"patient", "encounter", "line", "diagnosis"}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_answered_as_the_case_says(server: Server, shown: str, case: Mapping[str, object]) -> None:
    trade, body = broken(case, shown)
    answer = post(server, trade, body)
    said = answer.json()
    status = case.get("status", 200)
    assert answer.status_code == status, said
    assert said["infcode"] == case.get("infcode", 0 if status == 200 else -1)
    assert case.get("says", "") in said["err_msg"] + said["warn_msg"]
    assert max(len(said["err_msg"]), len(said["warn_msg"])) <= 200
    if status != 200 or trade == "3103":
        return
    decision = server.client.get(f"/v1/decisions/{answer.headers['sanku-decision']}").json()
    results = said["output"]["result"]
    notes = {note["code"] for note in decision["notes"]} - {"region"}
    assert sorted(notes) == sorted(case.get("notes", [])), decision["notes"]
    assert {entry["rule"] for entry in decision["undetermined"]} >= set(case.get("undetermined", []))
    assert len(results) == case.get("found", 1), results
    wanted = case.get("result", {})
    assert {name: results[0][name] for name in wanted} == wanted
    for result in results:
        assert all(
            result[name] != "" for name in ("jr_id", "rule_id", "rule_name", "vola_cont", "vola_evid", "sev_deg")
        )
        assert len(result["vola_evid"]) <= 500
