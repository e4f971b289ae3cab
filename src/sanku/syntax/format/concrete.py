"""Text to its concrete tree: every word and mark exactly once, each with the comments that stand at it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lark import Tree

from sanku.core.span import Span
from sanku.syntax.grammar import Leaf, concrete_grammar
from sanku.syntax.keywords import CHINESE
from sanku.syntax.lexemes import Kind
from sanku.syntax.nodes import Comment
from sanku.syntax.scan import scan

Part = Tree[Leaf] | Leaf
"""A production with its parts, or one word or mark."""

PHRASES = tuple(tuple(words.upper().split()) for words in CHINESE if " " in words)
"""English words that Chinese says as one, as terminals."""


@dataclass(slots=True)
class Margins:
    """The comments of one leaf: those on their own lines above it, and the one that ends its line."""

    above: list[Comment] = field(default_factory=list)
    behind: list[Comment] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class Concrete:
    """A concrete tree.

    Args:
        tree: The whole file.
        margins: Comments by the identity of the leaf that they stand at.
        tails: Leaves that belong to the phrase begun by the leaf before them: ``in`` of ``not in``.
        heads: Of a leaf that begins a phrase, the words of the phrase.
        last: Comments after the last leaf.
    """

    tree: Tree[Leaf]
    margins: dict[int, Margins]
    tails: frozenset[int]
    heads: dict[int, tuple[str, ...]]
    last: tuple[Comment, ...]


def parts(tree: Tree[Leaf]) -> list[Part]:
    """Return the parts of a production that are there."""
    found: list[Part | None] = [*tree.children]
    return [part for part in found if part is not None]


def leaves(part: Part) -> Iterator[Leaf]:
    """Yield the leaves of a part in written order."""
    if isinstance(part, Leaf):
        yield part
        return
    for child in parts(part):
        yield from leaves(child)


def is_word(leaf: Part, *words: str) -> bool:
    """Return whether a part is one of these keywords or marks."""
    return (
        isinstance(leaf, Leaf) and (leaf.lexeme.text if leaf.lexeme.kind is Kind.SYMBOL else leaf.type.lower()) in words
    )


def read_concrete(text: str, file: str) -> Concrete:
    """Read a text that is known to parse.

    Args:
        text: The text, without a byte order mark.
        file: Its path.
    """
    grammar = concrete_grammar()
    scanned = scan(text, file, frozenset(grammar.words))
    tree = grammar.parse("file", scanned.lexemes)
    assert isinstance(tree, Tree), file
    flat = list(leaves(tree))
    heads, tails = _phrases(flat)
    margins: dict[int, Margins] = {id(leaf): Margins() for leaf in flat}
    last = _place(scanned.comments, flat, margins, tails)
    return Concrete(tree, margins, frozenset(id(flat[index]) for index in tails), heads, last)


def _phrases(flat: Sequence[Leaf]) -> tuple[dict[int, tuple[str, ...]], set[int]]:
    heads: dict[int, tuple[str, ...]] = {}
    tails: set[int] = set()
    for index, leaf in enumerate(flat):
        for phrase in PHRASES:
            if index in tails or tuple(found.type for found in flat[index : index + len(phrase)]) != phrase:
                continue
            heads[id(leaf)] = tuple(word.lower() for word in phrase)
            tails.update(range(index + 1, index + len(phrase)))
    return heads, tails


def _place(
    comments: Sequence[Comment], flat: Sequence[Leaf], margins: dict[int, Margins], tails: set[int]
) -> tuple[Comment, ...]:
    last: list[Comment] = []
    at = 0
    for comment in comments:
        while at < len(flat) and _starts(flat[at].span) < _starts(comment.span):
            at += 1
        if comment.own_line:
            if at == len(flat):
                last.append(comment)
                continue
            owner = at
            while owner in tails:
                owner -= 1
            owner += _is_silent(flat[owner])
            margins[id(flat[owner])].above.append(comment)
        else:
            # In Chinese a comment inside a phrase has no place: it stands behind the phrase in both languages.
            owner = at - 1
            while owner + 1 in tails:
                owner += 1
            owner -= _is_silent(flat[owner])
            margins[id(flat[owner])].behind.append(comment)
    return tuple(last)


def _is_silent(leaf: Leaf) -> bool:
    return leaf.type == "INSIDE"


def _starts(span: Span) -> tuple[int, int]:
    return span.line, span.column
