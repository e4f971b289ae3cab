"""The command in a directory of the user's own, in this process: a test here runs it many times."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from sanku.cli.main import group
from tests.cli.conftest import Ran, small_base

__all__ = ["small_base"]

Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``kb`` in the user's directory and return its status, its output and its errors."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: bytes = b"", **environment: str) -> Ran:
        with monkeypatch.context() as patch:
            patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
            for name, value in environment.items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit) as ended:
                group(list(arguments), prog_name="kb")
        out, err = capsys.readouterr()
        return Ran(int(ended.value.code or 0), out, err)

    return run
