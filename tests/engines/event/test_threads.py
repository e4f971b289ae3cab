"""A program is shared by threads and answers each as if it were alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sanku.kb import KnowledgeBase
from tests.engines.event.bases import event, load, rule

RULES = "module policy.case\nuse drugs\n\n" + "\n".join(
    [
        rule("sex", "for line in lines", "match m in drugs.limits on line.code", "when patient.sex != m.sex"),
        rule("days", "for line in lines", "when line.days > 7 days"),
    ]
)
TABLE = 'table: drugs.limits\ncolumns: {code: "code[nhsa_drug]", sex: sex}\nkey: code\ncites: [law, 表]\nfrom: 2020-01-01\nrows:\n'


def message(number: int) -> dict[str, object]:
    codes = [f"XA{(number + place) % 50:02d}AA0001" for place in range(10)]
    lines = [
        {"id": place, "code": code, "kind": "drug", "at": f"2025-06-{number % 28 + 1:02d}", "days": number % 14}
        for place, code in enumerate(codes)
    ]
    return event(id=f"E{number}", phase=("order", "settle")[number % 2], lines=lines)


def test_threads_get_what_one_alone_gets(tmp_path: Path) -> None:
    rows = "".join(f"  - {{id: r{number}, code: XA{number:02d}AA0001, sex: female}}\n" for number in range(50))
    base = load(tmp_path, {"policy/case.kb": RULES, "drugs/limits.yaml": TABLE + rows})
    messages = [message(number) for number in range(120)]
    alone = [KnowledgeBase.of(base.model, edition="test").decide(one).json() for one in messages]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda one: base.decide(one).json(), messages))
    assert together == alone
    assert sum(b"policy.case.sex" in one for one in alone) > 10
