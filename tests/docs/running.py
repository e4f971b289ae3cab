"""Commands that a page shows, and a way to run them as a reader would."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from tests.docs.fences import fences_of

ROOT = Path(__file__).resolve().parents[2]
KB = Path(sys.executable).parent / "kb"


def shown(text: str) -> list[tuple[str, str]]:
    """Return each command of a console fence with the output that stands under it."""
    parts = re.split(r"^\$ (.*)$", text, flags=re.MULTILINE)
    return [(parts[i].split("  #")[0].strip(), parts[i + 1].strip("\n")) for i in range(1, len(parts), 2)]


def agrees(output: str, found: str) -> bool:
    """Tell whether what a page shows is there; ``…`` stands for anything in a line, a line of its own for any lines."""
    lines = [
        r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line).replace("…", ".*") + r"\n"
        for line in output.splitlines()
    ]
    return re.search("^" + "".join(lines), found, re.MULTILINE) is not None


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run one ``kb`` command line as a reader would, wildcards expanded, without a terminal."""
    words = shlex.split(command)
    assert words[0] == "kb", f"only `kb` can be shown here, not `{words[0]}`"
    expanded = [
        name
        for word in words[1:]
        for name in (sorted(str(path.relative_to(folder)) for path in folder.glob(word)) if "*" in word else [word])
    ]
    return subprocess.run(
        [str(KB), *expanded],
        cwd=folder,
        check=False,
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        env={**os.environ, "COLUMNS": "120", "NO_COLOR": "1"},
    )


def write_titled(page: str, folder: Path) -> None:
    """Write the fences of a page that have a title into files of that name."""
    for fence in fences_of(ROOT / page, ROOT):
        if fence.title:
            path = folder / fence.title
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(fence.text, encoding="utf-8")
