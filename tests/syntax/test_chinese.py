"""A rule in Chinese keywords is the same tree as its English twin: one pair for each clause and construct."""

from collections.abc import Callable

import pytest

from sanku.syntax import parse_expr, parse_text
from sanku.syntax.grammar import grammar
from sanku.syntax.keywords import CHINESE
from sanku.syntax.nodes import Clause, File

CLAUSES = [
    ('cites s.t "第一条"', '依据 s.t "第一条"'),
    ("effective 2025-01-01 .. 2025-12-31", "生效 2025-01-01 .. 2025-12-31"),
    ("effective .. 2025-12-31", "生效 .. 2025-12-31"),
    ("published 2025-01-01", "发布 2025-01-01"),
    ("region insured", "区域 参保地"),
    ("region care", "区域 就医地"),
    ("for y in lines where y.a = 1 by y.code, day(y.at)", "对于 y 属于 lines 其中 y.a = 1 依 y.code， day(y.at)"),
    ("for a, b in lines", "对于 a, b 于 lines"),
    ("dated by x.at", "日期依 x.at"),
    ("match r in t.u on x.code, x.kind", "匹配 r 于 t.u 按 x.code, x.kind"),
    ("gather rs in t on x.code", "汇集 rs 属于 t 按 x.code"),
    ("let v = x.a + 1", "令 v = x.a + 1"),
    ("when x.a", "当 x.a"),
    ("cap sum(l.q for l in lines) at most 3 hours", "上限 合计(l.q 对于 l 属于 lines) 至多 3小时"),
    ("cap count(distinct l.d for l in lines) at most 3", "上限 计数（不同 l.d 对于 l 属于 lines） 不超过 3"),
    ("unless x.b", "除非 x.b"),
    ("order remind", "事前 提醒"),
    ("order self_pay", "事前 自费"),
    ("settle block", "事中 拦截"),
    ("audit query", "事后 可疑"),
    ("audit deny", "事后 拒付"),
    ("audit deny if unjustified", "事后 拒付 如未说明"),
    ("audit deny if unjustified", "事后 拒付 如 未说明"),
    ("amount x.amount", "金额 x.amount"),
    ("severity high", "程度 high"),
    ("bears hospital", "承担 hospital"),
    ("accept text, other", "认可 text, other"),
    ("justify within 7 days", "说明 在 7天"),
    ("justify within 7 days", "说明 在 7 天 内"),
    ("unknown pass", "未知 放行"),
    ("unknown remind", "不明 提醒"),
    ("unknown hold", "未知 暂缓"),
    ("unknown block", "未知 拦截"),
    ("status draft", "状态 草案"),
    ("status shadow", "状态 试运行"),
    ("status active", "状态 启用"),
    ("status retired", "状态 停用"),
    ('say "m"', '提示 "m"'),
    ('say zh "m"', '提示 中文 "m"'),
    ('say en "m"', '提示 英文 "m"'),
]

EXPRESSIONS = [
    ("if a then b else c", "如 a 则 b 否则 c"),
    ("a or b and not c", "a 或 b 且 非 c"),
    ("exists d in ds on k where (d.a)", "存在 d 属于 ds 按 k 其中 (d.a)"),
    ("not exists d in ds", "不存在 d 属于 ds"),
    ("all d in ds where (d.a) satisfy (d.b)", "全部 d 属于 ds 其中 (d.a) 满足 (d.b)"),
    ("a in s", "a 属于 s"),
    ("a not in s", "a 不属于 s"),
    ("a between 1 and 2", "a 介于 1 和 2"),
    ("a not between 1 and 2", "a 不介于 1 且 2"),
    ("a is known or a is unknown or a is none", "a 为 已知 或 a 为 未知 或 a 为 无"),
    ("a within 5 days before b", "a 在 5天 内 早于 b"),
    ("a within 5 days strictly after b", "a 在 5 日 内 严格 晚于 b"),
    ("a within 6 months of b", "a 在 6个月 内 相距 b"),
    ("a overlaps b", "a 重叠 b"),
    ("a on same day as b", "a 同一 日 与 b"),
    ("a on same benefit_year as b", "a 同一 待遇年度 与 b"),
    ("a on same encounter as b", "a 同一 就诊 与 b"),
    ("a on same row.window as b", "a 同一 row.window 与 b"),
    ("l up to x", "l 截至 x"),
    ("latest(o.v for o in os where (o.a) by o.at)", "最近(o.v 对于 o 属于 os 其中 (o.a) 依 o.at)"),
    ("earliest(o.v for o in os by o.at)", "最早（o.v 对于 o 属于 os 依 o.at）"),
    ("min(o.v for o in os) < max(a, b)", "最小(o.v 对于 o 属于 os) < 最大(a, b)"),
    ("rank(x among l in ls by l.p desc)", "名次(x 列于 l 属于 ls 依 l.p 降序)"),
    ("rank(x among l in ls by l.p asc)", "名次(x 列于 l 属于 ls 依 l.p 升序)"),
    ("a = true and b = false", "a ＝ 真 且 b ＝ 假"),
    ("a > 3 CNY and b > 18 years and c > 2 days", "a ＞ 3元 且 b ＞ 18岁 且 c > ２日"),
]

ITEMS = [
    ("module m.n\nuse a as b\nuse c", "模块 m。n\n引用 a 作为 b\n引用 c"),
    (
        'module m\nexempt r as e row a, b in order, settle "t"\ncites s "p"',
        '模块 m\n豁免 r 作为 e 行 a， b 于 事前， 事中 "t"\n依据 s "p"',
    ),
    ("module m\nwithdraw e from 2025-01-01", "模块 m\n撤销 e 自 2025-01-01"),
    ('module m\namend r "t"\nsettle remind', '模块 m\n修订 r "t"\n事中 提醒'),
    ("module m\ndefine d(x: code[icd10]) = x", "模块 m\n定义 d（x： code［icd10］） ＝ x"),
    (
        'module m\nrule r "t" cites s "p" for x in y when x.a order remind say "m"',
        '模块 m\n规则 r "t" 依据 s "p" 对于 x 于 y 当 x.a 事前 提醒 提示 "m"',
    ),
]


@pytest.mark.parametrize(("english", "chinese"), CLAUSES, ids=[chinese for _, chinese in CLAUSES])
def test_clause(english: str, chinese: str):
    word = english.split(maxsplit=1)[0]

    def first(text: str) -> Clause:
        # The rest of the rule is added by English words, so it is asked for with those.
        rest = {
            "cites": 'cites s "p"',
            "for": "for x in lines",
            "when": "when x.a",
            "order": "order remind",
            "say": 'say "m"',
        }
        rest.pop("when" if word == "cap" else word, None)
        if word in {"settle", "audit"}:
            rest.pop("order")
        file, diagnostics = parse_text(f'module m\nrule r "t"\n{text}\n' + "\n".join(rest.values()), "t.kb")
        assert diagnostics == ()
        assert file is not None
        return file.items[0].clauses[0]

    assert first(chinese) == first(english)


@pytest.mark.parametrize(("english", "chinese"), EXPRESSIONS, ids=[chinese for _, chinese in EXPRESSIONS])
def test_expression(english: str, chinese: str):
    expected, diagnostics = parse_expr(english)
    assert diagnostics == ()
    assert parse_expr(chinese) == (expected, ())


@pytest.mark.parametrize(("english", "chinese"), ITEMS)
def test_item(english: str, chinese: str, tree: Callable[[str], File]):
    first, second = tree(english), tree(chinese)
    assert (first.module, first.uses, first.items) == (second.module, second.uses, second.items)
    assert first.items or first.uses


def test_every_spelling_is_in_a_twin():
    written = " ".join(chinese for pairs in (CLAUSES, EXPRESSIONS, ITEMS) for _, chinese in pairs)
    seconds = {"并且", "或者", "如果", "之前", "之后", "是", "按照", "周", "月", "季度", "年", "小时", "天"}
    absent = {spelling for spellings in CHINESE.values() for spelling in spellings if spelling not in written}
    assert absent <= seconds
    assert absent >= {"并且", "季度"}


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("a 并且 b", "a and b"),
        ("a 或者 b", "a or b"),
        ("如果 a 则 b 否则 c", "if a then b else c"),
        ("a 在 1周 之前 b", "a within 1 week before b"),
        ("a 在 1年 之后 b", "a within 1 year after b"),
        ("a 是 无", "a is none"),
        ("最近(a 对于 o 于 os 按照 o.t)", "latest(a for o in os by o.t)"),
        *[(f"a 同一 {word} 与 b", f"a on same {period} as b") for period, word in [
            ("hour", "小时"), ("day", "天"), ("week", "周"), ("month", "月"), ("quarter", "季度"), ("year", "年"),
        ]],
    ],
)  # fmt: skip
def test_second_spelling(chinese: str, english: str):
    assert parse_expr(chinese) == parse_expr(english)
    assert parse_expr(chinese)[1] == ()


def test_names_may_be_chinese_and_equal_keywords_elsewhere():
    expression, diagnostics = parse_expr("患者.性别 = 女 且 明细.金额 > 3 且 金额 > 日期")
    assert diagnostics == ()
    assert expression == parse_expr("患者.性别 = 女 and 明细.金额 > 3 and 金额 > 日期")[0]
    assert "金额" in grammar().words
