"""The words of a decision in Chinese and English, one table each."""

from __future__ import annotations

OUTCOME = {"allow": ("通过", "allow"), "warn": ("提醒", "warn"), "block": ("拦截", "block")}
PHASE = {"order": ("事前", "order"), "settle": ("事中", "settle"), "audit": ("事后", "audit")}
CONTROL = {
    "remind": ("提醒控制", "remind"),
    "self_pay": ("结算控制·自费", "self-pay"),
    "block": ("报错控制·不予结算", "block"),
    "query": ("可疑", "query"),
    "deny": ("拒付", "deny"),
    "deny_if_unjustified": ("未说明则拒付", "deny if unjustified"),
}
PAY = {
    "paid": ("统筹支付", "paid"),
    "partly": ("部分支付", "partly paid"),
    "self_pay": ("自费", "self-pay"),
    "denied": ("拒付", "denied"),
    "pending": ("待定", "pending"),
    "blocked": ("不予结算", "blocked"),
}
SEVERITY = {"clear": ("明确违规", "clear"), "high": ("高度可疑", "high"), "low": ("轻度可疑", "low")}
BEARS = {
    "patient": ("个人负担", "borne by the patient"),
    "hospital": ("机构负担", "borne by the hospital"),
    "employer": ("单位负担", "borne by the employer"),
    "fund": ("基金负担", "borne by the fund"),
}
EFFECT = {
    "pass": ("仅列出", "listed only"),
    "remind": ("提醒", "remind"),
    "hold": ("暂缓", "hold"),
    "block": ("拦截", "block"),
    "query": ("可疑", "query"),
}
CAUSE = {
    "absent": ("未提供", "not supplied"),
    "unreadable": ("无法读取", "unreadable"),
    "unmapped": ("编码未对照", "unmapped code"),
    "unit": ("单位不可比", "units do not compare"),
    "zero divisor": ("除数为零", "division by zero"),
    "coverage": ("供给范围不足", "not covered by what was supplied"),
    "precision": ("时间精度不足", "time not precise enough"),
    "refund": ("退费无法对应", "refund without its charge"),
    "undated": ("无日期", "undated"),
    "parameter": ("参数无有效值", "no value in force"),
    "budget": ("超出计算预算", "over the step budget"),
    "fault": ("引擎故障", "engine fault"),
    "aggregate": ("合计不确定", "sum not certain"),
    "censored": ("结果带比较符", "censored value"),
}
JUSTIFICATION = {
    "holds": ("理由有效", "justified"),
    "stale": ("理由已失效", "justification is stale"),
    "refused": ("理由不予采纳", "justification refused"),
}
LABEL = {
    "event": ("报文", "event"),
    "edition": ("规则版本", "edition"),
    "rule": ("规则", "rule"),
    "because": ("依据", "cites"),
    "facts": ("事实", "facts"),
    "near": ("差在", "near miss"),
    "amount": ("涉及金额", "at stake"),
    "accepts": ("可选理由", "reasons that count"),
    "excepted": ("已豁免", "excepted by"),
    "excepted_head": ("不适用", "excepted"),
    "involved": ("涉及", "involved"),
    "lines": ("费用", "lines"),
    "undetermined": ("无法判定", "undetermined"),
    "notes": ("数据提示", "data notes"),
    "missing": ("缺", "missing"),
    "retroactive": ("追溯：规则或知识点在服务日之后公布", "retroactive: published after the service date"),
    "clean": ("未发现问题", "nothing found"),
    "not_computed": ("无法计算", "cannot be computed"),
    "net": ("金额", "net"),
    "own_pay": ("原自费", "own pay"),
    "self_pay": ("转自费", "self-pay"),
    "denied": ("拒付", "denied"),
    "eligible": ("可报销", "eligible"),
    "region": ("参保地/就医地", "insured/care region"),
    "yuan": ("元", "CNY"),
}


def word(table: dict[str, tuple[str, str]], key: str, language: str) -> str:
    """Return the word for ``key`` in ``zh`` or ``en``; an unknown key is its own word."""
    pair = table.get(key, (key, key))
    return pair[0] if language == "zh" else pair[1]
