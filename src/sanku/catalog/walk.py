"""A knowledge directory to the files in it, by kind and layer. Nothing is read here."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from sanku.catalog.nodes import NATION
from sanku.catalog.problems import Problems
from sanku.core.span import Span

_YAML = (".yaml", ".yml")
REGION = re.compile(r"[0-9]{6}", re.ASCII)
"""What the folder of an overlay is called."""

_ROOT_ONLY = frozenset(("kb.yaml", "kb.yml", "coverage.yaml"))


class Found(msgspec.Struct, frozen=True):
    """A file of the knowledge directory.

    Args:
        path: The file.
        name: What spans call it: the root as the user gave it, and the path below.
        layer: ``NATION`` or the region whose folder it stands in.
        kind: ``facts``, ``source``, ``sender``, ``rules`` or ``csv``.
    """

    path: Path
    name: str
    layer: str
    kind: str


def walk(root: Path, regions: str, problems: Problems) -> tuple[tuple[Found, ...], tuple[str, ...]]:
    """Return the files under ``root`` in order of their names, and the codes of the region folders.

    Args:
        root: The knowledge directory.
        regions: Name of the folder that holds the overlays.
        problems: Where diagnostics go.
    """
    files: list[Found] = []
    codes: list[str] = []
    for path in _paths(root, root.resolve(), problems):
        parts = path.relative_to(root).parts
        layer, rest = NATION, parts
        if parts[0] == regions and len(parts) > 1:
            layer, rest = parts[1], parts[2:]
            if not REGION.fullmatch(layer) or layer == NATION or not rest:
                continue
            codes.append(layer)
        kind = kind_of(rest)
        if kind and not (len(parts) == 1 and parts[0] in _ROOT_ONLY):
            files.append(Found(path, path.as_posix(), layer, kind))
    for folder in sorted((root / regions).glob("*")) if (root / regions).is_dir() else ():
        if folder.name.startswith("."):
            continue
        if not folder.is_dir() or not REGION.fullmatch(folder.name) or folder.name == NATION:
            where = folder.as_posix()
            message = f"`{folder.name}` under `{regions}/` is no region"
            problems.error(
                "bad-region", message, Span(where, 1, 1, 1, 1), help="name the folder by six digits: `330100`"
            )
        else:
            codes.append(folder.name)
    return tuple(files), tuple(sorted(set(codes)))


def kind_of(parts: tuple[str, ...]) -> str:
    """Return the kind of a file by its path below its layer, ``""`` if it is none of ours."""
    name = parts[-1]
    lower = name.lower()
    if lower.endswith((".test.yaml", ".test.yml")):
        return ""
    if lower.endswith(".kb"):
        return "rules"
    if lower.endswith(".csv"):
        return "csv"
    if not lower.endswith(_YAML):
        return ""
    if len(parts) > 1 and parts[0] in ("sources", "senders"):
        return parts[0][:-1]
    return "facts"


def _paths(folder: Path, root: Path, problems: Problems) -> Iterator[Path]:
    """Yield the files below ``folder`` in order; hidden ones and folders behind links are left out."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        message = f"the folder cannot be read: {(error.strerror or 'unknown cause').lower()}"
        problems.error("unreadable-file", message, Span(folder.as_posix(), 1, 1, 1, 1))
        return
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith("."):
            continue
        if entry.is_symlink() and (path.is_dir() or not path.resolve().is_relative_to(root)):
            message = f"`{entry.name}` is a link that leaves its folder"
            problems.error("outside-root", message, Span(path.as_posix(), 1, 1, 1, 1), help="copy what it points to")
        elif entry.is_dir():
            yield from _paths(path, root, problems)
        elif entry.is_file():
            yield path
