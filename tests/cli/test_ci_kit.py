"""What other repositories copy to check their base: hooks and pipelines hold what they say, and pass on a new base."""

import re
import shlex
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from tools.pages import exits_part

from sanku.cli.main import group

ROOT = Path(__file__).resolve().parents[2]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
GITHUB = yaml.safe_load((ROOT / "examples" / "ci" / "github.yml").read_text(encoding="utf-8"))
GITLAB = yaml.safe_load((ROOT / "examples" / "ci" / "gitlab-ci.yml").read_text(encoding="utf-8"))
STEPS = GITHUB["jobs"]["knowledge"]["steps"]
PIPELINES = {
    "github": [step["run"] for step in STEPS if step.get("run", "").startswith("kb ")],
    "gitlab": [line for line in GITLAB["knowledge"]["script"] if line.startswith("kb ")],
}


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the root of a repository with a new base in it, and work there."""
    monkeypatch.chdir(tmp_path)
    assert run("kb new base knowledge").exit_code == 0
    return tmp_path


def run(line: str) -> Result:
    words = shlex.split(line)
    assert words[0] == "kb"
    return CliRunner().invoke(group, words[1:])


def of_hook(name: str, repository: Path) -> str:
    """Return the command line that pre-commit makes of a hook when every file is staged."""
    hook = HOOKS[name]
    names = [path.relative_to(repository).as_posix() for path in sorted(repository.rglob("*")) if path.is_file()]
    staged = [one for one in names if re.search(hook["files"], one)]
    assert staged
    return shlex.join(
        [*shlex.split(hook["entry"]), *hook.get("args", []), *(staged if hook.get("pass_filenames", True) else [])]
    )


def test_hooks_pass_on_a_new_base(repository: Path) -> None:
    for name in HOOKS:
        done = run(of_hook(name, repository))
        assert done.exit_code == 0, (name, done.output)


def test_hooks_stop_what_is_wrong(repository: Path) -> None:
    rules = repository / "knowledge" / "policy" / "first.kb"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("rule first", "rule   first"), encoding="utf-8")
    assert run(of_hook("kb-fmt", repository)).exit_code == 0
    assert rules.read_text(encoding="utf-8") == text, "pre-commit fails a hook that changes a file"
    rules.write_text(text.replace("line.quantity >", "line.quantity >="), encoding="utf-8")
    assert run(of_hook("kb-validate", repository)).exit_code == 0
    assert run(of_hook("kb-test", repository)).exit_code == 1
    rules.write_text(text.replace("line.quantity >", "line.quantiti >"), encoding="utf-8")
    assert run(of_hook("kb-validate", repository)).exit_code == 1


def test_files_outside_the_base_are_left_alone() -> None:
    for name in ("docker-compose.yaml", "src/knowledge/a.yaml", "docs/knowledge.kb"):
        assert [hook for hook in HOOKS.values() if re.search(hook["files"], name)] == []


@pytest.mark.parametrize("name", PIPELINES)
def test_a_pipeline_passes_on_a_new_base(repository: Path, name: str) -> None:
    lines = PIPELINES[name]
    assert [line.split()[1] for line in lines] == ["fmt", "validate", "test", "build"]
    for line in lines:
        done = run(line)
        assert done.exit_code == 0, (line, done.output)
    if name == "gitlab":
        artifacts = GITLAB["knowledge"]["artifacts"]
        assert all((repository / path).is_file() for path in (artifacts["reports"]["junit"], *artifacts["paths"]))


@pytest.mark.parametrize("name", PIPELINES)
def test_a_pipeline_stops_at_a_mistake(repository: Path, name: str) -> None:
    rules = repository / "knowledge" / "policy" / "first.kb"
    rules.write_text(rules.read_text(encoding="utf-8").replace("line.quantity >", "line.quantiti >"), encoding="utf-8")
    done = run(PIPELINES[name][1])
    assert done.exit_code == 1
    assert "did you mean `quantity`?" in done.output
    assert done.output.startswith("::error file=") == (name == "github")


def test_copies_name_hooks_that_there_are_and_fixed_actions() -> None:
    config = yaml.safe_load((ROOT / "examples" / "ci" / "pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for repo in config["repos"] for hook in repo["hooks"]] == list(HOOKS)
    actions = [step["uses"] for step in STEPS if "uses" in step]
    assert [one for one in actions if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", one)] == []


def test_every_command_says_its_exit_status() -> None:
    rows = exits_part().splitlines()[2:]
    assert len(rows) > len(group.list_commands(None))  # type: ignore[arg-type]  # the names need no context
    assert [row for row in rows if not re.search(r"\| 0.*2 misuse", row)] == []
