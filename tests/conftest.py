"""What all tests share: hypothesis profiles, and the count of tests that were left out.

A test that needs a program pip cannot install carries ``@pytest.mark.system("program")``; one that needs the data
folder beside the checkout carries ``@pytest.mark.shared``. Both are left out where the thing is missing, and the run
says how many. With ``SANKU_LEAVE_NONE_OUT=1`` a run that left out a ``system`` test fails.
"""

import os
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("SANKU_SHARED", ROOT.parent / "shared"))
LEFT_OUT = pytest.StashKey[Counter[str]]()

settings.register_profile("dev", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("dev"), derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The data folder beside the checkout, for tests marked ``shared``."""
    return SHARED


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="record what golden cases show now, for their author to review"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LEFT_OUT] = Counter()
    # A run keeps its own results, never the user's, and takes none of theirs.
    cache = tempfile.TemporaryDirectory(prefix="sanku-cache-")
    config.add_cleanup(cache.cleanup)
    os.environ["SANKU_CACHE"] = cache.name


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        programs = [name for mark in item.iter_markers("system") for name in mark.args]
        missing = [name for name in programs if shutil.which(name) is None]
        if missing:
            item.add_marker(pytest.mark.skip(reason=f"needs {', '.join(missing)}"))
        if item.get_closest_marker("shared") and not SHARED.is_dir():
            item.add_marker(pytest.mark.skip(reason="needs the data folder beside the checkout"))


class Count:
    """Counts skipped reports by marker; with workers, reports arrive at the controller."""

    def __init__(self, left_out: Counter[str]) -> None:
        self.left_out = left_out

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped:
            self.left_out.update(name for name in ("system", "shared") if name in report.keywords)


def pytest_sessionstart(session: pytest.Session) -> None:
    session.config.pluginmanager.register(Count(session.config.stash[LEFT_OUT]), "sanku-count")


def pytest_sessionfinish(session: pytest.Session) -> None:
    must_run = os.environ.get("SANKU_LEAVE_NONE_OUT") == "1"
    if must_run and session.config.stash[LEFT_OUT]["system"] and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    left_out = config.stash[LEFT_OUT]
    terminalreporter.write_line(
        f"left out: {left_out['system']} for want of a system package, {left_out['shared']} for want of shared data"
    )
    if os.environ.get("SANKU_LEAVE_NONE_OUT") == "1" and left_out["system"]:
        terminalreporter.write_line("SANKU_LEAVE_NONE_OUT=1: leaving out a system test fails the run", red=True)
