"""What the pages show is what the language and the loader accept."""

import json
from pathlib import Path

import pytest
import yaml

from sanku.syntax import parse_text
from tests.docs.fences import Fence, all_fences

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


def test_every_fence_has_a_language() -> None:
    known = {"kb", "yaml", "json", "python", "console", "text", "csv"}
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    bare = [
        f"{path.relative_to(ROOT)}: `{line}`"
        for path in pages
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("```") and line != "```" and line.strip("`").split()[0] not in known
    ]
    assert bare == []
