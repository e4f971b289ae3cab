"""The schemas that editors use: up to date, met by every file of the base, and not met by broken ones."""

import json
from pathlib import Path

import jsonschema_rs
import pytest
import yaml

from sanku.catalog.published import SCHEMAS, schema_text
from sanku.testing.published import cases_schema

ROOT = Path(__file__).resolve().parents[2]
ALL = {**SCHEMAS, "cases.schema.json": cases_schema}
NOT_OURS = ("coverage.yaml",)


class AsEditorsRead(yaml.SafeLoader):
    """YAML as an editor reads it, but for dates, which JSON has not."""


AsEditorsRead.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def schema_of(path: Path) -> str:
    if path.name.endswith(".test.yaml"):
        return "cases.schema.json"
    if path.name == "kb.yaml":
        return "kb.schema.json"
    return f"{path.parent.name[:-1]}.schema.json" if path.parent.name in ("sources", "senders") else "facts.schema.json"


def problems(name: str, text: str) -> list[str]:
    schema = json.loads((ROOT / "schemas" / name).read_text(encoding="utf-8"))
    found = yaml.load(text, AsEditorsRead)  # noqa: S506 - a safe loader
    return [error.message for error in jsonschema_rs.validator_for(schema).iter_errors(found)]


@pytest.mark.parametrize("name", ALL)
def test_a_schema_is_up_to_date(name: str) -> None:
    assert (ROOT / "schemas" / name).read_text(encoding="utf-8") == schema_text(ALL[name]())


def test_every_file_of_the_base_is_valid() -> None:
    files = [path for path in sorted((ROOT / "knowledge").rglob("*.yaml")) if path.name not in NOT_OURS]
    assert {schema_of(path) for path in files} == set(ALL)
    found = {str(path): problems(schema_of(path), path.read_text(encoding="utf-8")) for path in files}
    assert {path: said for path, said in found.items() if said} == {}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("kb.schema.json", "name: a\n"),
        ("kb.schema.json", "name: a\nbases: {drugs: drugs}\n"),
        ("kb.schema.json", "name: a\nbases: {}\nregion: national\n"),
        ("kb.schema.json", "name: a\nbases: {}\nsystem: {}\n"),
        ("facts.schema.json", "tabel: a.b\n"),
        ("facts.schema.json", "table: a.b\ncolums: {}\n"),
        ("facts.schema.json", "table: a.b\nmatch: best\n"),
        ("facts.schema.json", "table: a.b\nrows: [{code: X}]\n"),
        ("facts.schema.json", "table: a.b\ncites: [one]\n"),
        ("facts.schema.json", "parameter: a.b\n"),
        ("facts.schema.json", "parameter: a.b\nvalues: [{from: 2024-1-1, value: 7 day}]\n"),
        ("facts.schema.json", "codes: a.b\ninclude: I10\n"),
        ("facts.schema.json", "codes: a.b\ntable: a.c\n"),
        ("source.schema.json", "issuer: 国家医疗保障局\n"),
        ("source.schema.json", "title: 规定\nissued: 2024年1月\n"),
        ("sender.schema.json", "supplies: {history: full}\n"),
        ("sender.schema.json", "dictionary: {}\n"),
        ("cases.schema.json", "case: one\n"),
        ("cases.schema.json", "- {case: one, event: {phase: order}}\n"),
        ("cases.schema.json", "- {case: one, event: {phase: order}, expect: {outcome: pass}}\n"),
        ("cases.schema.json", "- {case: one, event: {phase: order}, expect: {finding: []}}\n"),
    ],
)
def test_a_broken_file_is_not_valid(name: str, text: str) -> None:
    assert problems(name, text)
