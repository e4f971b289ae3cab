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
CONTROL_BRIEF = {
    "remind": ("提醒", "remind"),
    "self_pay": ("转自费", "patient pays"),
    "block": ("拦截（不予结算）", "block"),
    "query": ("列为疑点", "query"),
    "deny": ("拒付", "deny"),
    "deny_if_unjustified": ("未说明理由则拒付", "deny if unjustified"),
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
STATUS = {
    "draft": ("草案", "draft"),
    "shadow": ("试运行", "on trial"),
    "active": ("启用", "active"),
    "retired": ("停用", "retired"),
}
PLACE = {
    "definitions": ("其中的定义", "definitions"),
    "controls": ("处理（环节与地区）", "controls by phase and region"),
    "exceptions": ("豁免", "exemptions"),
    "amendments": ("修订", "amendments"),
    "withdrawn": ("已撤销", "withdrawn"),
    "tables": ("知识表", "tables"),
    "parameters": ("参数", "parameters"),
    "code_sets": ("编码集", "code sets"),
    "cases": ("用例", "cases"),
    "no_cases": ("没有用例", "no case names it"),
    "sources": ("依据", "sources"),
    "reads": ("读取", "reads"),
    "history": ("沿革", "history"),
    "rows": ("行", " rows"),
    "rows_from": ("知识点生效日", "rows in force from"),
    "weakened": ("行减轻：", " rows weakened:"),
    "severity": ("程度", "severity"),
    "ranges": ("段编码", " ranges of codes"),
    "field": ("事件字段", "fields"),
    "table": ("知识表", "tables"),
    "parameter": ("参数", "parameters"),
    "code_set": ("编码集", "code sets"),
    "definition": ("定义", "definitions"),
    "status": ("状态", "status"),
    "effective": ("生效", "effective"),
    "published": ("发布", "published"),
    "always": ("未限定日期", "no dates of its own"),
}
VOICE = {
    "head": ("{phase}审核：{outcome}", "{phase}: {outcome}"),
    "why": ("为什么：", "Why: "),
    "to do": ("怎么办：", "What to do: "),
    "do remind": (
        "可以继续。确有需要的，请选择一项理由并写入病历：{reasons}；否则请调整",
        "you may go on; if it is needed, give one of these reasons and record it: {reasons}; otherwise change it",
    ),
    "do note": ("可以继续，请核对一遍", "you may go on; please look at it once more"),
    "do self_pay": (
        "这部分不由基金支付，请先告知患者并取得同意，或改用目录内可支付的方案",
        "the fund does not pay this part; tell the patient and ask for consent first, or choose what is covered",
    ),
    "do block": (
        "改正之后才能用医保结算，请核对编码、数量和日期",
        "correct it before it can be settled: check code, quantity and dates",
    ),
    "do query": (
        "请准备病历资料，等待复核人员核实；目前没有结论",
        "have the records ready for a person to look at; nothing is decided yet",
    ),
    "do deny": (
        "基金不予支付这部分；有异议的，可以在规定期限内提交病历申诉",
        "the fund does not pay this part; if you disagree, appeal in time with the records",
    ),
    "justified": ("已说明理由，无需再做", "the reason given holds; nothing more to do"),
    "missing": (
        "缺少资料“{path}”（{cause}），补充后才能判断",
        "`{path}` is missing ({cause}); it cannot be judged without",
    ),
    "patient block": (
        "有一笔费用需要医院先核对，核对之后再结算。这不是您的问题，请稍候。",
        "One charge has to be checked by the hospital before it is settled. It is nothing you did; please wait.",
    ),
    "patient pays": ("“{name}”有{amount}需要您自己支付。", "You pay {amount} for “{name}” yourself."),
    "patient why": ("因为医保对它有支付条件：{title}。", "The insurance pays for it only on this condition: {title}."),
    "patient unknown": (
        "这些项目由谁支付，现在还算不出来：{lines}。医院补齐资料后会告诉您。",
        "Who pays for these cannot be computed yet: {lines}. The hospital will tell you when the records are complete.",
    ),
    "patient clean": ("这次的费用没有新增需要您自己支付的部分。", "Nothing was added to what you pay yourself."),
    "patient ask": (
        "有疑问，请问您的医生或医院的医保窗口。",
        "If you have questions, ask your doctor or the insurance desk of the hospital.",
    ),
    "item": ("第{id}项", "item {id}"),
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
    "shadow": ("试运行规则的结果，不影响结论", "found by rules on trial, without effect"),
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
