"""Results kept between runs, by the content of what they were made from: never wrong, only there or not.

An entry is found by a digest of everything that its value depends on, the code included, and is a file that is verified
before use. One that is missing, damaged or of another version is made again. Nothing here ever stops a run.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from sanku.storage.file import Kind, Stored, read_file, write_file

VARIABLE = "SANKU_CACHE"
"""Environment: the folder of the cache, or ``off``."""

MOST_BYTES = 1 << 30
"""When the cache is larger, what was used longest ago goes first."""


class Cache:
    """A folder of entries. Processes and threads may share it: an entry is put in place whole.

    Args:
        folder: The folder, made when the first entry is; ``None`` keeps nothing.
    """

    __slots__ = ("_folder",)

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def get(self, kind: Kind, key: str) -> object | None:
        """Return the value kept under a key, or ``None``."""
        if self._folder is None:
            return None
        path = self._path(kind, key)
        try:
            stored = read_file(path, kind)
        except OSError:
            return None
        if not isinstance(stored, Stored) or stored.notes.get("key") != key:
            return None
        with suppress(OSError):
            # Who may only read the folder may use it, but cannot say so.
            os.utime(path)
        return stored.value

    def put(self, kind: Kind, key: str, value: object) -> None:
        """Keep a value; if the disk does not take it, nothing is kept."""
        if self._folder is None:
            return
        with suppress(OSError):
            path = self._path(kind, key)
            # Entries may quote a base that others must not read.
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_file(path, kind, value, {"key": key}, is_durable=False)

    def prune(self, most: int = MOST_BYTES) -> None:
        """Delete what was used longest ago until at most ``most`` bytes are left."""
        with suppress(OSError):
            found = [] if self._folder is None else [(path, path.stat()) for path in self._folder.rglob("*.kept")]
            left = sum(status.st_size for _, status in found)
            for path, status in sorted(found, key=lambda each: each[1].st_mtime):
                if left <= most:
                    return
                path.unlink(missing_ok=True)
                left -= status.st_size

    def _path(self, kind: Kind, key: str) -> Path:
        assert self._folder is not None
        return self._folder / kind.name.lower() / f"{key}.kept"


NO_CACHE = Cache(None)


def user_cache() -> Cache:
    """Return the cache of this user: ``$SANKU_CACHE``, ``$XDG_CACHE_HOME/sanku`` or ``~/.cache/sanku``."""
    chosen = os.environ.get(VARIABLE, "")
    if chosen == "off":
        return NO_CACHE
    if chosen:
        return Cache(Path(chosen))
    home = os.environ.get("XDG_CACHE_HOME", "")
    try:
        return Cache((Path(home) if home else Path.home() / ".cache") / "sanku")
    except RuntimeError:
        # There is no home directory, as in some containers.
        return NO_CACHE


def key_of(parts: Iterable[bytes | str]) -> str:
    """Return the key of a value that depends on ``parts`` and on the code, and on nothing else."""
    found = sha256(code_digest())
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        found.update(len(data).to_bytes(8, "little"))
        found.update(data)
    return found.hexdigest()


@lru_cache(maxsize=1)
def code_digest() -> bytes:
    """Return the digest of the code of this package: what another version made is not taken for what this one makes."""
    root = Path(__file__).parent.parent
    found = sha256()
    for path in sorted(each for pattern in ("*.py", "*.lark") for each in root.rglob(pattern)):
        data = path.read_bytes()
        found.update(f"{path.relative_to(root).as_posix()}\n{len(data)}\n".encode())
        found.update(data)
    return found.digest()
