"""A knowledge directory to its model: facts, rule files and the event schema tied together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sanku.catalog.load import load_catalog
from sanku.catalog.nodes import ExtraField, RuleFile
from sanku.claim.schema import Schema, base_schema
from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic, sort_key
from sanku.semantics.consequences import without_consequences
from sanku.semantics.from_syntax import resolve_model
from sanku.semantics.nodes import Model
from sanku.semantics.report import Report, listed, suggest
from sanku.storage import NO_CACHE, Cache
from sanku.syntax import nodes as syntax
from sanku.syntax import parse_kept

Lines = Callable[[str], tuple[str, ...]]
"""Path of a file, as diagnostics name it, to its lines; of a file that cannot be read, none."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a directory gave.

    Args:
        model: What could be resolved, for checks; ``None`` if there is no readable ``kb.yaml``.
        diagnostics: Every problem of every file.
        lines: How to read the lines that diagnostics point at.
    """

    model: Model | None
    diagnostics: tuple[Diagnostic, ...]
    lines: Lines

    @property
    def has_errors(self) -> bool:
        """Whether the base cannot be used."""
        return self.model is None or any(found.is_error for found in self.diagnostics)


def load_model(root: Path, cache: Cache = NO_CACHE) -> tuple[Model | None, tuple[Diagnostic, ...]]:
    """Return the model of a directory, or ``None`` if anything in it is an error, and all problems."""
    loaded = read_base(root, cache)
    return (None if loaded.has_errors else loaded.model), loaded.diagnostics


def read_base(root: Path, cache: Cache = NO_CACHE) -> Loaded:
    """Return what a directory holds, broken parts left out and reported; the same with a cache as without."""
    schema = base_schema()
    catalog, found = load_catalog(root, schema.enums(), cache)
    lines = _lines_in(root)
    if catalog is None:
        return Loaded(None, found, lines)
    diagnostics = list(found)
    files: list[tuple[str, syntax.File]] = []
    for file in catalog.rule_files:
        tree, problems = _parse(root, file, cache)
        diagnostics += problems
        if tree is not None:
            files.append((file.layer, tree))
    extended, misplaced = _with_extra_fields(schema, catalog.extra_fields)
    model, problems = resolve_model(catalog, files, extended)
    diagnostics += [*misplaced, *problems]
    reported = without_consequences(tuple(dict.fromkeys(diagnostics)), lines)
    return Loaded(model, tuple(sorted(reported, key=sort_key)), lines)


def _parse(root: Path, file: RuleFile, cache: Cache) -> tuple[syntax.File | None, tuple[Diagnostic, ...]]:
    try:
        data = _place(root, file.path).read_bytes()
    except OSError as error:
        message = f"the file cannot be read: {(error.strerror or 'unknown cause').lower()}"
        return None, (Diagnostic("unreadable-file", message, Span(file.path, 1, 1, 1, 1)),)
    return parse_kept(data, file.path, cache)


def _place(root: Path, name: str) -> Path:
    """Return where a file that spans call ``name`` stands: names start with the root as the user gave it."""
    path = Path(name)
    return path if path.is_absolute() or path.is_relative_to(root) else root / path


def _with_extra_fields(schema: Schema, extra: tuple[ExtraField, ...]) -> tuple[Schema, tuple[Diagnostic, ...]]:
    """Return the schema with the fields that ``kb.yaml`` declares, and those that have no place."""
    report = Report()
    placed: list[ExtraField] = []
    for field in extra:
        record = schema.records.get(field.record)
        if record is None:
            help_ = suggest(field.record, schema.records, f"the records are {listed(schema.records, 40)}")
            report.error("unknown-record", f"there is no event record `{field.record}`", field.span, help_)
        elif field.name in record.fields:
            message = f"`{field.record}` has a field `{field.name}` already"
            report.error("duplicate-field", message, field.span, f"call it `{field.name}_local`")
        else:
            placed.append(field)
    return schema.extended(placed), report.diagnostics


def _lines_in(root: Path) -> Lines:
    @lru_cache(maxsize=64)
    def lines(name: str) -> tuple[str, ...]:
        try:
            text = _place(root, name).read_bytes().decode("utf-8", errors="replace")
        except OSError:
            return ()
        return tuple(text.splitlines())

    return lines
