"""Drawings of the dependency graph: what they hold, that they are safe to open, and that a browser shows them."""

import json
import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from sanku.graph import Vertex, build_graph
from sanku.graph.draw import Picture, UnknownName, around, draw_dot, draw_page, draw_svg, picture_of
from sanku.graph.draw.svg import MOST_OPEN
from sanku.graph.touch import touched
from sanku.kb import load

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def graph():
    return build_graph(load(ROOT / "knowledge").model)


@pytest.fixture(scope="module")
def picture(graph) -> Picture:
    return picture_of(graph, "三库")


def test_a_rule_is_drawn_with_what_it_reads_and_who_alters_it(graph) -> None:
    found = around(graph, "supply_days")
    assert isinstance(found, frozenset)
    assert {
        Vertex("rule", "policy.supply.supply_days"),
        Vertex("exemption", "policy.supply.long_prescription"),
        Vertex("parameter", "policy.limits.outpatient_supply"),
        Vertex("code_set", "clinical.icd10.long_prescription"),
        Vertex("field", "lines.days"),
    } <= found
    assert Vertex("rule", "policy.supply.discharge_days") not in around(graph, "policy.limits.outpatient_supply")


def test_a_misspelt_name_is_answered_with_the_nearest(graph) -> None:
    assert around(graph, "suply_days") == UnknownName("suply_days", "policy.supply.supply_days")


def test_a_card_says_what_a_thing_is_and_what_it_rests_on(picture: Picture) -> None:
    card = next(card for card in picture.cards if card.id == "rule policy.supply.supply_days")
    assert (card.title, card.group) == ("门诊超量开药", "policy.supply")
    assert re.fullmatch(r".*knowledge/policy/supply\.kb:\d+", card.place)
    assert any(label == "依据" and "处方管理办法" in text for label, _, text in card.facts)
    field = next(card for card in picture.cards if card.id == "field lines.days")
    assert field.title


def test_links_join_cards_of_the_picture(picture: Picture) -> None:
    ids = {card.id for card in picture.cards}
    assert picture.links
    assert {end for link in picture.links for end in (link.source, link.target)} <= ids


def test_equal_bases_give_equal_drawings(graph, picture: Picture) -> None:
    again = picture_of(graph, "三库")
    for draw in (draw_dot, draw_svg, draw_page):
        assert draw(picture) == draw(again)


def test_json_says_the_same(picture: Picture) -> None:
    read = json.loads(picture.json())
    assert len(read["cards"]) == len(picture.cards)
    assert {"from", "to", "how", "places"} == set(read["links"][0])


def test_svg_is_xml_and_folds_what_is_too_much(graph, picture: Picture) -> None:
    assert len(picture.cards) > MOST_OPEN
    whole = ET.fromstring(draw_svg(picture))  # noqa: S314 - our own text
    small = picture_of(graph, "一条", around(graph, "supply_days"))
    one = ET.fromstring(draw_svg(small))  # noqa: S314 - our own text
    boxes = "{http://www.w3.org/2000/svg}path"
    assert len(one.findall(boxes)) == len(small.links)
    assert 0 < len(whole.findall(boxes)) < len(picture.links)


def test_the_page_asks_for_nothing_and_runs_no_text(picture: Picture) -> None:
    card = picture.cards[0]
    evil = Picture(
        "</title><script>alert(1)</script>",
        (type(card)(card.id, card.kind, card.name, "</script><img src=x>", "g", ""),),
        (),
    )
    page = draw_page(evil)
    assert "</script><img" not in page
    assert "<script>alert" not in page
    assert "default-src 'none'" in page
    assert not re.search(r"""(?:src|href)=["']?https?:""", page)


@pytest.mark.system("chromium", "chromedriver")
def test_a_browser_searches_and_shows_what_depends_on_what(picture: Picture, tmp_path: Path) -> None:
    from selenium import webdriver
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    path = tmp_path / "graph.html"
    path.write_text(draw_page(picture), encoding="utf-8")
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1400,900"):
        options.add_argument(argument)
    options.binary_location = shutil.which("chromium") or ""
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    browser = webdriver.Chrome(options=options, service=service)
    try:
        browser.get(path.as_uri())
        folded = len(browser.find_elements(By.CSS_SELECTOR, "#boxes .box"))
        assert 0 < folded < len(picture.cards) / 2
        browser.find_element(By.ID, "search").send_keys("门诊超量", Keys.ENTER)
        panel = browser.find_element(By.ID, "panel").text
        assert "policy.supply.supply_days" in panel
        assert "谁依赖它" in panel
        assert "慢性病长期处方" in panel
        browser.find_element(By.CSS_SELECTOR, "#panel button").click()
        shown = browser.find_elements(By.CSS_SELECTOR, "#boxes .box")
        assert len(shown) < folded
        assert browser.get_log("browser") == []
    finally:
        browser.quit()


def test_a_code_touches_rows_sets_rules_and_layers(graph) -> None:
    found = touched(graph, "ZA12CAD0073")
    assert found is not None
    assert [row.row for row in found.rows] == ["danshen"]
    assert found.impact.rules == ("policy.coverage.facility_level", "policy.shanghai.patent_kinds")
    assert ("policy.coverage.facility_level", found.rows[0]) in found.instances
    assert "000000" in found.impact.regions


def test_a_code_reaches_what_names_its_set(graph) -> None:
    found = touched(graph, "nhsa_service:001202000010000")
    assert found is not None
    assert Vertex("code_set", "policy.sets.rescue") in found.things
    assert "policy.shared.rescued" in found.impact.definitions


def test_a_parameter_touches_its_rules(graph) -> None:
    found = touched(graph, "policy.limits.outpatient_supply")
    assert found is not None
    assert "policy.supply.supply_days" in found.impact.rules


def test_what_is_not_in_the_base_touches_nothing(graph) -> None:
    assert touched(graph, "nonsense") is None
