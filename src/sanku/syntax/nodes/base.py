"""What every node has: its place; names and comments."""

from __future__ import annotations

from dataclasses import dataclass, field

from sanku.core.span import Span


@dataclass(frozen=True, slots=True)
class Node:
    """Anything with a place. Equality ignores the place, so that reformatted text gives an equal tree."""

    span: Span = field(compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Name(Node):
    """One identifier."""

    text: str


@dataclass(frozen=True, slots=True)
class Comment(Node):
    """A comment, ``#`` included; ``own_line`` tells whether nothing but blanks stands before it."""

    text: str
    own_line: bool
