"""`kb mapping`: what of the messages was understood, and what a person has to map."""

import json
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.service.national import message, write_national_base
from tests.service.serving import KB


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("mapping")
    write_national_base(made / "base")
    local = {
        "diagnosis.dise_codg": "XYZD01",
        "encounter.medins_type": "A1",
        "line.hilist_code": "",
        "patient.gend": "男",
    }
    mapped = {"diagnosis.dise_codg": "HZ-1"}
    unknown = {"line.hilist_code": "", "line.hosplist_code": "H-00"}
    messages = [message(local), message(local), message(mapped), message(unknown), {"phase": "order"}, {"infno": "9"}]
    (made / "messages.json").write_text(json.dumps(messages), encoding="utf-8")
    return made


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [KB, "mapping", "messages.json", "--kb", "base", *options]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, encoding="utf-8")


def test_the_report_says_what_each_code_was_read_as(folder: Path) -> None:
    done = run(folder, "--json")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, {one["sender"] for one in found}) == (0, {"H1"})
    said = {(one["field"], one["sent"]): (one["state"], one["becomes"], one["count"]) for one in found}
    assert said == {
        ("dise_codg", "XYZD01"): ("unmapped", "", 2),
        ("medins_type", "A1"): ("no-dictionary", "", 2),
        ("gend", "男"): ("out-of-dictionary", "", 2),
        ("hosplist_code", "H-00"): ("unmapped", "", 1),
        ("dise_codg", "HZ-1"): ("mapped", "M10.900", 1),
        ("dise_codg", "J06.900"): ("national", "J06.900", 1),
        ("hosplist_code", "H-77"): ("mapped", "XG02BAZ061Z007010279543", 2),
        ("hilist_code", "XG02BAZ061Z007010279543"): ("national", "XG02BAZ061Z007010279543", 1),
    }
    assert "未对照 unmapped  dise_codg  XYZD01  ×2  上呼吸道感染" in run(folder).stdout


def test_what_is_open_is_a_profile_to_complete(folder: Path) -> None:
    text = run(folder, "--open").stdout
    assert text.startswith("# senders/H1.yaml\n")
    assert yaml.safe_load(text) == {
        "dictionaries": {"gend": {"男": ""}, "medins_type": {"A1": ""}},
        "code_maps": {"dise_codg": {"XYZD01": ""}, "hosplist_code": {"H-00": ""}},
    }
    (folder / "base" / "senders" / "H1.yaml").write_text(text, encoding="utf-8")
    assert run(folder, "--open").returncode == 0


def test_a_message_that_cannot_be_read_is_named(folder: Path) -> None:
    (folder / "bad.json").write_text("{", encoding="utf-8")
    done = subprocess.run(
        [KB, "mapping", "bad.json", "--kb", "base"], cwd=folder, check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (1, "bad.json:1:2: the JSON ends too early\n")
