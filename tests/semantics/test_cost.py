"""The static cost of a rule: members and rows that judging one subject can visit (semantics 46)."""

from pathlib import Path

import pytest

from sanku.semantics import read_base
from sanku.semantics.cost import BUDGET, CURRENT, HISTORY, ROWS, rule_costs, size_of
from tests.fixtures.pages import Part, write_page

HEAD = (
    "module policy.case\nuse drugs\nuse clinical.icd10 as icd\n\ndefine seen = exists d in diagnoses where (d.main)\n\n"
)
RULE = HEAD + 'rule r "题"\n  cites a "一"\n{}\n  order remind\n  severity low\n  say "x"\n'


def cost(body: str, tmp_path: Path) -> int:
    loaded = read_base(write_page(tmp_path, (Part("kb", "case.kb", RULE.format(body), 0, 0),)))
    assert loaded.diagnostics == ()
    assert loaded.model is not None
    return rule_costs(loaded.model)["policy.case.r"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("for line in lines when line.otc", 1),
        ("for line in lines when exists l in lines where (l.otc)", 1 + CURRENT),
        ("for line in lines when exists l in record.lines where (l.at < line.at)", 1 + CURRENT + HISTORY),
        ("for line in lines when exists l in record.lines where (l.code = line.code and l.at < line.at)", 2),
        ("for line in lines when exists l in lines where (l.at on same day as line.at)", 2),
        ("for line in lines when exists l in lines where (line.kind in {drug, l.kind})", 1 + CURRENT),
        ("for line in lines when exists d in diagnoses where (d.code in icd.hypertension)", 2),
        ("for line in lines when seen", 1 + CURRENT),
        ("for line in lines match row in policy.cycles on line.code when line.quantity > row.most", ROWS),
        ("for line in lines gather rows in policy.cycles on line.code when exists r in rows where (r.most > 1)", 1 + ROWS),
        ("for line in lines when exists r in policy.cycles on line.code", 2),
        ("for line in lines for d in diagnoses when d.main", CURRENT),
        ("for line in lines for o in orders where o.code = line.code when line.otc", 1),
        ("for stay in encounter for e in history.encounters where e.kind = inpatient when stay.rescue", 1),
        ("for line in lines for o in lines match p in policy.included on line.code, o.code when line.otc", ROWS),
        ("for line in lines let x = sum(l.quantity for l in lines) when x > 1 and x < 9", 1 + CURRENT),
        ("for line in lines when sum(l.quantity for l in lines where (exists d in diagnoses where (d.main))) > 1",
         1 + CURRENT * (1 + CURRENT)),
    ],
)  # fmt: skip
def test_cost(body: str, expected: int, tmp_path: Path) -> None:
    assert cost(body, tmp_path) == expected


def test_caps() -> None:
    assert [size_of(name) for name in ("encounter", "lines", "history.lines", "record.lines")] == [
        1, CURRENT, HISTORY, CURRENT + HISTORY,
    ]  # fmt: skip
    assert HISTORY * HISTORY > BUDGET > ROWS * ROWS
