"""The schemas that editors use: up to date, met by every file of the base, and not met by broken ones."""

import json
from pathlib import Path

import jsonschema_rs
import pytest
import yaml

from sanku.catalog import published as facts
from sanku.catalog.published import schema_text
from sanku.importing import published as maps
from sanku.importing.map_file import read_map
from sanku.semantics.load import read_base
from sanku.testing import published as cases
from sanku.testing.demand.from_yaml import read_register

ROOT = Path(__file__).resolve().parents[2]
ALL = {**facts.SCHEMAS, **cases.SCHEMAS, **maps.SCHEMAS}


class AsEditorsRead(yaml.SafeLoader):
    """YAML as an editor reads it, but for dates, which JSON has not."""


AsEditorsRead.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def schema_of(path: Path) -> str:
    if path.name.endswith(".test.yaml"):
        return "cases.schema.json"
    if path.name in ("kb.yaml", "coverage.yaml"):
        return f"{path.stem}.schema.json"
    return f"{path.parent.name[:-1]}.schema.json" if path.parent.name in ("sources", "senders") else "facts.schema.json"


def problems(name: str, text: str) -> list[str]:
    schema = json.loads((ROOT / "schemas" / name).read_text(encoding="utf-8"))
    found = yaml.load(text, AsEditorsRead)  # noqa: S506 - a safe loader
    return [error.message for error in jsonschema_rs.validator_for(schema).iter_errors(found)]


@pytest.mark.parametrize("name", ALL)
def test_a_schema_is_up_to_date(name: str) -> None:
    assert (ROOT / "schemas" / name).read_text(encoding="utf-8") == schema_text(ALL[name]())


def test_every_file_of_the_base_is_valid() -> None:
    files = sorted((ROOT / "knowledge").rglob("*.yaml"))
    assert {schema_of(path) for path in files} == set(ALL) - {"map.schema.json"}
    found = {str(path): problems(schema_of(path), path.read_text(encoding="utf-8")) for path in files}
    assert {path: said for path, said in found.items() if said} == {}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("kb.schema.json", "name: a\n"),
        ("kb.schema.json", "name: a\nbases: {drugs: {policy: []}}\n"),
        ("kb.schema.json", "name: a\nbases: {}\nseverities: {grave: 严重}\n"),
        ("kb.schema.json", "name: a\nbases: {}\nregion: national\n"),
        ("kb.schema.json", "name: a\nbases: {}\nsystem: {}\n"),
        ("facts.schema.json", "tabel: a.b\n"),
        ("facts.schema.json", "table: a.b\ncolums: {}\n"),
        ("facts.schema.json", "table: a.b\nmatch: best\n"),
        ("facts.schema.json", "table: a.b\nrows: [{code: X}]\n"),
        ("facts.schema.json", "table: a.b\ncites: [one]\n"),
        ("facts.schema.json", "parameter: a.b\n"),
        ("facts.schema.json", "parameter: a.b\nvalues: [{from: 2024-1-1, value: 7 day}]\n"),
        ("facts.schema.json", "codes: a.b\ninclude: {I10: I11}\n"),
        ("facts.schema.json", "codes: a.b\ntable: a.c\n"),
        ("source.schema.json", "issuer: 国家医疗保障局\n"),
        ("source.schema.json", "title: 规定\nissued: 2024年1月\n"),
        ("sender.schema.json", "supplies: {history: full}\n"),
        ("sender.schema.json", "dictionary: {}\n"),
        ("cases.schema.json", "case: one\n"),
        ("cases.schema.json", "- {case: one, event: {phase: order}}\n"),
        ("cases.schema.json", "- {case: one, event: {phase: order}, expect: {outcome: pass}}\n"),
        ("cases.schema.json", "- {case: one, event: {phase: order}, expect: {finding: []}}\n"),
        ("cases.schema.json", "- {case: one, event: {phase: order}, expect: {findings: [{control: refuse}]}}\n"),
        ("cases.schema.json", "- {case: one, event: {phase: order}, expect: {}, review: perhaps}\n"),
        ("coverage.schema.json", "clauses: {A: {rule: a.b.c, human: 现场核对}}\n"),
        ("coverage.schema.json", "clauses: {A: {}}\n"),
        ("map.schema.json", "table: drugs.a\n"),
        (
            "map.schema.json",
            "table: drugs.a\nrelease: {id: a, title: b, date: 2026-07-01}\nfile: {name: a.doc, format: doc}\ncells: {id: a}\n",
        ),
    ],
)
def test_a_broken_file_is_not_valid(name: str, text: str) -> None:
    assert problems(name, text)


def test_what_a_reader_takes_is_valid() -> None:
    case = "- {case: one, event: {phase: order}, expect: {outcome: allow, findings: {rule: a}}, review: true}\n"
    assert problems("cases.schema.json", case) == []
    base = "name: 2025\nbases: {drugs: [], policy: drugs}\nsystems: {a: {levels: 3}}\nseverities: {high: 高}\n"
    assert problems("kb.schema.json", base) == []
    assert problems("facts.schema.json", "codes: a.b\nsystem: a\ninclude: I10\n") == []
    value = "parameter: a.b\ntype: number\nfrom: 2025-01-01\ncites: [law, 第一条]\nvalues: {value: 1}\n"
    assert problems("facts.schema.json", value) == []
    assert problems("source.schema.json", f"title: 规定\nfile: a.xlsx\nsha256: {'0' * 64}\n") == []


BASE = "name: a\nbases: {drugs: []}\nsystems: {icd10: {levels: [3]}}\n"
ODD = "zqzqzq"
"""A key that is like no other: a reader answers with the keys it takes."""


def taken(found: list[str]) -> set[str]:
    """Return the keys that a reader says it takes."""
    said = [help_ for help_ in found if help_.startswith("it takes ")]
    assert len(said) == 1, found
    return set(said[0].removeprefix("it takes ").split(", "))


@pytest.mark.parametrize(
    ("file", "text", "steps"),
    [
        ("kb.yaml", f"{BASE}{ODD}: 1\n", ("kb", "properties")),
        ("kb.yaml", f"name: a\nbases: {{drugs: []}}\nsystems: {{icd10: {{{ODD}: 1}}}}\n", ("kb", "properties", "systems", "additionalProperties", "properties")),
        ("sources/law.yaml", f"title: 规定\n{ODD}: 1\n", ("source", "else", "properties")),
        ("senders/h.yaml", f"{ODD}: 1\n", ("sender", "properties")),
        ("drugs/a.yaml", f'table: drugs.a\ncolumns: {{code: "code[icd10]"}}\nkey: code\nrows: []\n{ODD}: 1\n', ("facts", "allOf", 0, "then", "properties")),
        ("drugs/a.yaml", f"parameter: drugs.a\ntype: number\nvalues: []\n{ODD}: 1\n", ("facts", "allOf", 1, "then", "properties")),
        ("drugs/a.yaml", f"parameter: drugs.a\ntype: number\nvalues: {{value: 1, {ODD}: 1}}\n", ("facts", "allOf", 1, "then", "properties", "values", "anyOf", 0, "properties")),
        ("drugs/a.yaml", f"codes: drugs.a\nsystem: icd10\ninclude: [I10]\n{ODD}: 1\n", ("facts", "allOf", 2, "then", "properties")),
        ("coverage.yaml", f"{ODD}: {{}}\n", ("coverage", "properties")),
        ("map.yaml", f"table: drugs.a\nrelease: {{id: a, title: b, date: 2026-07-01}}\nfile: {{name: a.csv}}\ncells: {{id: a}}\n{ODD}: 1\n", ("map", "properties")),
        ("map.yaml", f"table: drugs.a\nrelease: {{id: a, title: b, date: 2026-07-01}}\nfile: {{name: a.csv, {ODD}: 1}}\ncells: {{id: a}}\n", ("map", "properties", "file", "properties")),
    ],
)  # fmt: skip
def test_a_schema_has_the_keys_that_its_reader_takes(
    tmp_path: Path, file: str, text: str, steps: tuple[str | int, ...]
) -> None:
    path = tmp_path / file
    (tmp_path / "kb.yaml").write_text(BASE, encoding="utf-8")
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    if file == "coverage.yaml":
        found = read_register(path).diagnostics
    else:
        found = read_map(path)[1] if file == "map.yaml" else read_base(tmp_path).diagnostics
    schema = json.loads((ROOT / "schemas" / f"{steps[0]}.schema.json").read_text(encoding="utf-8"))
    for step in steps[1:]:
        schema = schema[step]
    assert set(schema) == taken([one.help for one in found])
