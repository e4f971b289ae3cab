"""Which version of a rule holds for a chain of layers on a day (semantics 8, 33, 34, 35)."""

from datetime import date

import pytest

from sanku.semantics import read_base
from sanku.semantics.nodes import Model
from sanku.semantics.versions import RuleVersion, version_on
from tests.fixtures.pages import Part, write_page

NATION, PROVINCE, CITY = ("000000",), ("000000", "330000"), ("000000", "330000", "330100")

RULE = """module policy.case

rule r "题"
  cites    a "一"
  effective 2020-01-01 .. 2029-12-31
  published 2020-06-01
  for      line in lines
  when     line.quantity > 1
  order    remind
  severity low
  say      "全国"
  say en   "nation"

rule off "题"
  cites    a "一"
  for      line in lines
  when     line.quantity > 1
  order    remind
  severity low
  status   draft
  say      "x"
"""
PROVINCIAL = """module policy.case

exempt r as rescue in order "抢救"
  cites    b "一"
  effective 2021-01-01 ..
  when     encounter.rescue

amend r "加强"
  effective 2022-01-01 ..
  settle   block
  unknown  hold
  say      "全省"
"""
URBAN = """module policy.case

withdraw rescue from 2023-01-01

amend r "减弱"
  effective 2024-01-01 ..
  settle   remind

amend off "启用"
  status   shadow

rule local "题"
  cites    b "一"
  for      line in lines
  when     line.quantity > 1
  order    remind
  severity low
  say      "x"
"""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    files = (("case.kb", RULE), ("regions/330000/case.kb", PROVINCIAL), ("regions/330100/case.kb", URBAN))
    root = write_page(tmp_path_factory.mktemp("base"), tuple(Part("kb", name, text, 0, 0) for name, text in files))
    loaded = read_base(root)
    assert loaded.diagnostics == ()
    assert loaded.model is not None
    return loaded.model


def version(
    model: Model, chain: tuple[str, ...], day: date, phase: str = "order", name: str = "r"
) -> RuleVersion | None:
    return version_on(model, model.rules[f"policy.case.{name}"], chain, day, phase)


def test_dates_are_inclusive(model: Model) -> None:
    assert version(model, NATION, date(2019, 12, 31)) is None
    assert version(model, NATION, date(2020, 1, 1)) is not None
    assert version(model, NATION, date(2029, 12, 31)) is not None
    assert version(model, NATION, date(2030, 1, 1)) is None


def test_a_rule_is_silent_without_a_control_for_the_phase(model: Model) -> None:
    assert version(model, NATION, date(2025, 1, 1), "settle") is None
    assert version(model, PROVINCE, date(2021, 12, 31), "settle") is None
    settled = version(model, PROVINCE, date(2022, 1, 1), "settle")
    assert settled is not None
    assert settled.attributes.controls == {"order": "remind", "settle": "block"}
    assert settled.layers_used == ("000000", "330000")


def test_the_deepest_layer_wins_attribute_by_attribute(model: Model) -> None:
    found = version(model, CITY, date(2024, 1, 1), "settle")
    assert found is not None
    assert found.attributes.controls["settle"] == "remind"
    assert found.attributes.unknown == "hold"
    assert [say.parts for say in found.attributes.says] == [("nation",), ("全省",)]


def test_a_withdrawal_ends_an_exemption_in_its_layer_from_its_day(model: Model) -> None:
    def names(chain: tuple[str, ...], day: date, phase: str = "order") -> list[str]:
        found = version(model, chain, day, phase)
        assert found is not None
        return [exemption.name for exemption in found.exemptions]

    rescue = ["policy.case.rescue"]
    assert names(NATION, date(2022, 6, 1)) == []
    assert names(PROVINCE, date(2020, 12, 31)) == []
    assert names(PROVINCE, date(2021, 1, 1)) == rescue
    assert names(CITY, date(2022, 12, 31)) == rescue
    assert names(CITY, date(2023, 1, 1)) == []
    assert names(PROVINCE, date(2023, 1, 1)) == rescue
    assert names(PROVINCE, date(2023, 1, 1), "settle") == []


def test_late_publication_is_retroactive(model: Model) -> None:
    early, late = version(model, NATION, date(2020, 5, 31)), version(model, NATION, date(2020, 6, 1))
    assert early is not None
    assert late is not None
    assert (early.retroactive, late.retroactive) == (True, False)


def test_status_can_be_amended(model: Model) -> None:
    assert version(model, PROVINCE, date(2025, 1, 1), name="off") is None
    shadow = version(model, CITY, date(2025, 1, 1), name="off")
    assert shadow is not None
    assert shadow.attributes.status == "shadow"


def test_a_rule_of_a_region_applies_there_alone(model: Model) -> None:
    assert version(model, PROVINCE, date(2025, 1, 1), name="local") is None
    assert version(model, CITY, date(2025, 1, 1), name="local") is not None
