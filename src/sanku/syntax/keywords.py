"""The Chinese spellings of the keywords, as data: English word of the grammar to Chinese words, the first canonical.

A spelling of several English words stands for all of them. A keyword is a whole word, and only where it can stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

CHINESE: Mapping[str, tuple[str, ...]] = MappingProxyType({
    # items
    "module": ("模块",), "use": ("引用",), "as": ("作为", "与"), "rule": ("规则",), "define": ("定义",),
    "exempt": ("豁免",), "row": ("行",), "withdraw": ("撤销",), "from": ("自",), "amend": ("修订",),
    # clauses
    "cites": ("依据",), "effective": ("生效",), "published": ("发布",), "region": ("区域",), "for": ("对于",),
    "in": ("属于", "于"), "where": ("其中",), "by": ("依", "按照"), "dated by": ("日期依",), "match": ("匹配",),
    "gather": ("汇集",), "on": ("按",), "let": ("令",), "when": ("当",), "cap": ("上限",),
    "at most": ("至多", "不超过"), "unless": ("除非",), "amount": ("金额",), "severity": ("程度",), "bears": ("承担",),
    "accept": ("认可",), "justify": ("说明",), "unknown": ("未知", "不明"), "status": ("状态",), "say": ("提示",),
    # values of clauses
    "insured": ("参保地",), "care": ("就医地",), "order": ("事前",), "settle": ("事中",), "audit": ("事后",),
    "remind": ("提醒",), "self_pay": ("自费",), "block": ("拦截",), "query": ("可疑",), "deny": ("拒付",),
    "if unjustified": ("如未说明",), "unjustified": ("未说明",), "pass": ("放行",), "hold": ("暂缓",),
    "draft": ("草案",), "shadow": ("试运行",), "active": ("启用",), "retired": ("停用",), "zh": ("中文",),
    "en": ("英文",),
    # expressions
    "if": ("如", "如果"), "then": ("则",), "else": ("否则",), "or": ("或", "或者"), "and": ("且", "并且", "和"),
    "not": ("非",), "exists": ("存在",), "not exists": ("不存在",), "all": ("全部",), "satisfy": ("满足",),
    "not in": ("不属于",), "between": ("介于",), "not between": ("不介于",), "is": ("为", "是"), "known": ("已知",),
    "none": ("无",), "within": ("在",), "inside": ("内",), "strictly": ("严格",), "before": ("早于", "之前"),
    "after": ("晚于", "之后"), "of": ("相距",), "overlaps": ("重叠",), "on same": ("同一",), "up to": ("截至",),
    "hour": ("小时",), "day": ("日", "天"), "week": ("周",), "month": ("月",), "quarter": ("季度",), "year": ("年",),
    "benefit_year": ("待遇年度",), "encounter": ("就诊",), "distinct": ("不同",), "count": ("计数",), "sum": ("合计",),
    "min": ("最小",), "max": ("最大",), "latest": ("最近",), "earliest": ("最早",), "rank": ("名次",),
    "among": ("列于",), "desc": ("降序",), "asc": ("升序",), "true": ("真",), "false": ("假",),
})  # fmt: skip
"""``inside`` has no English spelling: ``within 5 days before``, 在 5天 内 早于."""

WITHOUT_CHINESE = frozenset({"dated", "at", "most", "same", "up", "to"})
"""English words that Chinese says only as part of a longer one."""

ONLY_CHINESE = frozenset({"inside"})

FUNCTIONS = frozenset({"count", "sum", "min", "max", "latest", "earliest", "rank"})
"""Keywords only before ``(``, so that ``r.count`` and ``let rank = …`` are names."""

EXPRESSION_WORDS = frozenset({
    "and", "or", "not", "in", "is", "between", "within", "overlaps", "if", "then", "else", "exists", "all", "satisfy",
    "where",
})  # fmt: skip
"""Keywords wherever a value can stand, so that ``a = and b`` is not read as a comparison with a name."""

PERIODS = frozenset({"hour", "day", "week", "month", "quarter", "year", "benefit_year", "encounter"})
"""Keywords only when no ``.`` follows, so that ``on same week.window as`` reads a column."""

CLAUSES: tuple[str, ...] = (
    "cites", "effective", "published", "region", "for", "dated", "match", "gather", "let", "when", "cap", "unless",
    "order", "settle", "audit", "amount", "severity", "bears", "accept", "justify", "unknown", "status", "say",
)  # fmt: skip
"""The words that start a clause, in canonical order."""

ITEMS: tuple[str, ...] = ("rule", "define", "exempt", "withdraw", "amend")
"""The words that start an item."""


def spellings(english: frozenset[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return every spelling of a keyword, with the English words it can stand for.

    Args:
        english: The keywords of the grammar.
    """
    found: dict[str, tuple[tuple[str, ...], ...]] = {word: ((word,),) for word in sorted(english - ONLY_CHINESE)}
    for words, chinese in CHINESE.items():
        for spelling in chinese:
            found[spelling] = (*found.get(spelling, ()), tuple(words.split()))
    return found
