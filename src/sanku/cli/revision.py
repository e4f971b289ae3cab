"""A base as it was in a git revision, and what is new since then."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from sanku.diagnostics import Diagnostic

_Key = tuple[str, str, str]


@contextmanager
def base_at(path: Path, revision: str) -> Iterator[Path | None]:
    """Give a copy of the base as a revision holds it, ``None`` if it held none; leave with a message if git cannot say.

    Args:
        path: The base in the working tree.
        revision: What git calls the revision: ``main``, ``HEAD~1``, a tag, a commit.
    """
    root = path.resolve()
    found = _git(root, "rev-parse", "--show-toplevel")
    if found is None:
        message = f"`--since` needs git history, and `{path}` is in no git repository"
        raise click.UsageError(message)
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        message = f"git knows no revision `{revision}` here; a shallow clone may lack it: `git fetch --unshallow`"
        raise click.UsageError(message)
    named = commit.decode().strip()
    top = Path(found.decode().rstrip("\n")).resolve()
    inside = root.relative_to(top).as_posix()
    held = _git(top, "archive", "--format=tar", named if inside == "." else f"{named}:{inside}")
    if held is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="sanku-since-") as folder:
        with tarfile.open(fileobj=io.BytesIO(held)) as archive:
            archive.extractall(folder, filter="data")
        yield Path(folder)


def only_new(
    found: Sequence[Diagnostic], root: Path, before: Sequence[Diagnostic], older: Path | None
) -> tuple[Diagnostic, ...]:
    """Return the diagnostics that an older state of the base did not have.

    Two are the same if code, file and message are: a line that moved is not new. Of several alike, as many are new as
    there are more of them now.
    """
    known = Counter(_key(one, older) for one in before) if older is not None else Counter[_Key]()
    new: list[Diagnostic] = []
    for one in found:
        key = _key(one, root)
        if known[key] > 0:
            known[key] -= 1
        else:
            new.append(one)
    return tuple(new)


def _key(found: Diagnostic, root: Path) -> _Key:
    place = Path(found.span.file)
    inside = place.relative_to(root).as_posix() if place.is_relative_to(root) else place.as_posix()
    return found.code, inside, found.message.replace(root.as_posix(), "")


def _git(folder: Path, *arguments: str) -> bytes | None:
    """Return what git prints, ``None`` if it fails."""
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)  # noqa: S603, S607 - the user's git
    except FileNotFoundError:
        message = "`--since` needs git, which is not installed"
        raise click.UsageError(message) from None
    return done.stdout if done.returncode == 0 else None
