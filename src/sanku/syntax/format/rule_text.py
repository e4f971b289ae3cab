"""The text of a ``.kb`` file to its canonical text: the same tree, the same comments, in one language."""

from __future__ import annotations

from dataclasses import replace

from sanku.diagnostics.message import Diagnostic
from sanku.syntax.format.concrete import leaves, read_concrete
from sanku.syntax.format.doc import render
from sanku.syntax.format.items import file_doc
from sanku.syntax.format.order import in_order
from sanku.syntax.nodes import Amend, Define, Exempt, File, Item, Rule, Withdraw
from sanku.syntax.parse import parse_text

WIDTH = 120
_MARK = "\ufeff"


def format_rules(text: str, file: str, language: str = "") -> tuple[str | None, tuple[Diagnostic, ...]]:
    """Return the canonical text, or ``None`` and what is wrong with the text.

    Args:
        text: The text of a ``.kb`` file.
        file: Its path, for the spans.
        language: ``zh`` or ``en``: the keywords and units of the result; ``""`` keeps those of the first word.
    """
    text = text.removeprefix(_MARK)
    tree, found = parse_text(text, file)
    wrong = tuple(one for one in found if one.code != "tab")
    if tree is None or wrong:
        return None, wrong or found
    concrete = read_concrete(text, file)
    spoken = language or language_of(next(leaves(concrete.tree)).lexeme.text)
    shown = f"{render(file_doc(concrete, spoken), WIDTH)}\n"
    again, _ = parse_text(shown, file)
    if again is None or canonical(again) != canonical(tree):
        return None, (_differs(tree, again, spoken),)
    return shown, ()


def language_of(word: str) -> str:
    """Return the language of a keyword."""
    return "en" if word.isascii() else "zh"


def canonical(tree: File) -> File:
    """Return a tree with the clauses of each item in canonical order and without its comments."""
    items = tuple(_in_order(item) for item in tree.items)
    return replace(tree, items=items, comments=())


def _in_order(item: Item) -> Item:
    match item:
        case Rule() | Exempt() | Amend():
            return replace(item, clauses=in_order(item.clauses))
        case Define() | Withdraw():
            return item


def _differs(tree: File, again: File | None, language: str) -> Diagnostic:
    spoken = {"zh": "Chinese", "en": "English"}[language]
    items = () if again is None else again.items
    first = next(
        (item for item, other in zip(tree.items, items, strict=False) if item != other),
        tree.items[-1] if tree.items else tree.module,
    )
    return Diagnostic(
        code="not-said",
        message=f"this item cannot be written with {spoken} keywords without a change of meaning",
        span=first.span,
        help="rename the name in it that is a keyword there",
    )
