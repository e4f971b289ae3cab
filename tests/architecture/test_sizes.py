"""No Python file over 300 lines: a file over its size is a missing concept."""

from pathlib import Path

LIMIT = 300


def sizes(root: Path) -> dict[str, int]:
    folder = root / "src" / "sanku"
    return {
        path.relative_to(folder).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in sorted(folder.rglob("*.py"))
    }


def test_no_file_is_over_its_size(root: Path) -> None:
    over = {name: lines for name, lines in sizes(root).items() if lines > LIMIT}
    assert over == {}
