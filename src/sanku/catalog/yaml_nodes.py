"""YAML as this project reads it: text, lists and maps, each with its place (semantics 45)."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from sanku.core.span import Span

_NONE = frozenset(("", "~", "null", "Null", "NULL"))


class YamlText(msgspec.Struct, frozen=True, gc=False):
    """A scalar: always text, whatever it looks like.

    Args:
        text: As written, without its quotes.
        plain: Whether it was written without quotes.
    """

    text: str
    plain: bool
    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.file, self.line, self.column, self.end_line, self.end_column)

    @property
    def is_none(self) -> bool:
        """Whether it says that there is nothing: empty, ``~`` or ``null``, without quotes."""
        return self.plain and self.text in _NONE

    @property
    def is_blank(self) -> bool:
        """Whether a cell of it is blank: none, or an empty quoted text."""
        return self.text == "" or self.is_none


class YamlList(msgspec.Struct, frozen=True):
    """A sequence."""

    items: tuple[YamlNode, ...]
    span: Span


class YamlMap(msgspec.Struct, frozen=True):
    """A mapping; its keys are unique texts, in the order written."""

    entries: dict[str, tuple[YamlText, YamlNode]]
    span: Span

    def get(self, name: str) -> YamlNode | None:
        """Return the value of a key, or ``None`` if there is no such key."""
        entry = self.entries.get(name)
        return None if entry is None else entry[1]

    def pairs(self) -> Iterator[tuple[YamlText, YamlNode]]:
        """Yield each key with its value."""
        yield from self.entries.values()

    @property
    def first(self) -> str:
        """The first key, ``""`` if there is none."""
        return next(iter(self.entries), "")


YamlNode = YamlText | YamlList | YamlMap


def shape_name(node: YamlNode) -> str:
    """Return what a diagnostic calls the shape of a node."""
    match node:
        case YamlText():
            return "a text"
        case YamlList():
            return "a list"
        case YamlMap():
            return "a map"
