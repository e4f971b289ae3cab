"""The commands that README and tutorial show run, in the order shown, and end well."""

import itertools
import re
from pathlib import Path

import pytest

from tests.docs.fences import Fence, fences_of
from tests.docs.running import ROOT, agrees, run, shown, write_titled


def all_fences_of(page: str, language: str) -> list[str]:
    return [fence.text for fence in fences_of(ROOT / page, ROOT) if fence.language == language]


def console_fences(page: str) -> list[Fence]:
    return [fence for fence in fences_of(ROOT / page, ROOT) if fence.language == "console"]


def kb_commands(page: str) -> list[tuple[str, str]]:
    return [pair for fence in console_fences(page) for pair in shown(fence.text) if pair[0].startswith("kb ")]


@pytest.mark.parametrize(("command", "output"), kb_commands("README.md"), ids=itertools.count())
def test_readme_commands_run(command: str, output: str) -> None:
    done = run(command, ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert agrees(output, done.stdout), done.stdout


def test_readme_shows_what_the_knowledge_says() -> None:
    (rule,) = all_fences_of("README.md", "kb")
    (rows,) = all_fences_of("README.md", "yaml")
    assert rule[rule.index("\nrule ") :] in (ROOT / "knowledge" / "clinical" / "drug_use.kb").read_text(
        encoding="utf-8"
    )
    table = (ROOT / "knowledge" / "drugs" / "sex_limits.yaml").read_text(encoding="utf-8")
    assert [line for line in rows.splitlines() if line not in table] == []


def test_readme_make_targets_exist() -> None:
    named = [
        word
        for fence in console_fences("README.md")
        for word in re.findall(r"^\$ make (\w+)", fence.text, re.MULTILINE)
    ]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert set(named) >= {"demo", "test"}
    assert [name for name in named if not re.search(rf"^{name}:", makefile, re.MULTILINE)] == []


def test_demo_runs_what_readme_shows() -> None:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").split("\ndemo:")[1].split("\n\n")[0]
    found = [line.strip().replace("@$(BIN)/", "") for line in recipe.splitlines()[1:]]
    assert found == ["kb validate knowledge", "kb decide examples/*.json* --kb knowledge"]
    assert set(found) <= {command for command, _ in kb_commands("README.md")}


def test_the_tutorial_can_be_followed(tmp_path: Path) -> None:
    said = []
    for fence in fences_of(ROOT / "docs" / "tutorial" / "first-rule.md", ROOT):
        if fence.title:
            path = tmp_path / fence.title
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(fence.text, encoding="utf-8")
        elif fence.language == "console":
            for command, output in shown(fence.text):
                done = run(command, tmp_path)
                assert (done.returncode, done.stderr) == (0, ""), command
                assert agrees(output, done.stdout), done.stdout
                said.append(done.stdout)
    assert len(said) == 3
    assert "1,153.00元" in said[-1]


def test_the_facts_of_the_guide_are_a_base(tmp_path: Path) -> None:
    write_titled("docs/guides/facts.md", tmp_path)
    write_titled("docs/guides/national-messages.md", tmp_path)
    done = run("kb validate .", tmp_path)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "2 rows in 2 tables, 1 parameter, 1 code set, 1 region, 5 sources; no problems" in done.stdout


def test_what_the_tutorial_breaks_is_told(tmp_path: Path) -> None:
    write_titled("docs/tutorial/first-rule.md", tmp_path)
    order = tmp_path / "order.json"
    whole = order.read_text(encoding="utf-8")
    order.write_text(whole.replace('"sex": "male", ', ""), encoding="utf-8")
    told = run("kb decide order.json --kb first", tmp_path).stdout
    assert "无法判定" in told
    assert "patient.sex" in told
    order.write_text(whole, encoding="utf-8")
    table = tmp_path / "first" / "drugs" / "sex_limits.yaml"
    table.write_text(table.read_text(encoding="utf-8").replace("2020-01-01", "2026-01-01"), encoding="utf-8")
    assert "sex_limit" not in run("kb decide order.json --kb first", tmp_path).stdout
    rule = tmp_path / "first" / "clinical" / "drug_use.kb"
    rule.write_text(rule.read_text(encoding="utf-8").replace("patient.sex ", "patient.sexx "), encoding="utf-8")
    done = run("kb validate first", tmp_path)
    assert done.returncode == 1
    assert "did you mean `sex`?" in done.stdout + done.stderr


def test_the_python_of_the_guide_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    for page in ("docs/guides/deciding-from-python.md", "README.md"):
        for fence in fences_of(ROOT / page, ROOT):
            if fence.language == "python":
                exec(compile(fence.text, str(fence), "exec"), names)  # noqa: S102 - our own page
    assert names["settled"].findings[0].justification.state == "holds"
    assert "左炔诺孕酮宫内节育系统" in capsys.readouterr().out


@pytest.mark.parametrize("page", ["reading-rules-back", "coverage"])
def test_the_guide_shows_what_is_printed(page: str) -> None:
    for command, output in kb_commands(f"docs/guides/{page}.md"):
        done = run(command, ROOT)
        assert (done.returncode, done.stderr) == (0, ""), command
        assert agrees(output, done.stdout), done.stdout


def test_the_guide_on_checks_shows_what_is_printed() -> None:
    commands = kb_commands("docs/guides/checks.md")
    assert len(commands) == 3
    for command, output in commands:
        done = run(command, ROOT)
        assert done.returncode == 0, command
        assert agrees(output, done.stdout), done.stdout


def test_the_guide_on_formatting_shows_what_comes_out(tmp_path: Path) -> None:
    write_titled("docs/guides/formatting.md", tmp_path)
    commands = kb_commands("docs/guides/formatting.md")
    assert len(commands) == 3
    for command, output in commands:
        done = run(command, ROOT if "knowledge" in command else tmp_path)
        assert done.returncode == 0
        assert agrees(output, done.stdout), done.stdout
    assert (tmp_path / "before.kb").read_text(encoding="utf-8") == (tmp_path / "after.kb").read_text(encoding="utf-8")
