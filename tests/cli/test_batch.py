"""`kb decide -o`: a file of events to a file of decisions, whole or not there, gone on with after a kill."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import EVENT, Run


def lines(count: int) -> list[str]:
    sexes = ("male", "female")
    return [
        json.dumps({**EVENT, "id": f"E{number}", "patient": {**EVENT["patient"], "sex": sexes[number % 2]}})
        for number in range(count)
    ]


@pytest.fixture
def many(tmp_path: Path, small_base: Path) -> Path:
    (tmp_path / "events.jsonl").write_text("\n".join(lines(300)) + "\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("workers", ["1", "2"])
def test_decisions_are_those_of_the_stream_in_order(run: Run, many: Path, workers: str) -> None:
    stream = run("decide", "events.jsonl", "--json")
    batch = run("decide", "events.jsonl", "-o", "out.jsonl", "--workers", workers)
    assert (stream.code, batch.code) == (0, 0)
    assert (many / "out.jsonl").read_text(encoding="utf-8") == stream.out
    assert [one["event"] for one in stream.decisions] == [f"E{number}" for number in range(300)]
    assert "300 decisions, 0 refused" in batch.err
    assert sorted(one.name for one in many.iterdir() if one.name.startswith("out")) == ["out.jsonl"]


def test_a_broken_line_is_named_and_the_rest_is_judged(run: Run, many: Path) -> None:
    given = lines(4)
    given[1:3] = ['{"phase": ', "", "[1]"]
    (many / "events.jsonl").write_text("\r\n".join(given), encoding="utf-8")
    done = run("decide", "events.jsonl", "-o", "out.jsonl")
    assert done.code == 1
    assert done.err.splitlines()[:2] == [
        "events.jsonl:2: the JSON ends too early",
        "events.jsonl:4: an event is a JSON object",
    ]
    found = [json.loads(line)["event"] for line in (many / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert found == ["E0", "E3"]


def test_parquet_holds_events_as_text(run: Run, many: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = pyarrow.table({"event": lines(300), "day": [1] * 300})
    parquet.write_table(table, many / "events.parquet", row_group_size=70)
    assert run("decide", "events.parquet", "-o", "rows.jsonl", "--workers", "2").code == 0
    assert run("decide", "events.jsonl", "-o", "lines.jsonl").code == 0
    assert (many / "rows.jsonl").read_bytes() == (many / "lines.jsonl").read_bytes()

    parquet.write_table(table.drop_columns(["event"]), many / "other.parquet")
    refused = run("decide", "other.parquet", "-o", "rows2.jsonl")
    assert (refused.code, "there is no column `event`" in refused.err) == (1, True)
    assert not (many / "rows2.jsonl").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("events.jsonl", "-o", "events.jsonl"), "name another file"),
        (("events.jsonl", "event.json", "-o", "out.jsonl"), "one file of events"),
        (("events.jsonl", "-o", "out.jsonl", "--strict"), "not for it"),
        (("events.jsonl", "--workers", "2"), "say with -o"),
    ],
)
def test_misuse_is_said(run: Run, many: Path, arguments: tuple[str, ...], message: str) -> None:
    done = run("decide", *arguments)
    assert (done.code, message in done.err.replace("\n", " ")) == (2, True)


def test_what_is_missing_or_cannot_be_written_is_said(run: Run, many: Path) -> None:
    for arguments in (("nowhere.jsonl", "-o", "out.jsonl"), ("events.jsonl", "-o", "nowhere/out.jsonl")):
        done = run("decide", *arguments)
        assert done.code == 1
        assert "nowhere" in done.err


def test_a_killed_run_is_gone_on_with(run: Run, many: Path) -> None:
    (many / "events.jsonl").write_text("\n".join(lines(4_000)) + "\n", encoding="utf-8")
    command = [str(Path(sys.executable).with_name("kb")), "decide", "events.jsonl", "-o", "out.jsonl"]
    started = subprocess.Popen([*command, "--workers", "2"], cwd=many, start_new_session=True)
    while not (many / "out.jsonl.progress").exists():
        assert started.poll() is None
        time.sleep(0.01)
    os.killpg(started.pid, signal.SIGKILL)
    started.wait()
    assert not (many / "out.jsonl").exists()
    with (many / "out.jsonl.partial").open("ab") as file:
        file.write(b'{"half a deci')
    resumed = run("decide", "events.jsonl", "-o", "out.jsonl")
    assert (resumed.code, "4000 decisions, 0 refused," in resumed.err) == (0, True)
    assert "by an earlier run" in resumed.err
    assert run("decide", "events.jsonl", "-o", "afresh.jsonl").code == 0
    assert (many / "out.jsonl").read_bytes() == (many / "afresh.jsonl").read_bytes()


def test_another_input_begins_anew(run: Run, many: Path) -> None:
    left = {"source": ["elsewhere", 1, 1], "edition": "another", "read": 5, "written": 3, "decided": 7}
    (many / "out.jsonl.progress").write_text(json.dumps(left), encoding="utf-8")
    (many / "out.jsonl.partial").write_text("abc", encoding="utf-8")
    done = run("decide", "events.jsonl", "-o", "out.jsonl")
    assert (done.code, "300 decisions, 0 refused\n" in done.err) == (0, True)
    assert run("decide", "events.jsonl", "--json").out == (many / "out.jsonl").read_text(encoding="utf-8")
