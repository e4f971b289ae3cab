"""A base on the author's desk: what is on disk, with the open texts laid over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sanku.catalog.nodes import NATION, Catalog
from sanku.catalog.yaml_reader import read_yaml
from sanku.checks.review import review
from sanku.claim.schema import Schema
from sanku.diagnostics.blocks import Lines
from sanku.diagnostics.message import Diagnostic, sort_key
from sanku.semantics.from_syntax import resolve_model
from sanku.semantics.load import read_base
from sanku.semantics.nodes import Model
from sanku.syntax import nodes as syntax
from sanku.syntax import parse_text


@dataclass(frozen=True, slots=True)
class Parsed:
    """A rule file as it is now: its text, layer, tree, and what the parser found."""

    text: str
    layer: str
    tree: syntax.File | None
    found: tuple[Diagnostic, ...]


@dataclass(slots=True)
class Desk:
    """A base with open texts. The one changing value of this folder; the server owns it.

    Args:
        root: The folder that holds ``kb.yaml``.
        files: Rule files by path, parsed.
        model: What resolves of them now.
        fact_problems: What is wrong with the facts, as they were last read.
        reviewed: What the whole base is told, allowances and severities applied.
        found: Everything found, by file.
        version: Counts the models: answers that take long say which one they are of.
    """

    root: Path
    catalog: Catalog | None = None
    schema: Schema | None = None
    files: dict[str, Parsed] = field(default_factory=dict)
    model: Model | None = None
    fact_problems: tuple[Diagnostic, ...] = ()
    fact_lines: dict[str, Sequence[str]] = field(default_factory=dict)
    read_lines: Lines = lambda _: ()
    reviewed: tuple[Diagnostic, ...] = ()
    open_problems: dict[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    found: dict[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    version: int = 0

    def load(self) -> None:
        """Read the base from disk; texts of open rule files stay as they are."""
        loaded = read_base(self.root)
        self.read_lines, self.fact_lines = loaded.lines, {}
        if loaded.model is None:
            self.catalog, self.model, self.fact_problems = None, None, loaded.diagnostics
            self.reviewed = review(None, loaded.diagnostics, self.lines).found
            self._settle()
            return
        self.catalog, self.schema = loaded.model.catalog, loaded.model.schema
        rules = {file.path for file in self.catalog.rule_files}
        self.fact_problems = tuple(found for found in loaded.diagnostics if found.span.file not in rules)
        before = self.files
        self.files = {}
        for file in self.catalog.rule_files:
            kept = before.get(file.path)
            text = "\n".join(loaded.lines(file.path)) + "\n"
            self.files[file.path] = kept if kept and kept.text == text else _parsed(text, file.path, file.layer)
        self._resolve()

    def edit(self, path: str, text: str) -> None:
        """Take the text of an open file: a rule file is parsed and everything resolved, a fact file read as YAML."""
        if path.endswith(".kb"):
            kept = self.files.get(path)
            if kept is None or kept.text != text:
                self.files[path] = _parsed(text, path, kept.layer if kept else self._layer(path))
                self._resolve()
        elif path.endswith((".yaml", ".yml")):
            if text.splitlines() == list(self.lines(path)):
                self.open_problems.pop(path, None)
            else:
                _, self.open_problems[path] = read_yaml(text.encode(), path)
            self._settle()

    def close(self, path: str) -> None:
        """Forget what an open fact file said."""
        self.open_problems.pop(path, None)

    def lines(self, path: str) -> Sequence[str]:
        """Return the lines of a file: of a rule file as the editor has it, of another as it was last read."""
        if path in self.files:
            return self.files[path].text.splitlines()
        if path not in self.fact_lines:
            self.fact_lines[path] = self.read_lines(path)
        return self.fact_lines[path]

    def _layer(self, path: str) -> str:
        parts = Path(path).parts
        regions = self.catalog.regions if self.catalog else {}
        return next((part for part in parts if part in regions), NATION)

    def _resolve(self) -> None:
        if self.catalog is None or self.schema is None:
            return
        trees = [(file.layer, file.tree) for file in self.files.values() if file.tree is not None]
        self.model, problems = resolve_model(self.catalog, trees, self.schema)
        self.version += 1
        read = (*self.fact_problems, *self._rule_problems(), *problems)
        self.reviewed = review(self.model, read, self.lines).found
        self._settle()

    def _rule_problems(self) -> tuple[Diagnostic, ...]:
        return tuple(found for file in self.files.values() for found in file.found)

    def _settle(self) -> None:
        by_file: dict[str, list[Diagnostic]] = {}
        settled = [one for one in self.reviewed if one.span.file not in self.open_problems]
        opened = [one for found in self.open_problems.values() for one in found]
        for one in sorted({*settled, *opened}, key=sort_key):
            by_file.setdefault(one.span.file, []).append(one)
        self.found = {name: tuple(found) for name, found in by_file.items()}


def _parsed(text: str, path: str, layer: str) -> Parsed:
    tree, found = parse_text(text, path)
    return Parsed(text, layer, tree, found)


def base_of(path: Path) -> Path | None:
    """Return the nearest folder at or above a path that holds ``kb.yaml``."""
    return next((folder for folder in (path, *path.parents) if (folder / "kb.yaml").is_file()), None)
