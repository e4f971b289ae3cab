"""What the pages show is what the language and the loader accept."""

import json
import re
import shlex
from pathlib import Path

import click
import pytest
import yaml

from sanku.cli.main import group
from sanku.syntax import parse_text
from sanku.syntax.keywords import CHINESE, CLAUSES, ONLY_CHINESE
from tests.docs.fences import Fence, all_fences, fences_of
from tests.docs.running import shown

ROOT = Path(__file__).resolve().parents[2]


def test_pages_show_rules() -> None:
    assert len(all_fences(ROOT, "kb")) >= 10


@pytest.mark.parametrize("fence", all_fences(ROOT, "kb"), ids=str)
def test_rules_parse(fence: Fence) -> None:
    file, diagnostics = parse_text(fence.text, str(fence))
    assert [f"{found.span}: {found.message}" for found in diagnostics] == []
    assert file is not None


@pytest.mark.parametrize("fence", all_fences(ROOT, "yaml"), ids=str)
def test_yaml_is_read(fence: Fence) -> None:
    assert yaml.load(fence.text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader builds text, lists and dicts only


@pytest.mark.parametrize("fence", all_fences(ROOT, "json"), ids=str)
def test_json_is_read(fence: Fence) -> None:
    assert json.loads(fence.text)


@pytest.mark.parametrize("fence", all_fences(ROOT, "python"), ids=str)
def test_python_compiles(fence: Fence) -> None:
    compile(fence.text, str(fence), "exec")


def test_every_clause_has_its_entry_and_stands_in_an_example() -> None:
    page = ROOT / "docs" / "reference" / "clauses.md"
    headings = re.findall(r"^## (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for name in headings if " " not in name] == list(CLAUSES)
    shown = {
        word
        for fence in fences_of(page, ROOT)
        if fence.language == "kb"
        for word in re.findall(r"^  (\w+)", fence.text, re.MULTILINE)
    }
    assert set(CLAUSES) - shown == set()


def test_the_grammar_page_says_every_keyword() -> None:
    page = (ROOT / "docs" / "reference" / "grammar.md").read_text(encoding="utf-8")
    words = {word for words in CHINESE.keys() - ONLY_CHINESE for word in words.split()}
    assert {word for word in words if not re.search(rf"\b{word}\b", page)} == set()


def command_called(name: str) -> click.Command:
    """Return a command of ``kb`` by its name."""
    command = group.get_command(click.Context(group), name)
    assert command is not None, name
    return command


def refused(command: click.Command, words: list[str]) -> str:
    """Return why a command does not take its words; a file that only its reader has is not looked for."""
    try:
        command.make_context(words[0], words[1:])
    except click.UsageError as error:
        return "" if error.message.endswith(" does not exist.") else error.message
    return ""


def test_a_word_that_no_command_takes_is_seen() -> None:
    assert "No such option" in refused(command_called("test"), ["test", "knowledge", "--generat", "x"])
    assert "is not one of" in refused(command_called("fmt"), ["fmt", "--lang", "de", "knowledge"])


@pytest.mark.parametrize("fence", all_fences(ROOT, "console"), ids=str)
def test_commands_are_taken(fence: Fence) -> None:
    """The words of each ``kb`` command are commands, options and choices that there are; some tests also run it."""
    for typed, _ in shown(fence.text):
        words = shlex.split(typed.partition(" > ")[0])
        if words[0] == "kb":
            assert refused(command_called(words[1]), words[1:]) == "", typed
        else:
            assert words[0] in ("make", "cp", "mv", "git", "pip", "curl", "export"), typed


def test_every_fence_has_a_language() -> None:
    known = {"kb", "yaml", "json", "python", "console", "text", "csv"}
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    opened = [
        (path.relative_to(ROOT).as_posix(), line.strip("`").partition(" ")[0])
        for path in pages
        for line in [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("```")][::2]
    ]
    assert [f"{page}: `{language}`" for page, language in opened if language not in known] == []
