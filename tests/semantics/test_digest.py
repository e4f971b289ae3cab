"""A digest changes with what decides whether a rule fires, and with nothing else (semantics 6)."""

from pathlib import Path

import pytest

from sanku.catalog.nodes import Row
from sanku.core.code import Code
from sanku.core.quantity import money
from sanku.core.value import CodeList
from sanku.semantics import finding_digest, read_base, row_digest
from sanku.semantics.nodes import Rule
from tests.fixtures.pages import Part, write_page

TEXT = """module policy.case
use drugs

define most(n: number) = n * 2

rule r "题"
  cites    a "一"
  for      line in lines where line.kind = drug
  let      limit = most(3)
  when     line.quantity > limit
  unless   encounter.rescue
  order    remind
  severity low
  say      "x"
"""


def rule_of(text: str, tmp_path: Path) -> Rule:
    write_page(tmp_path, (Part("kb", "case.kb", text, 0, 0),))
    loaded = read_base(tmp_path)
    assert loaded.model is not None
    assert loaded.diagnostics == ()
    return loaded.model.rules["policy.case.r"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("line.kind = drug", "line.kind = herb"),
        ("most(3)", "most(4)"),
        ("n * 2", "n * 3"),
        ("line.quantity > limit", "line.quantity >= limit"),
        ("unless   encounter.rescue", "unless   encounter.critical"),
    ],
)
def test_a_changed_condition_changes_it(old: str, new: str, tmp_path: Path) -> None:
    before = rule_of(TEXT, tmp_path)
    assert old in TEXT
    assert rule_of(TEXT.replace(old, new), tmp_path).digest != before.digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('say      "x"', 'say      "y"'),
        ("order    remind", "settle   remind"),
        ("severity low", "severity high"),
        ('"题"', '"另一题"'),
        ("line.quantity > limit", "(line.quantity)   >   limit"),
        ("let      limit", "# why\n  let      limit"),
    ],
)
def test_what_it_does_and_how_it_is_laid_out_does_not(old: str, new: str, tmp_path: Path) -> None:
    before = rule_of(TEXT, tmp_path)
    assert old in TEXT
    assert rule_of(TEXT.replace(old, new), tmp_path).digest == before.digest


def test_rows_count_by_id_and_cells() -> None:
    row = Row("one", (CodeList((Code("nhsa_drug", "X1"),)), money(3), None, "文"))
    assert row_digest(row) == row_digest(Row("one", row.cells, status="shadow"))
    others = [
        Row("two", row.cells),
        Row("one", (*row.cells[:1], money(4), None, "文")),
        Row("one", (*row.cells[:3], None)),
    ]
    assert len({row_digest(row), *(row_digest(other) for other in others)}) == 4


def test_a_finding_is_its_rule_and_its_rows_in_any_order(tmp_path: Path) -> None:
    rule = rule_of(TEXT, tmp_path)
    one, two = Row("one", (money(3),)), Row("two", (money(4),))
    digests = {finding_digest(rule, rows) for rows in ((), (one,), (one, two), (two, one))}
    assert len(digests) == 3
    assert all(len(digest) == 32 for digest in digests)
