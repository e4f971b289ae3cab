"""A decision as the output of 3101 and 3102: every field, whatever the decision lacks."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanku.claim.decision import (
    CitationText,
    DataNote,
    Decision,
    Finding,
    JustificationState,
    LineVerdict,
    MissingFact,
    RegionPair,
    Subject,
    Undetermined,
)
from sanku.doors.nhsa.envelope import cut
from sanku.doors.nhsa.response import Answered, results, warning
from sanku.doors.nhsa.shown import Shown, jr_id, read_jr_id

ID, DECISION = "0123456789abcdef01234567", "f" * 32
REGION = RegionPair("330100", "330100")


def finding(**more: object) -> Finding:
    fields: dict[str, object] = {
        "id": ID, "rule": "policy.days", "title": "超量开药", "rows": ("r1",), "base": "policy",
        "subject": Subject("lines", "L1"), "control": "self_pay", "severity": "clear", "bears": "patient",
        "lines": ("L1",), "involved": (), "amount": "42.00", "amount_known": True,
        "messages": {"zh": "开药20天，限14天"}, "citations": (CitationText("n1", "通知", "第三条"),), "evidence": (),
        "near_miss": (), "excepted": (), "accepts": (), "justification": None, "retroactive": False, "layers": REGION,
        "digest": "d",
    }  # fmt: skip
    return Finding(**{**fields, **more})


def decided(
    *findings: Finding, undetermined: tuple[Undetermined, ...] = (), notes: tuple[DataNote, ...] = ()
) -> Decision:
    lines = tuple(
        LineVerdict(line, "paid", net, None, None, None, None)
        for line, net in (("L1", "140.00"), ("L2", "70.01"), ("L3", "0.00"))
    )
    return Decision("M1", "warn", "settle", REGION, "e", lines, findings, undetermined, notes)


def answered(decision: Decision, **more: object) -> list[dict]:
    event = {
        "patient": {"id": "P1"},
        "encounter": {"id": "V1"},
        "lines": [{"id": "L1"}, {"id": "L2"}, {"id": "L3"}],
        "history": {"lines": [{"id": "B7"}]},
    }
    given = {"event": event, "task": "T1", "titles": {}, "kinds": {}, **more}
    return results(Answered(id=DECISION, decision=decision, **given))


def said(decision: Decision, titles: Mapping[str, str] = MappingProxyType({})) -> str:
    return warning([Answered(id=DECISION, decision=decision, event={}, task="", titles=titles, kinds={})])


def test_one_finding() -> None:
    (result,) = answered(decided(finding(involved=("B7", "D3", "L1"))))
    details = result.pop("judge_result_detail_dtos")
    assert result == {
        "jr_id": jr_id(ID, DECISION),
        "rule_id": "policy.days",
        "rule_name": "超量开药",
        "vola_cont": "开药20天，限14天",
        "patn_id": "P1",
        "mdtrt_id": "V1",
        "task_id": "T1",
        "vola_amt": Decimal("42.00"),
        "vola_amt_stas": "1",
        "sev_deg": "1",
        "vola_evid": "《通知》第三条",
        "vola_bhvr_type": "项目类",
    }
    assert [(one["rx_id"], one["vola_item_type"], one["vola_amt"]) for one in details] == [
        ("L1", "1", Decimal("42.00")),
        ("B7", "2", Decimal("0.00")),
    ]
    assert len({one["jrd_id"] for one in details}) == 2
    assert all(one["patn_id"] == "P1" and one["mdtrt_id"] == "V1" for one in details)


@pytest.mark.parametrize(("severity", "code"), [("clear", "1"), ("high", "2"), ("low", "3")])
def test_severity(severity: str, code: str) -> None:
    assert answered(decided(finding(severity=severity)))[0]["sev_deg"] == code


def test_an_amount_that_could_not_be_computed_is_a_state_and_no_zero() -> None:
    (result,) = answered(decided(finding(amount=None, amount_known=False)))
    assert (result["vola_amt"], result["vola_amt_stas"]) == (Decimal("0.00"), "0")


def test_several_lines_share_the_amount_to_the_cent() -> None:
    (result,) = answered(decided(finding(amount="100.00", lines=("L1", "L2", "L3"))))
    shares = [one["vola_amt"] for one in result["judge_result_detail_dtos"]]
    assert shares == [Decimal("66.67"), Decimal("33.33"), Decimal("0.00")]
    assert sum(shares) == result["vola_amt"]


def test_what_has_no_effect_is_not_shown() -> None:
    held = JustificationState("holds", "", "text", "病情需要", "D1")
    lapsed = JustificationState("stale", "", "text", "病情需要", "D1")
    assert answered(decided(finding(excepted=("rescue",)))) == []
    assert answered(decided(finding(justification=held))) == []
    assert len(answered(decided(finding(justification=lapsed)))) == 1


def test_the_kind_of_conduct_is_the_senders_code() -> None:
    stay = finding(subject=Subject("encounter", "V1"), lines=())
    assert answered(decided(stay))[0]["vola_bhvr_type"] == "行为类"
    assert answered(decided(stay), kinds={"行为类": "1"})[0]["vola_bhvr_type"] == "1"
    assert answered(decided(stay))[0]["judge_result_detail_dtos"] == []


def test_what_could_not_be_decided_is_shown_once_where_it_holds_or_blocks() -> None:
    missing = tuple(MissingFact(f"lines.f{number}", "unmapped", 1, ("L1",)) for number in range(7))

    def open_(rule: str | None, effect: str, line: str) -> Undetermined:
        return Undetermined(rule, (), Subject("lines", line), (line,), missing, effect)

    entries = (
        open_("policy.days", "hold", "L1"),
        open_("policy.days", "hold", "L2"),
        open_("policy.other", "pass", "L1"),
    )
    entries += (open_("policy.dose", "remind", "L1"), open_("policy.dose", "remind", "L2"), open_(None, "block", "L3"))
    decision = decided(undetermined=entries)
    titles = {"policy.days": "超量开药", "policy.dose": "超用量"}
    first, second = answered(decision, titles=titles)
    assert first["vola_cont"].startswith("无法判定「超量开药」，暂缓：lines.f0（编码未对照）、")
    assert "等7项" in first["vola_cont"]
    assert (first["sev_deg"], first["vola_amt_stas"]) == ("3", "0")
    assert [(one["rx_id"], one["vola_item_type"]) for one in first["judge_result_detail_dtos"]] == [
        ("L1", "2"),
        ("L2", "2"),
    ]
    assert (second["rule_id"], second["rule_name"]) == ("undated", "明细缺少日期")
    assert said(decision, titles) == "因信息缺失未能判定：超用量；共2项规则因信息缺失未能判定"


def test_the_first_note_is_said() -> None:
    note = DataNote("swapped", "input.data", "swapped", "编码与名称颠倒", "")
    region = DataNote("region", "insured_region", "no overlay", "无本地规则层", "")
    assert said(decided(notes=(region,))) == ""
    assert said(decided(notes=(region, note, note))) == "数据提示2处，首处：input.data 编码与名称颠倒"


def test_long_texts_are_cut_at_a_character() -> None:
    citations = tuple(CitationText(f"n{n}", "医疗保障基金使用监督管理条例", "第十五条第一款") for n in range(60))
    (result,) = answered(decided(finding(citations=citations, title="规" * 300, messages={"zh": "药" * 600})))
    assert (len(result["vola_evid"]), len(result["rule_name"]), len(result["vola_cont"])) == (500, 200, 500)
    assert result["vola_evid"].endswith("…")


def test_no_half_of_a_character_is_left() -> None:
    assert cut("abc", 3) == "abc"
    assert cut("abcd", 3) == "ab…"
    assert cut("ae\u0301xy", 3) == "a…"
    assert cut("a👨\u200d👩\u200d👧b", 4) == "a…"


@given(st.text(), st.integers(1, 20))
def test_a_cut_is_never_longer(text: str, most: int) -> None:
    assert len(cut(text, most)) <= most
    assert cut(text, most) == text or cut(text, most)[-1] == "…"


@given(st.binary(min_size=12, max_size=12), st.binary(min_size=16, max_size=16))
def test_an_id_is_read_back_in_any_case(finding_id: bytes, decision: bytes) -> None:
    made = jr_id(finding_id.hex(), decision.hex())
    assert len(made) == 47
    assert read_jr_id(f" {made.lower()} ") == Shown(finding_id.hex(), decision.hex())


@pytest.mark.parametrize("given", ["", "JR", "JR2025061400000001", "X" * 47, "JR" + "1" * 45, "JR" + "A" * 46])
def test_other_ids_are_none_of_ours(given: str) -> None:
    assert read_jr_id(given) is None
