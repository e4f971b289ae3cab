"""Editions on disk: written whole or not at all, loaded without parsing, only if every digest matches."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from sanku.catalog.nodes import Catalog
from sanku.catalog.rows import RowStore
from sanku.claim.schema import base_schema
from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic
from sanku.edition.digest import edition_digest, meaning
from sanku.edition.shapes import STORED
from sanku.semantics.nodes import Amendment, Definition, Exemption, Model, Rule, Withdrawal
from sanku.storage import Fault, Kind, Stored, read_file, write_file

KIND = Kind("EDITION", 2, STORED)
T = TypeVar("T")

_DAMAGED = ("damaged-edition", "the edition is damaged: it is not what was written", "build it again: `kb build`")
_FAULTS: Mapping[Fault, tuple[str, str, str]] = {
    "damaged": _DAMAGED,
    "version": (
        "edition-version",
        "the edition was built by another version of sanku",
        "build it again with this version: `kb build`",
    ),
    "foreign": ("not-an-edition", "the file is not an edition", "give a directory, or a file of `kb build`"),
}


class Header(msgspec.Struct, frozen=True):
    """What an edition says of itself.

    Args:
        digest: Names the edition: of its canonical form.
        rules: How many rules it holds.
        rows: How many table rows it holds.
    """

    digest: str
    rules: int
    rows: int


class Edition(msgspec.Struct, frozen=True):
    """A loaded edition; ``model`` is ``None`` if the file cannot be used, and ``diagnostics`` say why."""

    model: Model | None
    digest: str
    diagnostics: tuple[Diagnostic, ...] = ()


def write_edition(model: Model, path: Path, digest: str | None = None) -> Header:
    """Write an edition beside its final place and move it there; ``digest`` is computed if it is not known."""
    rows = sum(len(layer.rows) for table in model.catalog.tables.values() for layer in table.layers)
    header = Header(digest or edition_digest(model), len(model.rules), rows)
    _index(model.catalog)
    notes: dict[str, str | int] = {"digest": header.digest, "rules": header.rules, "rows": header.rows}
    write_file(path, KIND, meaning(model), notes)
    return header


def _index(catalog: Catalog) -> None:
    """Make the indexes of all key columns, so that nobody who loads the edition has to."""
    for table in catalog.tables.values():
        for layer in table.layers:
            if isinstance(layer.rows, RowStore):
                layer.rows.make_indexes(table.key)


def read_edition(path: Path) -> Edition:
    """Load an edition; any damage is one diagnostic, and nothing of the file is used.

    Columns stay in the file and are mapped: the file may be replaced by another (renamed over), never overwritten.
    """
    stored = read_file(path, KIND)
    if not isinstance(stored, Stored):
        return _refused(path, *_FAULTS[stored])
    try:
        return Edition(_model(stored.value), str(stored.notes["digest"]))
    except (ValueError, KeyError):
        return _refused(path, *_DAMAGED)


def _model(parts: object) -> Model:
    if not isinstance(parts, tuple) or len(parts) != 6:
        raise ValueError("the file holds no base")
    catalog, rules, definitions, exemptions, withdrawals, amendments = parts
    if not isinstance(catalog, Catalog):
        raise ValueError("the file holds no facts")  # noqa: TRY004 - a damaged file is a bad value
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
        raise ValueError(f"the file holds no {kind.__name__}")
    return {str(name): item for name, item in found.items()}


def _refused(path: Path, code: str, message: str, cure: str) -> Edition:
    place = Span(path.as_posix(), 1, 1, 1, 1)
    return Edition(None, "", (Diagnostic(code, message, place, help=cure),))
