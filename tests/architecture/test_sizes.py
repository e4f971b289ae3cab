"""No Python file over 300 lines: a file over its size is a missing concept."""

from pathlib import Path

LIMIT = 300
EXEMPT: dict[str, str] = {
    "syntax/nodes.py": "a table of shapes: one dataclass for each construct of the grammar, no logic",
}
"""Path under src/sanku to the reason: only a grammar or a data table may stand here."""


def sizes(root: Path) -> dict[str, int]:
    folder = root / "src" / "sanku"
    return {
        path.relative_to(folder).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in sorted(folder.rglob("*.py"))
    }


def test_no_file_is_over_its_size(root: Path) -> None:
    over = {name: lines for name, lines in sizes(root).items() if lines > LIMIT and name not in EXEMPT}
    assert over == {}


def test_every_exemption_is_needed(root: Path) -> None:
    found = sizes(root)
    stale = [name for name in EXEMPT if found.get(name, 0) <= LIMIT]
    assert stale == []
