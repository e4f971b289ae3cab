"""Every folder of the package says what comes in, what goes out and what always holds."""

import re
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "sanku"
MOST_LINES = 30
HEADINGS = ("In", "Out", "Invariants")


def folders() -> list[Path]:
    found = {path.parent for path in PACKAGE.rglob("*.py")}
    return sorted(found - {PACKAGE})


def faults(folder: Path) -> list[str]:
    page = folder / "README.md"
    if not page.is_file():
        return ["no README.md"]
    text = page.read_text(encoding="utf-8")
    missing = [
        f"does not say `{word}`"
        for word in HEADINGS
        if not re.search(rf"^[#*\-| ]*{word}\b|\b{word}:", text, re.MULTILINE)
    ]
    lines = len(text.splitlines())
    return missing + ([f"{lines} lines, {MOST_LINES} at most"] if lines > MOST_LINES else [])


def test_every_folder_has_its_page() -> None:
    found = {folder.relative_to(PACKAGE).as_posix(): faults(folder) for folder in folders()}
    assert {name: what for name, what in found.items() if what} == {}


def test_every_folder_is_a_package() -> None:
    bare = [folder.relative_to(PACKAGE).as_posix() for folder in folders() if not (folder / "__init__.py").is_file()]
    assert bare == []


def test_no_folder_for_everything() -> None:
    vague = {"utils", "util", "common", "helpers", "helper", "misc", "tools"}
    assert [path.name for path in PACKAGE.rglob("*") if path.stem in vague] == []
