"""Indexes answer as the plain functions of the catalog do: rows by key, versions by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanku.catalog.layers import rows_in_force, table_rows
from sanku.catalog.membership import list_contains
from sanku.core.code import Code
from sanku.core.value import CodeList
from sanku.engines.event.rule_versions import RuleVersions
from sanku.kb import KnowledgeBase
from sanku.semantics.versions import version_on
from tests.engines.event.bases import event, load, rule

CODES = ("XA01", "XA01AA0001", "XA01AA0001BBBB", "XA02AA0001", "XB01AA0001")
CHAIN = ("000000", "330000", "330100")
SETS = """codes: drugs.pool
system: nhsa_drug
include: [{code: XA01AA0001, from: 2025-06-01, to: 2025-06-30}, XB01]
exclude: [XB01AA0001]
cites: [law, 集]
"""
ROWS = "".join(
    f"  - {{id: {name}, code: {code}, sex: female{dates}}}\n"
    for name, code, dates in (
        ("a", "XA01", ""),
        ("b", "[XA01AA0001, XB01]", ", from: 2025-06-01, to: 2025-06-15"),
        ("c", "[drugs.pool]", ""),
        ("d", "XA02AA0001", ", status: draft"),
        ("e", "XA01AA0001BBBB", ", status: shadow"),
    )
)
HEAD = 'table: drugs.limits\ncolumns: {code: "codes[nhsa_drug]", sex: sex}\nkey: code\ncites: [law, 表]\nfrom: 2020-01-01\nrows:\n'
OVERLAY = "table: drugs.limits\ncites: [law, 市]\nremoves: [a]\nrows: [{id: f, replaces: b, code: XA01, sex: male, from: 2025-06-10}]\n"
RULES = 'module policy.case\n\n{}\nexempt days as spared "免"\n  cites law "二"\n  effective 2025-03-01 .. 2025-08-31\n  when line.otc\n'
AMENDED = """module policy.local
amend policy.case.days "改"
  cites law "三"
  effective 2025-05-01 .. 2025-06-30
  settle block
  unknown hold
amend policy.case.days "停"
  cites law "四"
  effective 2025-10-01 ..
  status retired
withdraw policy.case.spared from 2025-07-01
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    days = rule(
        "days",
        "for line in lines",
        "published 2025-02-01",
        "effective 2024-06-01 .. 2025-12-31",
        "when line.days > 7 days",
    )
    files = {
        "drugs/limits.yaml": HEAD + ROWS,
        "drugs/pool.yaml": SETS,
        "policy/case.kb": RULES.format(days),
        "regions/330100/limits.yaml": OVERLAY,
        "regions/330100/local.kb": AMENDED,
    }
    return load(tmp_path_factory.mktemp("knowledge"), files)


@given(code=st.sampled_from(CODES), offset=st.integers(-20, 60), city=st.booleans())
def test_rows_are_those_that_a_search_finds(base: KnowledgeBase, code: str, offset: int, city: bool) -> None:
    day = date(2025, 6, 1) + timedelta(days=offset)
    region = "330100" if city else "110000"
    program = base.program
    facts = base.facts(event(insured_region=region, care_region=region))
    program.judge(facts)
    knowledge = program._resolution(facts).knowledge
    catalog = base.model.catalog
    chain = catalog.chain(region)
    key = Code("nhsa_drug", code)
    wanted = [
        row.id
        for row in rows_in_force(table_rows(catalog.tables["drugs.limits"], chain), day)
        if isinstance(row.cells[0], CodeList) and list_contains(catalog, row.cells[0], chain, day, key)
    ]
    assert [row.id for row in knowledge.on(day).rows("drugs.limits", (key,))] == sorted(wanted)


@given(offset=st.integers(-400, 800), phase=st.sampled_from(("order", "settle", "audit")), city=st.booleans())
def test_a_version_is_that_of_its_day(base: KnowledgeBase, offset: int, phase: str, city: bool) -> None:
    day = date(2025, 1, 1) + timedelta(days=offset)
    chain = CHAIN if city else CHAIN[:1]
    found = base.model.rules["policy.case.days"]
    versions = RuleVersions(base.model, found, chain, phase)
    for other in (date(2025, 1, 1), day, date(2025, 12, 31)):
        assert versions.on(other) == version_on(base.model, found, chain, other, phase)


def test_every_first_day_of_a_change_is_seen(base: KnowledgeBase) -> None:
    found = base.model.rules["policy.case.days"]
    versions = RuleVersions(base.model, found, CHAIN, "settle")
    day = date(2024, 5, 1)
    while day < date(2026, 2, 1):
        assert versions.on(day) == version_on(base.model, found, CHAIN, day, "settle"), day
        day += timedelta(days=1)
