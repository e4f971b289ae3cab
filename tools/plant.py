"""Plants bugs, one at a time, in a copy of the sources and runs the agreement suite on it: prints what caught each.

``.venv/bin/python -m tools.plant [WORD…]``: only mutations whose name has one of the words. ``--markdown`` prints a table.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import click
from tools.planted import MUTATIONS, Mutation

ROOT = Path(__file__).resolve().parent.parent
SUITES = (
    ("generated worlds", ("tests/agreement/test_agreement.py", "-k", "alike")),
    ("written cases", ("tests/agreement/test_written.py",)),
)
WORLDS = re.compile(r"after (\d+) worlds")
DIFFERS = re.compile(r"^E? *--- (event against reference: )?(.*)$", re.MULTILINE)
MOST = 100


@dataclass(frozen=True, slots=True)
class Caught:
    """What a mutation came to: by which suite it was caught (``""``: by none), in which field, how soon."""

    by: str
    field: str
    worlds: str
    seconds: float


def planted(mutation: Mutation, folder: Path) -> Path:
    """Copy the sources with one mutation and return the copy."""
    copy = folder / "src"
    shutil.copytree(ROOT / "src", copy, ignore=shutil.ignore_patterns("__pycache__"))
    place = folder / mutation.file
    text = place.read_text(encoding="utf-8")
    if text.count(mutation.old) != 1:
        message = f"{mutation.file}: the text of `{mutation.name}` occurs {text.count(mutation.old)} times"
        raise click.ClickException(message)
    place.write_text(text.replace(mutation.old, mutation.new), encoding="utf-8")
    return copy


def run(mutation: Mutation) -> Caught:
    """Run the suites on a mutated copy until one fails."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        copy = planted(mutation, Path(folder))
        environment = {**os.environ, "CI": "1", "SANKU_SHRINK": "0", "PYTHONPATH": f"{copy}{os.pathsep}{ROOT}"}
        for name, arguments in SUITES:
            command = [sys.executable, "-m", "pytest", "-x", "-q", *arguments]
            done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)  # noqa: S603 - our own command
            if done.returncode == 1:
                worlds, field = WORLDS.search(done.stdout), DIFFERS.findall(done.stdout)
                shown = field[-1][1].split(": ")[0] if field else ""
                return Caught(name, shown, worlds[1] if worlds else "", time.monotonic() - started)
            if done.returncode != 0:
                raise click.ClickException(
                    f"{mutation.name}: the suite could not run\n{done.stdout[-2000:]}{done.stderr[-500:]}"
                )
    return Caught("", "", "", time.monotonic() - started)


@click.command()
@click.argument("words", nargs=-1)
@click.option("--markdown", is_flag=True, help="Print a table for the page on planted bugs.")
def main(words: tuple[str, ...], *, markdown: bool) -> None:
    """Plant each bug and print what caught it; exit 1 if one was not."""
    missed = 0
    if markdown:
        click.echo(
            "| planted bug | where | caught by | first difference | worlds | seconds |\n|---|---|---|---|---|---|"
        )
    for mutation in MUTATIONS:
        if words and not any(word in mutation.name for word in words):
            continue
        found = run(mutation)
        missed += not found.by
        where = mutation.file.removeprefix("src/sanku/")
        cells = (
            mutation.name,
            f"`{where}`",
            found.by or "NOT CAUGHT",
            found.field[:MOST],
            found.worlds,
            f"{found.seconds:.0f}",
        )
        click.echo(f"| {' | '.join(cells)} |" if markdown else "  ".join(cells))
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
