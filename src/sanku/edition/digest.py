"""The digest that names an edition: of what the base means, not of how its files are laid out (language 6)."""

from __future__ import annotations

from hashlib import blake2b

import msgspec

from sanku.edition.shapes import CANONICAL
from sanku.semantics.nodes import Model
from sanku.storage import Encoder


def meaning(model: Model) -> tuple[object, ...]:
    """Return the parts of a model that an edition holds.

    No paths of the machine, no schema (it is code), no word on how authors want to be warned.
    """
    catalog = msgspec.structs.replace(model.catalog, root="", rule_files=(), checks={})
    return (catalog, model.rules, model.definitions, model.exemptions, model.withdrawals, model.amendments)


def edition_digest(model: Model) -> str:
    """Return the digest of the canonical form, hexadecimal, 32 characters."""
    canonical = msgspec.msgpack.encode(Encoder(CANONICAL, canonical=True).encode(meaning(model)))
    return blake2b(canonical, digest_size=16).hexdigest()
