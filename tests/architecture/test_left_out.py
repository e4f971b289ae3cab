"""A test that needs a missing program is counted, and fails the run where nothing may be left out."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

TESTS = """
import pytest

@pytest.mark.system("a-program-that-is-nowhere")
def test_left_out():
    pass

@pytest.mark.system("{python}")
def test_run():
    pass
"""
INI = "[pytest]\nmarkers =\n  system(*programs): needs a program\n  shared: needs data\n"


def run(folder: Path, root: Path, *, leave_none_out: bool) -> subprocess.CompletedProcess[str]:
    (folder / "pytest.ini").write_text(INI, encoding="utf-8")
    (folder / "test_it.py").write_text(TESTS.format(python=sys.executable), encoding="utf-8")
    shutil.copy(root / "tests" / "conftest.py", folder / "conftest.py")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "1", "-p", "no:cacheprovider", "--rootdir", str(folder)],
        cwd=folder,
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "SANKU_LEAVE_NONE_OUT": "1" if leave_none_out else ""},
    )


def test_left_out_tests_are_counted(tmp_path: Path, root: Path) -> None:
    done = run(tmp_path, root, leave_none_out=False)
    assert "left out: 1 for want of a system package, 0 for want of shared data" in done.stdout
    assert "1 passed, 1 skipped" in done.stdout.splitlines()[-1]
    assert done.returncode == 0


def test_ci_fails_if_any_was_left_out(tmp_path: Path, root: Path) -> None:
    done = run(tmp_path, root, leave_none_out=True)
    assert done.returncode == 1
    assert "leaving out a system test fails the run" in done.stdout
