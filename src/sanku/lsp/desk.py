"""A base on the author's desk: what is on disk, with the open texts laid over it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sanku.catalog.alone import problems_of
from sanku.catalog.nodes import NATION, Catalog
from sanku.catalog.yaml_nodes import YamlNode
from sanku.catalog.yaml_reader import read_yaml
from sanku.checks import run as run_checks
from sanku.claim.schema import Schema
from sanku.diagnostics.message import Diagnostic, sort_key
from sanku.lsp.codes import Codes, codes_of
from sanku.semantics.consequences import without_consequences
from sanku.semantics.from_syntax import resolve_model
from sanku.semantics.load import read_base
from sanku.semantics.nodes import Model
from sanku.syntax import nodes as syntax
from sanku.syntax import parse_bytes, parse_text
from sanku.testing.cases import SUFFIX, Case, cases_of

YAML = (".yaml", ".yml")
Cases = tuple[tuple[Path, Case], ...]
"""Cases with their files."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A rule file as it is now: its text, layer, tree, and what the parser found."""

    text: str
    layer: str
    tree: syntax.File | None
    found: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file as it is now: its text, what it holds (``None`` if it is no YAML), and what the reader found."""

    text: str
    node: YamlNode | None
    found: tuple[Diagnostic, ...]


@dataclass(slots=True)
class Desk:
    """A base with open texts. The one changing value of this folder; the server owns it.

    Args:
        root: The folder that holds ``kb.yaml``.
        files: Rule files by path, parsed.
        documents: YAML files that were asked about, by path.
        opened: Files that are open in the editor.
        drafts: What is wrong with open YAML files whose text is not that of the disk: what was found there is past.
        codes: The codes of every system, with their names.
        model: What resolves of them now.
        fact_problems: What is wrong with the facts, as they were last read.
        rule_problems: What is wrong with the rules, as they were last resolved.
        found: Everything found, by file.
        cases: The cases of the base, with what tells whether their files have changed.
        version: Counts the models: answers that take long say which one they are of.
    """

    root: Path
    catalog: Catalog | None = None
    schema: Schema | None = None
    files: dict[str, Parsed] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    opened: set[str] = field(default_factory=set)
    drafts: dict[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    codes: dict[str, Codes] = field(default_factory=dict)
    model: Model | None = None
    fact_problems: tuple[Diagnostic, ...] = ()
    rule_problems: tuple[Diagnostic, ...] = ()
    found: dict[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    cases: tuple[tuple[tuple[Path, int, int], ...], Cases] | None = None
    version: int = 0

    def load(self) -> None:
        """Read the base from disk; texts of open rule files stay as they are."""
        loaded = read_base(self.root)
        if loaded.model is None:
            self.catalog, self.model, self.fact_problems, self.rule_problems = None, None, loaded.diagnostics, ()
            self._settle()
            return
        self.catalog, self.schema = loaded.model.catalog, loaded.model.schema
        self.codes = codes_of(self.catalog)
        rules = {file.path for file in self.catalog.rule_files}
        self.fact_problems = tuple(found for found in loaded.diagnostics if found.span.file not in rules)
        before = self.files
        self.files = {}
        for file in self.catalog.rule_files:
            kept = before.get(file.path)
            text = _on_disk(file.path)
            stays = kept is not None and (file.path in self.opened or kept.text == text)
            self.files[file.path] = kept if kept and stays else _parsed_file(file.path, file.layer)
        self._resolve()

    def edit(self, path: str, text: str) -> None:
        """Take the text of an open file: a rule file is parsed and everything resolved, a fact file read as YAML."""
        self.opened.add(path)
        if path.endswith(".kb"):
            kept = self.files.get(path)
            if kept is None or kept.text != text:
                self.files[path] = _parsed(text, path, kept.layer if kept else self._layer(path))
                self._resolve()
        elif path.endswith(YAML):
            self.read(path, text)
            self.drafts.pop(path, None)
            if path.endswith(SUFFIX) or text != _on_disk(path):
                self.drafts[path] = self._draft(path)
            self._settle()

    def read(self, path: str, text: str | None = None) -> None:
        """Read a YAML file so that its names can be asked for; what has not changed is not read again."""
        text = _on_disk(path) if text is None else text
        kept = self.documents.get(path)
        if kept is None or kept.text != text:
            self.documents[path] = Document(text, *read_yaml(text.encode(), path))

    def _draft(self, path: str) -> tuple[Diagnostic, ...]:
        """Return what is wrong with an open YAML file alone; what it shares with others is found when it is saved."""
        document = self.documents[path]
        if document.node is None or self.catalog is None or self.schema is None:
            return document.found
        if path.endswith(SUFFIX):
            return (*document.found, *cases_of(document.node, self.schema)[1])
        return (*document.found, *problems_of(document.node, path, self.catalog, self.schema.enums()))

    def close(self, path: str) -> None:
        """Forget what an open file said: what stands on disk counts again."""
        self.opened.discard(path)
        self.drafts.pop(path, None)
        self.documents.pop(path, None)
        if path.endswith(".kb") and Path(path).is_file():
            self.edit(path, _on_disk(path))
            self.opened.discard(path)
        self._settle()

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
        parsed = (found for file in self.files.values() for found in file.found)
        before = (*parsed, *problems)
        whole = not any(found.is_error for found in (*before, *self._facts()))
        self.rule_problems = (*before, *run_checks(self.model, whole=whole))
        self._settle()

    def _facts(self) -> tuple[Diagnostic, ...]:
        """Return what is wrong with the facts: as they were read, and of what is being typed as it is typed."""
        read = (one for one in self.fact_problems if one.span.file not in self.drafts)
        return (*read, *(one for found in self.drafts.values() for one in found))

    def _lines(self, path: str) -> tuple[str, ...]:
        known = self.files.get(path) or self.documents.get(path)
        return tuple((known.text if known is not None else _on_disk(path)).splitlines())

    def _settle(self) -> None:
        by_file: dict[str, list[Diagnostic]] = {}
        every = dict.fromkeys((*self._facts(), *self.rule_problems))
        for one in sorted(without_consequences(tuple(every), self._lines), key=sort_key):
            by_file.setdefault(one.span.file, []).append(one)
        self.found = {name: tuple(found) for name, found in by_file.items()}


def _parsed(text: str, path: str, layer: str) -> Parsed:
    tree, found = parse_text(text, path)
    return Parsed(text, layer, tree, found)


def _parsed_file(path: str, layer: str) -> Parsed:
    """Return a rule file of the disk, whose bytes may be no text."""
    tree, found = parse_bytes(Path(path).read_bytes() if Path(path).is_file() else b"", path)
    return Parsed(_on_disk(path), layer, tree, found)


def _on_disk(path: str) -> str:
    return Path(path).read_bytes().decode(errors="replace") if Path(path).is_file() else ""


def base_of(path: Path) -> Path | None:
    """Return the nearest folder at or above a path that holds ``kb.yaml``."""
    return next((folder for folder in (path, *path.parents) if (folder / "kb.yaml").is_file()), None)
