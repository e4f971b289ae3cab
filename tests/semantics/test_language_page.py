"""The example modules of the language page resolve without a word of complaint, and mean what the page says."""

from pathlib import Path

import pytest

from sanku.checks import run
from sanku.semantics import nodes, read_base
from sanku.semantics.nodes import Model
from sanku.semantics.walk import parameters_of

BASE = Path(__file__).parent / "fixtures" / "language"


@pytest.fixture(scope="module")
def model() -> Model:
    loaded = read_base(BASE)
    assert loaded.diagnostics == ()
    assert loaded.model is not None
    return loaded.model


def test_all_rules_are_there(model: Model) -> None:
    names = (
        "interaction",
        "sex_limit",
        "included",
        "split_stay",
        "units_per_day",
        "albumin",
        "indication",
        "supply_days",
    )
    assert tuple(name.rpartition(".")[2] for name in model.rules) == names
    assert list(model.exemptions) == ["policy.coverage.long_prescription"]


def test_no_check_has_anything_to_say(model: Model) -> None:
    assert run(model) == ()


def test_a_rule_follows_the_region_of_its_module(model: Model) -> None:
    assert model.rules["policy.charging.included"].region == "care"
    assert model.rules["policy.coverage.albumin"].region == "insured"


def test_a_boolean_let_stays_a_condition_and_a_boolean_field_becomes_one(model: Model) -> None:
    when = model.rules["policy.coverage.albumin"].when
    assert isinstance(when, nodes.Or)
    both = when.items[1]
    assert isinstance(both, nodes.And)
    assert isinstance(both.items[0], nodes.Local)


def test_atoms_carry_their_text(model: Model) -> None:
    when = model.rules["clinical.drug_use.sex_limit"].when
    assert isinstance(when, nodes.Compare)
    assert when.text == "patient.sex != limit.sex"


def test_what_is_not_said_is_not_set(model: Model) -> None:
    said = model.rules["policy.coverage.albumin"].attributes
    assert (said.bears, said.accept, said.severity, said.justify_days) == (None, None, None, None)
    assert (said.unknown, said.status) == ("remind", "active")


def test_parameters_are_found_through_exemptions_and_definitions(model: Model) -> None:
    assert parameters_of(model, model.rules["policy.coverage.supply_days"]) == ("policy.limits.outpatient_supply",)
    assert parameters_of(model, model.rules["policy.charging.split_stay"]) == ("policy.limits.readmission",)
    assert parameters_of(model, model.rules["policy.coverage.albumin"]) == ()
