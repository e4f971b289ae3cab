"""New files: the name is checked, the texts must parse, and nothing that is there is touched."""

from __future__ import annotations

import re
from pathlib import Path

from sanku.catalog.cell_problem import CellProblem
from sanku.catalog.codes import read_code
from sanku.catalog.nodes import Catalog
from sanku.core.text import nearest
from sanku.scaffold.templates import SOURCE, Ask, files_of
from sanku.semantics import read_base
from sanku.syntax import parse_bytes
from sanku.testing.generation import whole_code

KINDS = ("base", "rule", "table", "codes", "region")
"""What ``kb new`` can begin."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_STEMS = {"nhsa_drug": "XB05BAR028", "nhsa_service": "001102000050000"}


class RefusedError(Exception):
    """A request that cannot be met; the message says what to type instead."""


def new_files(kind: str, name: str, title: str, root: Path, about: str = "") -> dict[Path, str]:
    """Return the new files of a kind, by path.

    Args:
        kind: One of ``KINDS``.
        name: ``BASE.NAME``; of a base its folder; of a region its six digits.
        title: Chinese title; ``""`` = one made from the name.
        root: The base, for kinds other than ``base``.
        about: A code: the rule, table or code set is about what stands below it; ``""`` = an example.

    Raises:
        RefusedError: The name cannot be used, there is no such base, or a file is there already.
    """
    if about and kind in ("base", "region"):
        message = f"a {kind} is about no code; leave --code out, and give it to `kb new rule`"
        raise RefusedError(message)
    if kind == "base":
        folder = Path(name)
        drug = "nhsa_drug"
        ask = Ask("policy", "first", title or folder.name, drug, _STEMS[drug], f"{_STEMS[drug]}A{'0' * 12}")
        return _checked({folder / path: text for path, text in files_of(kind, ask).items()}, name)
    catalog = _catalog(root)
    base, last = ("policy", name) if kind == "region" else _parts(name, catalog)
    if kind == "region" and not re.fullmatch(r"[0-9]{6}", name):
        message = f"`{name}` is no region; write its six digits, such as 330100"
        raise RefusedError(message)
    system = next((found for found in _STEMS if found in catalog.systems), "")
    if not system:
        message = f"the base declares no code system of lines; add one of {', '.join(_STEMS)} to {root / 'kb.yaml'}"
        raise RefusedError(message)
    stem = _STEMS[system]
    if about:
        system, stem = _about(about, catalog)
    code = whole_code(catalog.systems[system].pattern, stem)
    source = "example" if "example" in catalog.sources or not catalog.sources else min(catalog.sources)
    ask = Ask(base, last, title or f"新规则 {last}", system, stem, code, source, only=bool(about))
    files = dict(files_of(kind, ask))
    if source not in catalog.sources:
        files["sources/example.yaml"] = SOURCE
    return _checked({root / path: text for path, text in files.items()}, name)


def _about(code: str, catalog: Catalog) -> tuple[str, str]:
    """Return the system of a code of lines, and the code as the system writes it."""
    systems = tuple(name for name in _STEMS if name in catalog.systems)
    found = read_code(systems, code, catalog.systems)
    if isinstance(found, CellProblem):
        alone = {name: read_code((name,), code, catalog.systems) for name in systems}
        likely = [text for text in alone.values() if isinstance(text, str)]
        found = likely[0] if len(likely) == 1 else found if likely else alone[systems[0 if code[0].isalpha() else -1]]
    if isinstance(found, CellProblem):
        message = f"{found.message}; {found.help}"
        raise RefusedError(message)
    system, _, stem = found.partition(":")
    return system, stem


def _catalog(root: Path) -> Catalog:
    loaded = read_base(root)
    if loaded.model is None:
        message = f"there is no knowledge base at `{root}`; name one with --kb, or begin one with `kb new base NAME`"
        raise RefusedError(message)
    return loaded.model.catalog


def _parts(name: str, catalog: Catalog) -> tuple[str, str]:
    base, dot, last = name.partition(".")
    if not dot or not _NAME.fullmatch(last):
        message = f"`{name}` is no name; write BASE.NAME in small letters, such as policy.albumin"
        raise RefusedError(message)
    if base not in catalog.bases:
        near = nearest(base, catalog.bases)
        said = f"did you mean `{near}.{last}`?" if near else f"the bases are {', '.join(catalog.bases)}"
        message = f"there is no base `{base}`; {said}"
        raise RefusedError(message)
    return base, last


def _checked(files: dict[Path, str], name: str) -> dict[Path, str]:
    there = next((path for path in files if path.exists()), None)
    if there is not None:
        message = f"`{there}` is there already and is not overwritten; choose another name"
        raise RefusedError(message)
    for path, text in files.items():
        if path.suffix == ".kb" and any(found.is_error for found in parse_bytes(text.encode(), str(path))[1]):
            message = (
                f"`{name}` cannot be used: a part of it is a word of the language, or the title holds a quotation mark"
            )
            raise RefusedError(message)
    return files
