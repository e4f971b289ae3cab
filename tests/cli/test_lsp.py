"""``kb lsp`` where its extra is not installed."""

import sys

import pytest
from click.testing import CliRunner

from sanku.cli.lsp import command


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "pygls" or name.startswith("sanku.lsp")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pygls", None)
    done = CliRunner().invoke(command)
    assert done.exit_code == 1
    assert "pip install 'sanku[lsp]'" in done.output
