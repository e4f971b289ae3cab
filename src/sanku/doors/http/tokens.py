"""Bearer tokens: a file with a name and the hash of a token on each line."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

_LINE = re.compile(r"([A-Za-z0-9_.-]{1,64})\s+sha256:([0-9a-f]{64})")


class TokenFileError(Exception):
    """A token file that cannot be used; the message has its place."""


def token_line(name: str, token: str) -> str:
    """Return the line of a token file that admits a token."""
    return f"{name} sha256:{sha256(token.encode()).hexdigest()}"


def read_tokens(path: Path) -> Mapping[str, str]:
    """Return the hash of each token with its name. Lines that begin with ``#`` are remarks.

    Raises:
        TokenFileError: The file cannot be read, has a line of another form, or admits no one.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise TokenFileError(f"{path}: cannot be read: {type(error).__name__}") from None
    found: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = _LINE.fullmatch(line.strip())
        if parts is None:
            raise TokenFileError(f"{path}:{number}:1: not `NAME sha256:HASH`; `kb token NAME` writes such a line")
        found[parts[2]] = parts[1]
    if not found:
        raise TokenFileError(f"{path}: admits no one; add a line with `kb token NAME`")
    return found


def holder(tokens: Mapping[str, str], given: str) -> str | None:
    """Return the name of a token's holder, or ``None``; the time it takes does not tell how close a guess is."""
    offered = sha256(given.encode()).hexdigest()
    name = None
    for known, owner in tokens.items():
        if hmac.compare_digest(known, offered):
            name = owner
    return name
