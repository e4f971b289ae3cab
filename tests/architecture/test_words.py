"""One word per thing: ``docs/reference/words.md`` is the dictionary, and names in the code use no other word."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "words.md"


def rows() -> Iterator[list[str]]:
    """Yield the cells of every row of the tables of the page, headings left out."""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 4 and cells[0] != "word" and not set(cells[0]) <= set("-: "):
            yield cells


def forbidden() -> dict[str, str]:
    """Return each word that the last column names in backticks, with the word to use instead."""
    return {word: cells[0] for cells in rows() for word in re.findall(r"`([^`]+)`", cells[3])}


def defined_names(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield the names that a module gives: classes, functions, arguments, attributes, variables."""
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name, node.lineno
            case ast.arg(arg=name):
                yield name, node.lineno
            case ast.Name(id=name, ctx=ast.Store()):
                yield name, node.lineno
            case ast.Attribute(attr=name, ctx=ast.Store()):
                yield name, node.lineno


def words_of(name: str) -> set[str]:
    """Return a name's words, lower case: ``FieldPos`` and ``field_pos`` both give field and pos."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def test_the_dictionary_is_a_dictionary() -> None:
    found = list(rows())
    assert len(found) >= 40
    names = [cells[0] for cells in found]
    assert sorted(names) == sorted(set(names)), "a word stands twice"
    assert [cells[0] for cells in found if not re.search(r"[\u4e00-\u9fff]", cells[1])] == [], "no Chinese term"
    assert [word for word in forbidden() if word in names] == [], "a word is both used and forbidden"


@pytest.mark.parametrize("path", sorted((ROOT / "src" / "sanku").rglob("*.py")), ids=lambda path: path.stem)
def test_names_use_no_other_word(path: Path) -> None:
    instead = forbidden()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [
        f"{path.relative_to(ROOT)}:{line}: `{name}`: write {instead[word]}, not {word}"
        for name, line in defined_names(tree)
        for word in sorted(words_of(name) & instead.keys())
    ]
    assert found == []


def test_the_search_finds_a_forbidden_word() -> None:
    tree = ast.parse("def lint_rule(node_pos: int) -> None:\n    self.loc = node_pos\n")
    found = {word for name, _ in defined_names(tree) for word in words_of(name)} & forbidden().keys()
    assert found == {"lint", "pos", "loc"}
