"""What the workbench fetches: rules, the graph, a record, examples; and how the page itself is sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.service.serving import Server

Ask = Callable[..., dict]
RULE = "clinical.use.sex"


def test_rules_with_their_sentences(server: Server) -> None:
    (rule,) = server.client.get("/v1/rules").json()["rules"]
    assert (rule["name"], rule["title"], rule["layer"]) == (RULE, "药品区分性别使用", "000000")
    assert "性别" in rule["sentence_zh"]
    assert rule["sentence_en"].startswith("For each")
    said = server.client.get(f"/v1/rules/{RULE}", params={"lang": "en"}).json()["paragraphs"]
    assert rule["sentence_en"] in "".join(part["text"] for line in said for part in line["parts"])
    assert "clinical/use.kb:4" in said[0]["parts"][1]["text"]
    missing = server.client.get("/v1/rules/clinical.use.sexx")
    assert (missing.status_code, RULE in missing.json()["message"]) == (404, True)


def test_the_graph_in_its_forms(server: Server) -> None:
    cards = server.client.get("/v1/graph", params={"name": RULE}).json()["cards"]
    assert {"drugs.sex_limits", RULE} <= {card["name"] for card in cards}
    drawing = server.client.get("/v1/graph", params={"name": RULE, "form": "svg"})
    assert (drawing.headers["content-type"], drawing.text[:4]) == ("image/svg+xml", "<svg")
    page = server.client.get("/v1/graph", params={"form": "html"})
    assert page.text.startswith("<!doctype html>")
    assert server.client.get("/v1/graph", params={"name": "nothing.like.it"}).status_code == 404


@pytest.mark.parametrize("path", [f"/v1/rules/{RULE}", "/v1/graph", "/v1/graph?form=html", "/v1/graph?form=svg"])
def test_where_the_base_lies_is_told_to_no_one(server: Server, path: str) -> None:
    folder = Path(server.command[server.command.index("--kb") + 1])
    assert str(folder.parent) not in server.client.get(path).text


def test_a_record_with_its_hash(server: Server, ask: Ask) -> None:
    answer = server.client.post("/v1/decide", json=ask("order"))
    number = int(answer.headers["sanku-record"])
    record = server.client.get(f"/v1/ledger/{number}").json()
    assert (record["key"], record["kind"], record["holds"]) == (answer.headers["sanku-decision"], "decision", True)
    assert re.fullmatch("[0-9a-f]{64}", record["hash"])
    if number > 1:
        assert server.client.get(f"/v1/ledger/{number - 1}").json()["hash"] == record["previous"]
    assert server.client.get(f"/v1/ledger/{10**9}").status_code == 404
    assert server.client.get("/v1/ledger/0").status_code == 422


def test_a_decision_in_the_doctors_words(server: Server, ask: Ask) -> None:
    place = server.client.post("/v1/decide", json=ask("order")).headers["location"]
    said = server.client.get(f"{place}/explain", params={"voice": "doctor"}).json()["paragraphs"]
    text = "".join(part["text"] for line in said for part in line["parts"])
    assert "怎么办" in text
    assert "适应症" in text


@pytest.mark.parametrize("name", ["nothing", "..%2Fledger", "%2e%2e%2fserve", "a%00b", "x" * 101])
def test_examples_are_of_their_folder_only(server: Server, name: str) -> None:
    assert server.client.get("/v1/examples").json() == {"examples": []}
    assert server.client.get(f"/v1/examples/{name}").status_code in (404, 422)


def test_the_page_runs_nothing_but_its_own_files(server: Server) -> None:
    begin = server.client.get("/")
    assert (begin.status_code, begin.headers["location"]) == (307, "/workbench/")
    page = server.client.get("/workbench/")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["x-content-type-options"] == "nosniff"
    assert re.findall(r"<script(?![^>]*\bsrc=)|\bon\w+=|\bstyle=|https?:", page.text) == []
    for name in re.findall(r'(?:src|href)="(\w+\.\w+)"', page.text):
        assert server.client.get(f"/workbench/{name}").status_code == 200
    for name in ("README.md", "..%2Fapp.py", "index.htm"):
        assert server.client.get(f"/workbench/{name}").status_code == 404


def test_the_scripts_make_no_markup_from_text(root: Path) -> None:
    scripts = sorted((root / "src/sanku/doors/http/page").glob("*.js"))
    assert len(scripts) >= 6
    for script in scripts:
        found = re.findall(
            r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\(|new Function|https?:",
            script.read_text("utf-8"),
        )
        assert found == [], script.name


def luminance(colour: str) -> float:
    parts = [
        int(part * 2 if len(colour) == 4 else part, 16) / 255
        for part in re.findall("." if len(colour) == 4 else "..", colour[1:])
    ]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_colour_of_text_is_readable(root: Path) -> None:
    style = (root / "src/sanku/doors/http/page/style.css").read_text("utf-8")
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6})\b", style))
    for name in ("ink", "quiet", "main", "good", "warn", "bad", "focus"):
        for ground in ("paper", "ground"):
            light, dark = luminance(colours[ground]), luminance(colours[name])
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (name, ground)
