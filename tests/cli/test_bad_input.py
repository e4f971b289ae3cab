"""Bad input gets one clear message with its place and an exit status; never a traceback, nothing lost, nothing half-written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import EVENT, FILES, Run

RULE = FILES["clinical/use.kb"]
TABLE = FILES["drugs/sex_limits.yaml"]

SOURCES: dict[str, tuple[str, bytes, tuple[str, ...]]] = {
    "unreadable YAML": ("drugs/bad.yaml", b"table: drugs.bad\n  rows: [\n", ("drugs/bad.yaml:2:", "help:")),
    "a GBK rule file": ("clinical/gbk.kb", RULE.encode("gbk"), ("clinical/gbk.kb:4:", "UTF-8")),
    "a GBK table": ("drugs/gbk.yaml", TABLE.replace("ius", "环").encode("gbk"), ("drugs/gbk.yaml:", "UTF-8")),
    "UTF-16": ("clinical/wide.kb", RULE.encode("utf-16"), ("clinical/wide.kb:1:1", "UTF-8")),
    "a tab": ("clinical/tab.kb", RULE.replace("clinical.use", "clinical.tab").replace("  for ", "\tfor ").encode(), ("clinical/tab.kb:6:1", "tab", "spaces")),
    "an unterminated string": ("clinical/open.kb", RULE.replace('使用"', "使用").encode(), ("clinical/open.kb:4:", "quote")),
    "deep parentheses": ("clinical/deep.kb", RULE.replace("when     ", "when     " + "(" * 100_000).encode(), ("clinical/deep.kb:8:", "64")),
    "a cycle of definitions": (
        "clinical/cycle.kb",
        b"module clinical.cycle\n\ndefine one = two + 1\ndefine two = one + 1\n",
        ("clinical/cycle.kb:", "one", "two"),
    ),
    "an unknown unit": ("clinical/unit.kb", RULE.replace("patient.sex != limit.sex", "line.days > 3 dayz").encode(), ("clinical/unit.kb:8:", "dayz", "day")),
    "an empty table file": ("drugs/empty.yaml", b"", ("drugs/empty.yaml:1:1", "empty")),
    "an empty rule file": ("clinical/empty.kb", b"", ("clinical/empty.kb:1:1",)),
    "a row id that is Python": (
        "drugs/code.yaml",
        TABLE.replace("drugs.sex_limits", "drugs.code").replace("id: ius", "id: \"x'); import os\"").encode(),
        ("drugs/code.yaml:5:",),
    ),
    "a placeholder into Python": ("clinical/dunder.kb", RULE.replace("{line.name}", "{line.__class__}").encode(), ("clinical/dunder.kb:13:", "__class__")),
    "an alias bomb": ("drugs/bomb.yaml", b"a: &a [1, 1]\nb: &b [*a, *a]\nc: [*b, *b]\n", ("drugs/bomb.yaml:1:",)),
    "a key twice": ("drugs/twice.yaml", TABLE.replace("key: code", "key: code\nkey: code").encode(), ("drugs/twice.yaml:4:1", "key")),
    "a path out of the base": ("drugs/out.yaml", b'table: drugs.out\ncolumns: {code: "code[nhsa_drug]"}\nkey: code\nrows: ../../../etc/passwd\n', ("drugs/out.yaml:4:",)),
}  # fmt: skip


@pytest.mark.parametrize("name", SOURCES)
def test_a_broken_source_names_its_place(small_base: Path, run: Run, name: str) -> None:
    path, data, said = SOURCES[name]
    (small_base / path).write_bytes(data)
    found = run("validate")
    assert found.code == 1, found.out + found.err
    for words in said:
        assert words in found.err, found.err
    assert "error[" in found.err


def test_a_byte_order_mark_is_skipped(small_base: Path, run: Run) -> None:
    rule = small_base / "clinical/use.kb"
    rule.write_bytes(b"\xef\xbb\xbf" + rule.read_bytes())
    assert run("validate").code == 0


def test_all_broken_files_are_reported_in_one_run(small_base: Path, run: Run) -> None:
    for path, data, _ in SOURCES.values():
        (small_base / path).write_bytes(data)
    found = run("validate")
    assert found.code == 1
    for path, _, _ in SOURCES.values():
        assert path in found.err, path


def test_a_directory_without_a_base(tmp_path: Path, run: Run) -> None:
    (tmp_path / "nothing").mkdir()
    found = run("validate", "nothing")
    assert found.code == 1
    assert "kb.yaml" in found.err
    assert run("decide", "-", "--kb", "nothing", stdin=b"{}").code == 1


def test_a_wrong_type_is_decided_with_a_note_that_names_the_place(small_base: Path, run: Run, tmp_path: Path) -> None:
    line = EVENT["lines"][0]
    lines = [{**line, "id": str(number)} for number in range(1, 5)]
    lines[3]["quantity"] = {"value": "abc"}
    (tmp_path / "wrong.json").write_text(json.dumps({**EVENT, "lines": lines}), encoding="utf-8")
    found = run("decide", "wrong.json", "--json")
    assert found.code == 0, found.err
    (decision,) = found.decisions
    assert any(note["path"].startswith("lines[3].quantity") for note in decision["notes"])
    assert len(decision["findings"]) == 4
    assert run("decide", "wrong.json", "--json", "--strict").code == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"{", ":1:"),
        (b"[1]", "object"),
        (b'{"phase": "later", "patient": {"id": "P"}}', "phase"),
        (b'{"infno": 9999, "input": {}}', "9999"),
        (b'{"infno": "9999", "input": {}}', "3101"),
        ('{"phase": "报"}'.encode("gbk"), "UTF-8"),
        (b"[" * 100_000, "nest"),
    ],
)
def test_an_unreadable_event_is_one_sentence(small_base: Path, run: Run, data: bytes, said: str) -> None:
    found = run("decide", "-", "--json", stdin=data)
    assert found.code == 1, found.out
    assert found.out == ""
    assert said in found.err
    assert len(found.err.strip().splitlines()) == 1, found.err


def test_a_broken_line_loses_no_other(small_base: Path, run: Run) -> None:
    good = json.dumps(EVENT)
    found = run("decide", "-", "--json", stdin=f"{good}\n{{broken\n{good}\n".encode())
    assert found.code == 1
    assert len(found.decisions) == 2
    assert "<stdin>:2" in found.err


def test_not_a_decision(small_base: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "no.json").write_text('{"outcome": 1}\n')
    found = run("explain", "no.json")
    assert found.code == 1
    assert "no.json:1" in found.err
