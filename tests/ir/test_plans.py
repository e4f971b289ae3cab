"""Rules to plans: conjuncts with their stage, keys that are codes, and how subjects are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from sanku.ir import plans_of, show_plan
from sanku.ir.nodes import RulePlan, Stage
from sanku.ir.reads import names_read
from sanku.semantics import read_base

LANGUAGE = Path(__file__).resolve().parents[1] / "semantics" / "fixtures" / "language"

PLANS = {
    "clinical.drug_use.sex_limit": """plan clinical.drug_use.sex_limit
  subject line in lines, by row of drugs.sex_limits
  match limit in drugs.sex_limits on code of line
  row when patient.sex != limit.sex
""",
    "clinical.drug_use.interaction": """plan clinical.drug_use.interaction
  subject a in lines, by key 1 of drugs.interactions, partner key 2 in lines
  pair other b in lines
  match pair in drugs.interactions on code of a, code of b
  binding when a.at on same day as b.at
""",
    "policy.coverage.supply_days": """plan policy.coverage.supply_days
  subject line in lines, every member
  let limit = policy.limits.outpatient_supply
  event guard encounter.kind = outpatient
  subject guard line.kind = drug
  subject when line.days > limit
""",
    "policy.charging.included": """plan policy.charging.included
  subject part in lines, by key 1 of policy.included_services, partner key 2 in lines
  other whole in lines
  match pair in policy.included_services on code of part, code of whole
  binding when part on same pair.window as whole
""",
}


@pytest.fixture(scope="module")
def plans() -> dict[str, RulePlan]:
    model = read_base(LANGUAGE).model
    assert model is not None
    return dict(plans_of(model))


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_reads_as_it_runs(plans: dict[str, RulePlan], name: str) -> None:
    assert normal(show_plan(plans[name])) == normal(PLANS[name])


def normal(text: str) -> str:
    """Without the parentheses and quotes by which the model's text form groups."""
    return text.replace("(", "").replace(")", "").replace('"', "")


def test_a_guard_on_codes_dispatches(plans: dict[str, RulePlan]) -> None:
    assert "by code in drugs.human_albumin" in show_plan(plans["policy.coverage.albumin"])


def test_gathered_rows_and_caps_are_found_by_key(plans: dict[str, RulePlan]) -> None:
    assert "by key 1 of drugs.indications" in show_plan(plans["policy.coverage.indication"])
    shown = show_plan(plans["policy.charging.units_per_day"])
    assert "by row of policy.unit_limits" in shown
    assert "cap sum(" in shown


def test_a_stage_is_never_before_what_it_reads(plans: dict[str, RulePlan]) -> None:
    for plan in plans.values():
        others = {binder.name for binder in plan.others}
        rows = {match.match.row for match in plan.matches}
        for conjunct in plan.conjuncts:
            read = names_read(plan, conjunct.expr)
            assert conjunct.reads == read
            assert (conjunct.stage is Stage.BINDING) == bool(read & others)
            assert conjunct.stage >= Stage.ROW or not read & rows
            assert conjunct.stage >= Stage.SUBJECT or not read


def test_conjuncts_stand_in_the_order_of_their_stages(plans: dict[str, RulePlan]) -> None:
    for plan in plans.values():
        stages = [conjunct.stage for conjunct in plan.conjuncts]
        assert stages == sorted(stages)
