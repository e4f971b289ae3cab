"""A rule of each base, in Chinese keywords: it reads as a pharmacist would say it and is the same tree as the rule we run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sanku.syntax import parse_text

KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"

READ = {
    ("clinical/drug_safety.kb", "child_forbidden"): """\
规则 child_forbidden "药品儿童禁用"
  依据  nhsa_framework_1 "GZ10000301003000 药品儿童禁用"
  依据  regulation_735 "第十五条第一款、第三十八条（二）"
  对于  line 属于 lines
  匹配  limit 于 drugs.child_forbidden 按 line.code
  当    age_years(patient.born, line.at) < limit.age_below
  事前  提醒
  事中  提醒
  事后  拒付 如未说明
  程度  high
  认可  documented_exception, specialist_opinion, text
  未知  提醒
  提示  "{line.name}禁用于未满{limit.age_below}患者"
  提示 英文 "{line.name} is not for patients under {limit.age_below}"
""",
    ("policy/charging.kb", "units_per_day"): """\
规则 units_per_day "医疗服务项目限定频次"
  依据  nhsa_framework_1 "GZ10000102014000 医疗服务项目限定频次"
  依据  regulation_735 "第三十八条（三）"
  对于  line 属于 lines
  匹配  limit 于 policy.unit_limits 按 line.code
  上限  合计(l.quantity 对于 l 属于 lines 其中 (l.code = line.code 且 l.at 同一 日 作为 line.at)) 至多 limit.per_day
  事前  提醒
  事中  拦截
  事后  拒付
  承担  hospital
  未知  提醒
  提示  "{line.name}每日限{limit.per_day}{limit.unit}，超出{excess}"
  提示 英文 "{line.name}: at most {limit.per_day} a day, {excess} too many"
""",
    ("policy/entitlement.kb", "waiting_period"): """\
规则 waiting_period "待遇等待期内就医"
  依据  seed_essays "首次参保缴费满6个月、断缴补缴满3个月方可享受统筹支付"
  依据  regulation_735 "第十五条第二款、第三十八条（六）"
  区域  参保地
  对于  stay 属于 encounter 其中 coverage.benefit_from 为 已知
  当    days_between(stay.admitted_at, coverage.benefit_from) > 0 天
  事前  提醒
  事中  自费
  事后  拒付
  金额  stay.amount
  未知  提醒
  提示  "待遇自{coverage.benefit_from}起享受，就诊日{stay.admitted_at}在等待期内"
  提示 英文 "benefits begin on {coverage.benefit_from}; this visit of {stay.admitted_at} is before"
""",
}


def items(text: str) -> tuple[object, ...]:
    file, diagnostics = parse_text(f"module policy.case\n\n{text}", "case.kb")
    assert [found.message for found in diagnostics] == []
    assert file is not None
    return tuple(file.items)


@pytest.mark.parametrize(("place", "chinese"), READ.items(), ids=[name for _, name in READ])
def test_a_rule_reads_in_chinese_and_means_the_same(place: tuple[str, str], chinese: str) -> None:
    module, name = place
    text = (KNOWLEDGE / module).read_text(encoding="utf-8")
    found = re.search(rf"^rule {name} .*?(?=\n\n|\Z)", text, re.MULTILINE | re.DOTALL)
    assert found is not None
    assert items(chinese) == items(found.group(0) + "\n")
