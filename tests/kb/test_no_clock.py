"""Nothing on the way to a decision reads a clock: another system date and another time zone give the same bytes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import EVENT

KB = str(Path(sys.executable).with_name("kb"))


def decide(root: Path, event: Path, *wrapper: str, **environment: str) -> bytes:
    done = subprocess.run(
        [*wrapper, KB, "decide", str(event), "--kb", str(root / "knowledge"), "--json"],
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.system("faketime")
@pytest.mark.parametrize("day", ["1999-12-31 23:59:59", "2041-02-28 12:00:00"])
def test_another_system_date_decides_the_same(root: Path, tmp_path: Path, day: str) -> None:
    event = tmp_path / "event.json"
    event.write_text(json.dumps(EVENT), encoding="utf-8")
    assert decide(root, event, "faketime", "-f", day) == decide(root, event)


def test_another_time_zone_decides_the_same(root: Path, tmp_path: Path) -> None:
    event = tmp_path / "event.json"
    event.write_text(json.dumps(EVENT), encoding="utf-8")
    assert decide(root, event, TZ="Pacific/Kiritimati") == decide(root, event, TZ="America/Los_Angeles")
