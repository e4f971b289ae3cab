"""The extension: its grammar is what the language says, marks what it should, and the extension builds."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tools import grammar

from sanku.syntax.keywords import CLAUSES, ITEMS

FOLDER = Path(__file__).resolve().parents[2] / "editors" / "vscode"


def test_the_grammar_is_up_to_date() -> None:
    assert grammar.FILE.read_text(encoding="utf-8") == grammar.grammar_text()


def test_every_clause_and_item_is_marked() -> None:
    patterns = json.loads(grammar.grammar_text())["patterns"]
    heads = [one["match"] for one in patterns if "captures" in one]
    plain = [head.replace(r"\x{4e00}-\x{9fff}", "一-鿿") for head in heads]
    missed = [word for word in (*CLAUSES, *ITEMS) if not any(re.match(head, f"  {word} name") for head in plain)]
    assert missed == []


def test_the_lock_names_no_registry() -> None:
    assert '"resolved"' not in (FOLDER / "package-lock.json").read_text(encoding="utf-8")


@pytest.mark.system("node", "npm")
def test_the_grammar_marks_what_it_should_and_the_extension_builds(tmp_path: Path) -> None:
    folder = tmp_path / "vscode"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("node_modules", "dist"))
    for arguments in (["ci", "--no-progress"], ["test"], ["run", "package"]):
        done = subprocess.run(["npm", *arguments], cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    assert (folder / "dist" / "sanku.vsix").stat().st_size > 10_000
