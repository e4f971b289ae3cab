"""Golden cases of how an event is read: one Markdown file for each numbered rule, with why, the event, and the facts.

A `json` fence is the event (id, phase, patient and encounter ids are filled in); the `facts` fence after it says, a line
each, what a path shows. `lines` alone shows the ids; `lines[L1].quantity` a field; `extent history.lines`, `notes`,
`key lines[L1]`, `judged lines[L1]`, `refused`, `own_pay` the rest.
"""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from sanku.claim.facts import Collection, Facts, Member
from sanku.claim.read import EventRefused, read_event
from sanku.claim.schema import base_schema
from sanku.core.code import Code, System
from sanku.core.number import show_number
from sanku.core.quantity import Quantity
from sanku.core.unknown import Unknown
from sanku.core.value import Period

FOLDER = Path(__file__).parent / "golden"
CASE = re.compile(
    r"^# (?P<title>.+?)$.*?^```json\n(?P<event>.*?)^```\n+```facts\n(?P<facts>.*?)^```", re.MULTILINE | re.DOTALL
)
MEMBER = re.compile(r"(?P<collection>[a-z_.]+)\[(?P<id>[^\]]+)\](?:\.(?P<field>.+))?")

SYSTEMS = {
    "icd10": System("icd10", pattern=r"[A-Z][0-9]{2}(\.[0-9X]{1,8})?"),
    "nhsa_drug": System("nhsa_drug", pattern="[XZ][A-Z0-9]{9,22}"),
    "nhsa_service": System("nhsa_service", pattern="[0-9]{15}"),
    "nhsa_herb": System("nhsa_herb", pattern="T[0-9]{9}"),
}


def cases() -> Iterator[object]:
    for path in sorted(FOLDER.glob("*.md")):
        for number, found in enumerate(CASE.finditer(path.read_text(encoding="utf-8")), 1):
            yield pytest.param(found["event"], found["facts"], id=f"{path.stem}-{number}-{found['title'][:40]}")


def shown(value: object) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return str(value).lower()
        case Quantity():
            return f"{show_number(value.value)} {value.unit.name}".strip()
        case Code():
            return f"{value.system} {value.text}"
        case Unknown():
            return "unknown: " + ", ".join(f"{one.path} {one.cause}" for one in sorted(value.missing))
        case Period():
            return f"{shown(value.start)} .. {shown(value.end)}"
        case tuple():
            return ", ".join(map(shown, value))
        case Member():
            return value.id
        case Collection():
            return " ".join(member.id for member in value.members)
    return str(value)


def member_at(facts: Facts, text: str) -> tuple[Member, str | None]:
    found = MEMBER.fullmatch(text)
    assert found, text
    members = facts.collections[found["collection"]].members
    return next(one for one in members if one.id == found["id"]), found["field"]


def look(facts: Facts, path: str) -> str:
    word, _, rest = path.partition(" ")
    match word:
        case "notes":
            return "; ".join(f"{note.code} {note.path}".strip() for note in facts.notes)
        case "own_pay":
            return " ".join(sorted(facts.assumed_own_pay))
        case "extent":
            extent = facts.collections[rest].extent
            return " ".join([extent.state, extent.scope, str(extent.start or ""), *sorted(extent.kinds or ())]).strip()
        case "key" | "judged" | "at" | "encounter_of":
            member, _ = member_at(facts, rest)
            return shown(getattr(member, word.removesuffix("_of")))
        case "ledger":
            return str(facts.ledger)
    if path in facts.collections and path != "encounter":
        return shown(facts.collections[path])
    if "[" in path:
        member, field = member_at(facts, path)
        return shown(member if field is None else member.get(field))
    owner, _, field = path.partition(".")
    return shown(facts.single(owner).get(field) if field else getattr(facts, owner))


@pytest.mark.parametrize(("event", "expected"), list(cases()))
def test_golden(event: str, expected: str) -> None:
    given = json.loads(event, parse_float=Decimal)
    bare = given.pop("bare", False)
    filled = {} if bare else {"id": "E", "phase": "settle", "patient": {"id": "P"}, "encounter": {"id": "V"}}
    facts = read_event({**filled, **given}, base_schema(), SYSTEMS)
    lines = [line.split(" = ", 1) for line in expected.splitlines() if line.strip()]
    if isinstance(facts, EventRefused):
        assert [[path, f"{facts.code} {facts.path}".strip()] for path, _ in lines] == lines
        return
    assert [[path, look(facts, path)] for path, _ in lines] == lines


def test_every_rule_of_the_reader_has_its_page() -> None:
    rules = {int(path.stem.split("-")[1]) for path in FOLDER.glob("semantics-*.md")}
    assert rules >= {1, 2, 5, 9, 13, 14, 16, 19, 21, 24, 25, 38, 46, 50, 51, 58}


def test_every_fence_is_a_case() -> None:
    for path in FOLDER.glob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert text.count("```json") == text.count("```facts") == len(CASE.findall(text)), path.name
