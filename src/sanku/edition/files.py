"""Editions on disk: written whole or not at all, loaded without parsing, only if the checksum matches.

Layout: magic line, length of the header, header (JSON), payload (msgpack of ``codec``'s plain data).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

import msgspec

from sanku.catalog.nodes import Catalog
from sanku.claim.schema import base_schema
from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic
from sanku.edition.codec import Encoder, Plain, decode, fingerprint
from sanku.edition.digest import edition_digest, meaning
from sanku.semantics.nodes import Amendment, Definition, Exemption, Model, Rule, Withdrawal

MAGIC = b"SANKU EDITION 1\n"
_MOST_HEADER = 1 << 16
T = TypeVar("T")


class Header(msgspec.Struct, frozen=True):
    """What stands before the payload.

    Args:
        digest: Names the edition: of its canonical form.
        fingerprint: Shapes of the version that wrote it.
        checksum: Of digest, fingerprint and payload.
        rules: How many rules it holds.
        rows: How many table rows it holds.
    """

    digest: str
    fingerprint: str
    checksum: str
    rules: int
    rows: int


class Edition(msgspec.Struct, frozen=True):
    """A loaded edition; ``model`` is ``None`` if the file cannot be used, and ``diagnostics`` say why."""

    model: Model | None
    digest: str
    diagnostics: tuple[Diagnostic, ...] = ()


def write_edition(model: Model, path: Path) -> Header:
    """Write an edition beside its final place and move it there, so that a reader never sees half of it."""
    payload = msgspec.msgpack.encode(Encoder(canonical=False).encode(meaning(model)))
    digest, shapes = edition_digest(model), fingerprint()
    rows = sum(len(layer.rows) for table in model.catalog.tables.values() for layer in table.layers)
    header = Header(digest, shapes, _checksum(digest, shapes, payload), len(model.rules), rows)
    text = msgspec.json.encode(header)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(MAGIC + len(text).to_bytes(4, "big") + text + payload)
            file.flush()
            os.fsync(file.fileno())
            os.fchmod(file.fileno(), 0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return header


def _umask() -> int:
    """Return the process's umask: a temporary file is private, an edition is what any new file would be."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def read_edition(path: Path) -> Edition:
    """Load an edition; any damage is one diagnostic, and nothing of the file is used."""
    data = path.read_bytes()
    if not data.startswith(MAGIC):
        return _refused(
            path, "not-an-edition", "the file is not an edition", "give a directory, or a file of `kb build`"
        )
    start = len(MAGIC) + 4
    size = int.from_bytes(data[len(MAGIC) : start], "big")
    try:
        header = msgspec.json.decode(data[start : start + min(size, _MOST_HEADER)], type=Header)
    except msgspec.DecodeError:
        return _damaged(path)
    payload = data[start + size :]
    if header.checksum != _checksum(header.digest, header.fingerprint, payload):
        return _damaged(path)
    if header.fingerprint != fingerprint():
        message = "the edition was built by another version of sanku"
        return _refused(path, "edition-version", message, "build it again with this version: `kb build`")
    try:
        model = _model(msgspec.msgpack.decode(payload))
    except (msgspec.DecodeError, ValueError, TypeError, KeyError, IndexError):
        return _damaged(path)
    return Edition(model, header.digest)


def _model(plain: Plain) -> Model:
    parts = decode(plain)
    if not isinstance(parts, tuple):
        message = "the payload holds no base"
        raise ValueError(message)  # noqa: TRY004 - a damaged file is a bad value
    catalog, rules, definitions, exemptions, withdrawals, amendments = parts
    if not isinstance(catalog, Catalog):
        message = "the payload holds no facts"
        raise ValueError(message)  # noqa: TRY004 - as above
    return Model(
        catalog=catalog,
        schema=base_schema().extended(catalog.extra_fields),
        rules=_of(rules, Rule),
        definitions=_of(definitions, Definition),
        exemptions=_of(exemptions, Exemption),
        withdrawals=tuple(found for found in withdrawals if isinstance(found, Withdrawal)),
        amendments=tuple(found for found in amendments if isinstance(found, Amendment)),
    )


def _of(found: object, kind: type[T]) -> Mapping[str, T]:
    if not isinstance(found, Mapping) or not all(isinstance(item, kind) for item in found.values()):
        message = f"the payload holds no {kind.__name__}"
        raise ValueError(message)
    return {str(name): item for name, item in found.items()}


def _checksum(digest: str, shapes: str, payload: bytes) -> str:
    found = blake2b(f"{digest}\n{shapes}\n".encode(), digest_size=16)
    found.update(payload)
    return found.hexdigest()


def _damaged(path: Path) -> Edition:
    message = "the edition is damaged: its checksum does not match"
    return _refused(path, "damaged-edition", message, "build it again: `kb build`")


def _refused(path: Path, code: str, message: str, cure: str) -> Edition:
    place = Span(path.as_posix(), 1, 1, 1, 1)
    return Edition(None, "", (Diagnostic(code, message, place, help=cure),))
