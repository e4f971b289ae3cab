"""Prints what is decided in some worlds, byte for byte: run in processes with different hash seeds."""

from __future__ import annotations

import sys
from hashlib import sha256

import msgspec

from sanku.edition.digest import edition_digest
from tests.agreement.holding import decisions, load, read, world


def main(seeds: list[str]) -> None:
    """Print a digest of each world's edition and one of all its decisions by both engines."""
    for seed in seeds:
        made = world(seed, 6)
        base = load(made.files)
        found = [decisions(base, facts) for event in made.events if (facts := read(base, event)) is not None]
        text = msgspec.json.encode(found)
        sys.stdout.write(f"{seed} {edition_digest(base.model)} {sha256(text).hexdigest()}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
