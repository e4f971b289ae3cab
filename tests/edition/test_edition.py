"""An edition: the base in one file, the same decisions, refused with one message if it is not whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import sanku
from sanku.edition import read_edition, write_edition
from sanku.semantics import load_model
from sanku.semantics.nodes import Model
from tests.engines.event.bases import KB, event, rule

RULES = "module policy.case\nuse drugs\n\n" + "\n".join(
    [
        rule("sex", "for line in lines", "match m in drugs.sex on line.code", "when patient.sex != m.sex"),
        rule("pair", "for a, b in lines", "match m in drugs.pair on a.code, b.code", "when true").replace("{line.", "{a."),
        rule("level", "for line in lines", "match m in drugs.level on facility.level", "when line.days > m.most"),
    ]
)  # fmt: skip
HEAD = "cites: [law, 表]\nfrom: 2020-01-01\nrows: "
FILES = {
    "kb.yaml": KB + "regions: regions\n",
    "sources/law.yaml": "title: 用例\n",
    "policy/case.kb": RULES,
    "drugs/sex.yaml": f'table: drugs.sex\ncolumns: {{code: "code[nhsa_drug]", sex: sex}}\nkey: code\n{HEAD}sex.csv\n',
    "drugs/sex.csv": "id,code,sex,to\n" + "".join(f"s{n},XA{n % 40:02d}{'' if n % 3 else 'AA0001'},female,{'2024-12-31' if n % 5 == 0 else ''}\n" for n in range(60)),
    "drugs/pair.yaml": f'table: drugs.pair\ncolumns: {{a: "code[nhsa_drug]", b: "code[nhsa_drug]"}}\nkey: [a, b]\nsymmetric: [a, b]\n{HEAD}pair.csv\n',
    "drugs/pair.csv": "id,a,b\n" + "".join(f"p{n},XA{n:02d};XB{n:02d},XA{n + 1:02d}\n" for n in range(40)),
    "drugs/level.yaml": f'table: drugs.level\ncolumns: {{level: facility_level, most: "quantity[day]"}}\nkey: level\n{HEAD}\n  - {{id: a, level: primary, most: 7 days}}\n  - {{id: b, level: 二级, most: 14 days}}\n',
    "regions/330100/drugs/sex.yaml": "table: drugs.sex\ncites: [law, 市]\nfrom: 2025-01-01\nremoves: [s4]\nrows:\n  - {id: c1, code: XA05, sex: female, replaces: s5}\n  - {id: c2, code: XA06AA0001, sex: male, supersedes: s6}\n",
}  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A base with overlay, lists, pairs, dates."""
    for name, text in FILES.items():
        place = tmp_path / "knowledge" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return tmp_path / "knowledge"


@pytest.fixture
def built(root: Path, tmp_path: Path) -> Path:
    """The edition of it."""
    write_edition(model_of(root), tmp_path / "base.edition")
    return tmp_path / "base.edition"


def model_of(root: Path) -> Model:
    model, diagnostics = load_model(root)
    assert model is not None, [f"{found.span}: {found.message}" for found in diagnostics]
    return model


def messages() -> list[dict[str, object]]:
    lines = [
        [
            {"id": str(place), "code": f"XA{(number * 7 + place) % 45:02d}AA0001Z1", "kind": "drug", "at": "2025-06-10", "days": "9 days", "quantity": "1", "amount": "10.00"}
            for place in range(6)
        ]
        for number in range(30)
    ]  # fmt: skip
    return [
        event(id=f"E{number}", lines=each, insured_region=("330100", "000000")[number % 2]) for number, each in enumerate(lines)
    ]  # fmt: skip


def decided(path: Path) -> list[bytes]:
    base = sanku.load(path)
    return [base.decide(each).json() for each in messages()]


def test_it_decides_as_its_directory(root: Path, built: Path) -> None:
    """Byte for byte: nation and city, codes by prefix, lists, pairs both ways, keys that are no codes."""
    from_directory = decided(root)
    assert decided(built) == from_directory
    found = b"".join(from_directory)
    assert all(name in found for name in (b"policy.case.sex", b"policy.case.pair", b"policy.case.level", b'"c1"'))


def test_building_twice_gives_the_same_bytes(root: Path, built: Path, tmp_path: Path) -> None:
    write_edition(model_of(root), tmp_path / "again.edition")
    assert (tmp_path / "again.edition").read_bytes() == built.read_bytes()
    model = read_edition(built).model
    assert model is not None
    write_edition(model, tmp_path / "copy.edition")
    assert decided(tmp_path / "copy.edition") == decided(built)
    assert read_edition(tmp_path / "copy.edition").digest == read_edition(built).digest


def test_threads_load_and_decide_alike(built: Path) -> None:
    alone = decided(built)
    with ThreadPoolExecutor(6) as pool:
        assert all(found == alone for found in pool.map(lambda _: decided(built), range(6)))
        base = sanku.load(built)
        assert list(pool.map(lambda each: base.decide(each).json(), messages())) == alone


def test_processes_share_one_file(built: Path, tmp_path: Path) -> None:
    (tmp_path / "events.json").write_text(json.dumps(messages()), encoding="utf-8")
    code = (
        "import json, sys, sanku\n"
        "base = sanku.load(sys.argv[1])\n"
        "for event in json.load(open(sys.argv[2], encoding='utf-8')):\n"
        "    sys.stdout.buffer.write(base.decide(event).json() + b'\\n')\n"
    )
    command = [sys.executable, "-c", code, str(built), str(tmp_path / "events.json")]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(3)]
    wanted = b"".join(each + b"\n" for each in decided(built))
    assert [each.communicate(timeout=120)[0] for each in running] == [wanted] * 3


def test_one_in_use_may_be_replaced(root: Path, built: Path) -> None:
    base = sanku.load(built)
    before = [base.decide(each).json() for each in messages()[:3]]
    text = FILES["drugs/sex.csv"].replace("female", "male")
    (root / "drugs/sex.csv").write_text(text, encoding="utf-8")
    write_edition(model_of(root), built)
    after = decided(built)
    fresh = [base.decide(each).json() for each in messages()]
    assert fresh[:3] == before
    assert fresh != after
    assert after == decided(root)


REFUSALS = {
    "damaged-edition": "the edition is damaged: it is not what was written",
    "edition-version": "the edition was built by another version of sanku",
    "not-an-edition": "the file is not an edition",
}


def refusal(path: Path) -> str:
    """Return the code of the one message that a file is refused with."""
    with pytest.raises(sanku.KnowledgeError) as caught:
        sanku.load(path)
    (found,) = caught.value.diagnostics
    assert found.message == REFUSALS[found.code]
    assert found.span.file == path.as_posix()
    assert found.help
    return found.code


def test_damage_is_one_clear_message(built: Path) -> None:
    data = built.read_bytes()
    step = max(1, len(data) // 60)
    for place in (*range(0, 64, 4), *range(64, len(data), step), len(data) - 1):
        built.write_bytes(data[:place] + bytes((data[place] ^ 1,)) + data[place + 1 :])
        assert refusal(built) in REFUSALS, place
    for size in (0, 1, 16, 30, 300, len(data) // 2, len(data) - 1):
        built.write_bytes(data[:size])
        assert refusal(built) in {"damaged-edition", "not-an-edition"}, size
    built.write_bytes(data + b"more")
    assert refusal(built) == "damaged-edition"


def test_other_versions_and_other_files_are_told_apart(built: Path, root: Path) -> None:
    data = built.read_bytes()
    built.write_bytes(b"SANKU EDITION 1\n" + data[16:])
    assert refusal(built) == "edition-version"
    assert refusal(root / "kb.yaml") == "not-an-edition"


def test_a_write_that_fails_leaves_the_old_one(root: Path, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = built.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_edition(model_of(root), built)
    assert built.read_bytes() == data
    assert [path.name for path in built.parent.iterdir() if path.name.startswith(".")] == []
