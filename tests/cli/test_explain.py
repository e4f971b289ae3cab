"""``kb explain`` as a reviewer, a doctor, a patient and an auditor ask it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

AMENDED = """\
module clinical.local
use clinical.use

amend clinical.use.sex "本地转自费"
  cites    label "适应症"
  settle   self_pay
  unknown  remind
"""
EXEMPT = """
exempt sex as study row ius "临床研究"
  cites    label "研究"
  when     exists d in diagnoses
"""


def test_a_rule_is_one_sentence_with_all_that_surrounds_it(small_base: Path, run: Run):
    (small_base / "regions/330000").mkdir(parents=True)
    (small_base / "regions/330000/local.kb").write_text(AMENDED, encoding="utf-8")
    with (small_base / "clinical/use.kb").open("a", encoding="utf-8") as rules:
        rules.write(EXEMPT)
    with (small_base / "kb.yaml").open("a", encoding="utf-8") as base:
        base.write("regions: regions\n")
    shown = run("explain", "sex", "--lang", "both")
    assert (shown.code, shown.err) == (0, "")
    assert (
        shown.out
        == """\
药品区分性别使用  clinical.use.sex  knowledge/clinical/use.kb:4:6
  对每条本次明细，国家编码列入知识表“drugs.sex_limits”的，如果患者性别与所列性别不同，则事前提醒；属高度可疑；资料不足以判定时提醒。
  For each of this encounter's lines, where its code is listed in table “drugs.sex_limits”, if the patient's sex differs from the listed sex: order: remind; severity high; if it cannot be determined: remind.
  处理（环节与地区）
    全国: 事前提醒；属高度可疑；资料不足以判定时提醒
    330000地区: 事中转自费；资料不足以判定时提醒
  豁免
    全国，规则“药品区分性别使用”在以下情形不适用（限知识点ius，临床研究）：有本次诊断。
  修订
    330000地区，规则“药品区分性别使用”改为：事中转自费；资料不足以判定时提醒（本地转自费）。
  知识表
    drugs.sex_limits: 全国 1行
  用例
    男性  knowledge/clinical/use.test.yaml:1:9
  依据
    《说明书》 适应症
    《说明书》 研究
  读取
    事件字段: lines, lines.code, lines.name, patient.sex
    知识表: drugs.sex_limits
  沿革
    状态: 启用
    生效: 未限定日期
    drugs.sex_limits: 知识点生效日 2020-01-01
"""
    )
    nation = run("explain", "sex", "--region", "000000").out
    assert "330000" not in nation
    exemption = run("explain", "study", "--lang", "en").out
    assert (
        "the rule “药品区分性别使用” does not hold for ius where there is one of this encounter's diagnoses."
        in exemption
    )
    amendment = run("explain", "sex@330000").out
    assert "330000地区，规则“药品区分性别使用”改为：事中转自费" in amendment
    assert "def remains(x, s, r):" in run("explain", "sex", "--compiled").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("sexx",), "there is no rule, exemption, check or decision file `sexx`; did you mean `clinical.use.sex`?"),
        (("sex", "--region", "110000"), "the base says nothing of its own for region `110000`; it has 000000"),
        (("sex@330000",), "region `330000` does not amend `clinical.use.sex`; it is amended by no region"),
        (("no.json",), "`no.json` cannot be read"),
        (("sex", "--kb", "elsewhere"), "there is no knowledge base at `elsewhere`"),
    ],
)
def test_a_wrong_name_is_said_with_the_near_one(small_base: Path, run: Run, arguments: tuple[str, ...], said: str):
    assert small_base.is_dir()
    done = run("explain", *arguments)
    assert done.code == 2
    assert said in done.err


def test_a_check_has_its_page(run: Run):
    page = run("explain", "unused-accept").out
    assert page.startswith("unused-accept\n")
    assert "    rule " in page
    assert "```" not in page


def test_a_decision_is_told_to_three_readers(small_base: Path, run: Run, tmp_path: Path):
    rules = small_base / "clinical/use.kb"
    text = rules.read_text(encoding="utf-8").replace("  order    remind\n", "  order    self_pay\n")
    rules.write_text(text, encoding="utf-8")
    (tmp_path / "decision.json").write_text(run("decide", "event.json", "--json").out, encoding="utf-8")
    doctor, patient, auditor = (
        run("explain", "decision.json", "--for", voice, "--event", "event.json").out
        for voice in ("doctor", "patient", "auditor")
    )
    assert (
        doctor
        == """\
事前审核：通过
  节育系统限女性使用，患者为男性
    为什么：《说明书》适应症
    涉及金额 1,153.00元
    怎么办：这部分不由基金支付，请先告知患者并取得同意，或改用目录内可支付的方案
"""
    )
    assert (
        patient
        == """\
“节育系统”有1,153.00元需要您自己支付。
  因为医保对它有支付条件：药品区分性别使用。
有疑问，请问您的医生或医院的医保窗口。
"""
    )
    for part in ("差在：", "事实：", "依据：《说明书》", "id ", "规则版本 "):
        assert part in auditor
    english = run("explain", "decision.json", "--for", "patient", "--lang", "en").out
    assert english.startswith("You pay CNY 1,153.00 for “item 1” yourself.\n")


def test_what_to_do_follows_the_control(small_base: Path, run: Run, tmp_path: Path):
    assert small_base.is_dir()
    (tmp_path / "decision.json").write_text(run("decide", "event.json", "--json").out, encoding="utf-8")
    told = run("explain", "decision.json", "--for", "doctor", "--kb", "knowledge").out
    assert "可以继续。确有需要的，请选择一项理由并写入病历：病历记录的特殊情况 / 其他说明；否则请调整" in told
    assert run("explain", "decision.json", "--for", "patient").out == (
        "这次的费用没有新增需要您自己支付的部分。\n有疑问，请问您的医生或医院的医保窗口。\n"
    )
