"""The national interface as a hospital's system meets it: 3101, 3103, 3102, and the audit that follows."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.service.national import feedback, message
from tests.service.serving import Server, ended, event_of, verify


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.system("pg_ctlcluster"))])
def either(request: pytest.FixtureRequest) -> Server:
    """A real server over each kind of ledger in turn."""
    return request.getfixturevalue(f"national_{request.param}")


@pytest.fixture
def server(national_sqlite: Server) -> Server:
    return national_sqlite


def post(server: Server, trade: str, body: object, status: int = 200) -> dict:
    answer = server.client.post(f"/nhsa/{trade}", json=body)
    assert answer.status_code == status, answer.text
    return json.loads(answer.text, parse_float=Decimal)


def found(answer: dict) -> list[dict]:
    assert (answer["infcode"], answer["err_msg"]) == (0, "")
    return answer["output"]["result"]


def warn(jr_id: str, way: object, why: str = "") -> dict[str, object]:
    return {"warn_rslt_id": jr_id, "dspo_way": way, "dspo_way_rea": why}


def audit(server: Server, encounter: str) -> dict:
    return server.decide(ended(event_of("audit", encounter), "2099-03-01"))


def test_prescribed_reminded_explained_settled_audited_paid(either: Server) -> None:
    (reminder,) = found(post(either, "3101", message(encounter="paid")))
    fed = post(either, "3103", feedback(warn(reminder["jr_id"], "1", "会诊后确需使用，已记录")))
    assert (fed["infcode"], fed["output"]["result"][0]["verdict"]) == (0, "accepted")
    assert found(post(either, "3102", message(encounter="paid", infno="3102"))) == []
    audited = audit(either, "paid")
    assert (audited["outcome"], audited["findings"][0]["justification"]["state"]) == ("allow", "holds")
    assert [line["pay"] for line in audited["lines"]] == ["paid"]


def test_prescribed_reminded_not_explained_settled_audited_refused(either: Server) -> None:
    (reminder,) = found(post(either, "3101", message(encounter="refused")))
    fed = post(either, "3103", feedback(warn(reminder["jr_id"], "1", "")))
    assert fed["infcode"] == -1
    assert "未填写理由，已按“继续且无理由”登记" in fed["err_msg"]
    (again,) = found(post(either, "3102", message(encounter="refused", infno="3102")))
    assert again["rule_id"] == reminder["rule_id"]
    audited = audit(either, "refused")
    assert (audited["findings"][0]["control"], audited["lines"][0]["pay"]) == ("deny", "denied")
    assert verify(either.command[either.command.index("--ledger") + 1]).returncode == 0


def test_the_same_call_gives_the_same_ids(server: Server) -> None:
    first, second = (found(post(server, "3101", message(encounter="same"))) for _ in range(2))
    assert first == second
    (one,) = first
    assert len(one["jr_id"]) <= 50
    assert len(one["judge_result_detail_dtos"][0]["jrd_id"]) <= 50
    other = found(post(server, "3101", message(encounter="other")))
    assert other[0]["jr_id"] != one["jr_id"]
    fed = post(server, "3103", feedback(warn(one["jr_id"].lower(), 1, "病历记录的特殊情况：术后")))
    assert fed["infcode"] == 0


def test_what_was_answered_is_recorded_as_what_it_is(server: Server) -> None:
    lines = [
        {
            **message()["input"]["data"]["patient_dtos"][0]["fsi_encounter_dtos"][0]["fsi_order_dtos"][0],
            "rx_id": f"L{n}",
        }
        for n in range(6)
    ]
    answer = post(server, "3101", message({"encounter.fsi_order_dtos": lines}, encounter="many"))
    ids = [one["jr_id"] for one in found(answer)]
    assert len(ids) == 6
    fed = post(
        server,
        "3103",
        feedback(
            warn(ids[0], "1"), warn(ids[1], 1), warn(ids[2], "2"), warn(ids[3], "1", "头痛"),
            warn(ids[4], "1", "病历记录的特殊情况，见病程"), warn(ids[5], "3"), warn("JR1", "1", "病情需要"),
        ),
    )  # fmt: skip
    assert [(one["accepted"], one["verdict"]) for one in fed["output"]["result"]] == [
        ("0", "unexplained"),
        ("0", "unexplained"),
        ("1", "returned"),
        ("0", "too-short"),
        ("1", "accepted"),
        ("0", "unknown-way"),
        ("0", "unknown-finding"),
    ]
    assert f"（{ids[0]}等2条）" in fed["err_msg"]
    assert (
        len(found(post(server, "3102", message({"encounter.fsi_order_dtos": lines}, encounter="many", infno="3102"))))
        == 5
    )


def test_a_reason_changes_nothing_about_a_block(server: Server) -> None:
    gout = {"diagnosis.dise_codg": "M10.900"}
    blocked, _ = found(post(server, "3101", message(gout, encounter="blocked")))
    assert (blocked["rule_id"], blocked["sev_deg"], blocked["vola_amt"]) == (
        "clinical.care.gout",
        "1",
        Decimal("100.00"),
    )
    fed = post(server, "3103", feedback(warn(blocked["jr_id"], "1", "病情需要长期使用")))
    assert (fed["infcode"], fed["output"]["result"][0]["verdict"]) == (-1, "no-reminder")
    fed = post(server, "3103", feedback(warn(blocked["jr_id"], "2")))
    assert (fed["infcode"], fed["output"]["result"][0]["verdict"]) == (0, "returned")


def test_what_cannot_be_decided_is_said_and_takes_no_reason(server: Server) -> None:
    local = {"diagnosis.dise_codg": "XYZD018987", "patient.gend": "0"}
    answer = post(server, "3101", message(local, encounter="open"))
    (open_,) = found(answer)
    assert (open_["rule_id"], open_["vola_amt"], open_["vola_amt_stas"]) == ("clinical.care.gout", 0, "0")
    assert (open_["vola_cont"], open_["sev_deg"]) == (
        "无法判定「痛风患者禁用」，暂缓：diagnoses.code（编码未对照）",
        "3",
    )
    assert answer["warn_msg"].startswith("因信息缺失未能判定：药品区分性别使用；数据提示2处")
    fed = post(server, "3103", feedback(warn(open_["jr_id"], "1", "病情需要长期使用")))
    assert (fed["infcode"], fed["output"]["result"][0]["verdict"]) == (-1, "undetermined")


def test_who_answers_and_in_which_words_are_the_senders_habits(server: Server) -> None:
    there = {"fixmedins_code": "H2", "encounter.medins_id": "H2"}
    first, second = (found(post(server, "3101", message(there, encounter=name)))[0] for name in ("h2", "h2b"))
    assert first["vola_bhvr_type"] == "2"
    fed = post(server, "3103", feedback(warn(first["jr_id"], "1", "01"), fixmedins_code="H2", opter_type="2"))
    assert fed["output"]["result"][0]["verdict"] == "wrong-role"
    fed = post(server, "3103", feedback(warn(first["jr_id"], "1", "01"), fixmedins_code="H2"))
    assert fed["output"]["result"][0]["verdict"] == "accepted"
    fed = post(
        server, "3103", feedback(warn(second["jr_id"], "1", "会诊后使用"), fixmedins_code="H2", opter="", opter_name="")
    )
    assert "经办人" in fed["err_msg"]


def test_a_message_that_had_no_answer_was_shown_nothing(server: Server) -> None:
    found(post(server, "3101", message(encounter="lost")))
    put_down = post(server, "unanswered", message(encounter="lost"))
    assert (put_down["infcode"], int(put_down["inf_refmsgid"][-10:]) > 0) == (0, True)
    assert audit(server, "lost")["findings"][0]["control"] == "query"


def test_several_patients_are_several_decisions_in_one_answer(server: Server) -> None:
    one = message(encounter="two-a")["input"]["data"]["patient_dtos"][0]
    other = {**message(encounter="two-b")["input"]["data"]["patient_dtos"][0], "patn_id": "P2"}
    answer = server.client.post("/nhsa/3101", json=message({"data.patient_dtos": [one, other]}))
    decisions = answer.headers["sanku-decision"].split(", ")
    assert [result["mdtrt_id"] for result in answer.json()["output"]["result"]] == ["two-a", "two-b"]
    assert len({*decisions, *(result["jr_id"] for result in answer.json()["output"]["result"])}) == 4
    warns = [warn(result["jr_id"], "1", "会诊后确需使用") for result in answer.json()["output"]["result"]]
    assert post(server, "3103", feedback(*warns))["infcode"] == 0


def test_the_envelope_of_an_answer(server: Server) -> None:
    answer = server.client.post("/nhsa/3101", json=message(encounter="envelope"))
    body = answer.json()
    assert body["inf_refmsgid"][:6] == "330100"
    assert body["inf_refmsgid"][20:] == answer.headers["sanku-record"].zfill(10)
    assert (len(body["inf_refmsgid"]), len(body["refmsg_time"]), len(body["respond_time"])) == (30, 17, 17)
    recorded = server.client.get(f"/v1/decisions/{answer.headers['sanku-decision']}").json()
    assert recorded["edition"] == answer.headers["sanku-edition"]


@pytest.mark.parametrize(
    ("trade", "body", "status", "sentence"),
    [
        ("3101", b"", 400, "1:1：JSON内容不完整"),
        ("3101", b'{"infno": "3101",', 400, "1:18：JSON内容不完整"),
        ("3101", '{"infno": "示例"}'.encode("gb18030"), 400, "疑为GBK"),
        ("3101", b'{"infno": "\\ud800"}', 400, "半个字符"),
        ("3101", b"[" * 200_000, 422, "嵌套超过64层"),
        ("3101", b'{"a":' * 80 + b"1" + b"}" * 80, 422, "嵌套超过64层"),
        ("3102", b"[1]", 422, "JSON对象"),
        ("3102", b"{}", 422, "input.data：报文缺少input.data对象"),
        ("3102", b'{"infno": 3101, "input": {"data": {}}}', 422, "infno：交易「3101」发到了3102的地址"),
        ("3103", b'{"input": {"data": {}}}', 422, "input.data.warns：warns不是处理数据列表"),
        ("3103", b'{"input": {"data": {"warns": [1]}}}', 422, "input.data.warns"),
        ("3101", b" " * (9 * 1024 * 1024), 413, "报文超过8388608字节"),
        ("3104", b"{}", 404, "没有这个接口"),
    ],
    ids=[
        "empty",
        "cut",
        "gbk",
        "half",
        "deep",
        "nested",
        "list",
        "bare",
        "trade",
        "no warns",
        "a warn",
        "large",
        "3104",
    ],
)
def test_what_cannot_be_read_is_refused_in_the_envelope(
    server: Server, trade: str, body: bytes, status: int, sentence: str
) -> None:
    answer = server.client.post(f"/nhsa/{trade}", content=body)
    refused = answer.json()
    assert (answer.status_code, refused["infcode"], refused["output"]) == (status, -1, {})
    assert sentence in refused["err_msg"]
    assert len(refused["err_msg"]) <= 200


def test_no_name_is_logged(server: Server) -> None:
    post(server, "3101", message(encounter="log"))
    text = server.log.read_text(encoding="utf-8")
    assert "/nhsa/3101" in text
    assert not any(word in text for word in ("王小明", "王医生", "330102199003071234", "宫内"))


@pytest.mark.shared
@pytest.mark.parametrize("name", ["3101-request-inpatient", "3101-request-outpatient", "3103-request"])
def test_the_published_examples_are_answered(server: Server, shared: Path, name: str) -> None:
    body = json.loads((shared / "standards" / "examples" / f"example-{name}.json").read_text(encoding="utf-8"))
    answer = post(server, name[:4], body)
    assert answer["infcode"] == (-1 if name == "3103-request" else 0)


@pytest.mark.shared
def test_an_answer_has_every_field_of_the_published_one(server: Server, shared: Path) -> None:
    folder = shared / "standards" / "examples"
    example = json.loads((folder / "example-3101-response.json").read_text(encoding="utf-8"))
    request = json.loads((folder / "example-3101-request-inpatient.json").read_text(encoding="utf-8"))
    answer = post(server, "3101", request)
    assert answer.keys() == example.keys()
    mine, theirs = answer["output"]["result"][0], example["output"]["result"][0]
    assert mine.keys() == theirs.keys()
    assert mine["judge_result_detail_dtos"][0].keys() == theirs["judge_result_detail_dtos"][0].keys()
    same = ("patn_id", "mdtrt_id", "vola_amt", "vola_amt_stas", "rule_name")
    assert {name: mine[name] for name in same} == {name: theirs[name] for name in same}
