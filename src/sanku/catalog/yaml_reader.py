"""YAML text to nodes with places: our own composition over libyaml's events (semantics 45).

Every scalar stays text. No anchors, aliases, tags, directives, second documents or repeated keys; depth is bounded.
"""

from __future__ import annotations

from pathlib import Path

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from sanku.catalog.problems import Problems
from sanku.catalog.text_file import decode, read_text
from sanku.catalog.yaml_errors import from_yaml_error
from sanku.catalog.yaml_nodes import YamlList, YamlMap, YamlNode, YamlText
from sanku.core.span import Span
from sanku.diagnostics.conflict import conflict_in
from sanku.diagnostics.message import Diagnostic, Label

MOST_BYTES = 64 << 20
MOST_DEPTH = 32

# The C parser gives the same events as the Python one, some thirty times faster; wheels have it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(source: Path | bytes, name: str = "") -> tuple[YamlNode | None, tuple[Diagnostic, ...]]:
    """Read one YAML document.

    Args:
        source: A file, or its bytes.
        name: What spans call the file; default its path.

    Returns:
        The document's node, or ``None`` if the text is not YAML; and everything that is wrong with it.
    """
    called = name or (source.as_posix() if isinstance(source, Path) else "")
    text = read_text(source, called, MOST_BYTES) if isinstance(source, Path) else decode(source, called)
    if isinstance(text, Diagnostic):
        return None, (text,)
    if conflict := conflict_in(text, called):
        return None, (conflict,)
    composer = _Composer(called)
    try:
        _compose(text, composer)
    except yaml.YAMLError as error:
        composer.problems.add(from_yaml_error(error, text, called))
        return None, composer.problems.result()
    if composer.root is None and not composer.problems.result():
        composer.problems.error("empty-file", "the file is empty", Span(called, 1, 1, 1, 1), help="write its first key")
    return composer.root, composer.problems.result()


def _compose(text: str, composer: _Composer) -> None:
    parser = _LOADER(text)
    try:
        event = parser.get_event()
        while not isinstance(event, StreamEndEvent) and composer.take(event):
            event = parser.get_event()
    finally:
        parser.dispose()


class _Open:
    """A list or map whose end has not come."""

    __slots__ = ("entries", "event", "items", "key")

    def __init__(self, event: Event, entries: dict[str, tuple[YamlText, YamlNode]] | None) -> None:
        self.event = event
        self.entries = entries
        self.items: list[YamlNode] = []
        self.key: YamlText | None = None


class _Composer:
    """Takes events and builds the root node; an explicit stack, so that depth costs no Python frames."""

    def __init__(self, file: str) -> None:
        self.root: YamlNode | None = None
        self.problems = Problems()
        self._file = file
        self._open: list[_Open] = []
        self._documents = 0

    def take(self, event: Event) -> bool:
        """Take one event; false stops the reading."""
        if isinstance(event, ScalarEvent):
            if event.tag is not None or event.anchor is not None:
                self._refuse_marks(event)
            line, column, end_line, end_column = _place(event)
            self._attach(YamlText(event.value, not event.style, self._file, line, column, end_line, end_column))
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            if event.tag is not None or event.anchor is not None:
                self._refuse_marks(event)
            self._open.append(_Open(event, {} if isinstance(event, MappingStartEvent) else None))
            return self._depth_is_fine(event)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self._attach(self._closed(event))
        elif isinstance(event, AliasEvent):
            self._refuse(event, "yaml-alias", f"`*{event.anchor}` repeats another node", "write the text out")
            self._attach(YamlText("", True, self._file, *_place(event)))  # noqa: FBT003 - a plain text
        elif isinstance(event, DocumentStartEvent):
            return self._document_is_fine(event)
        return True

    def _closed(self, event: Event) -> YamlNode:
        top = self._open.pop()
        line, column, _, _ = _place(top.event)
        span = Span(self._file, line, column, *_place(event)[2:])
        return YamlList(tuple(top.items), span) if top.entries is None else YamlMap(top.entries, span)

    def _attach(self, node: YamlNode) -> None:
        if not self._open:
            self.root = node
            return
        top = self._open[-1]
        if top.entries is None:
            top.items.append(node)
        elif top.key is None:
            top.key = node if isinstance(node, YamlText) else self._no_key(node)
        else:
            first = top.entries.setdefault(top.key.text, (top.key, node))
            if first[0] is not top.key:
                self._report_duplicate(top.key, first[0])
            top.key = None

    def _no_key(self, node: YamlList | YamlMap) -> YamlText:
        self.problems.error("yaml-key", "a key is a text, not a list or a map", node.span, help="write `name: …`")
        span = node.span
        return YamlText("", True, self._file, span.line, span.column, span.end_line, span.end_column)  # noqa: FBT003 - a plain text

    def _report_duplicate(self, key: YamlText, first: YamlText) -> None:
        labels = (Label(first.span, "first here"),)
        message = f"the key `{key.text}` stands twice in one map"
        self.problems.error("duplicate-key", message, key.span, help="keep one of the two", labels=labels)

    def _refuse_marks(self, event: NodeEvent) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._refuse(event, "yaml-tag", f"the tag `{tag}` says how to build an object", "leave the tag out")
        if event.anchor is not None:
            self._refuse(
                event, "yaml-anchor", f"the anchor `&{event.anchor}` marks a node for repetition", "leave it out"
            )

    def _refuse(self, event: Event, code: str, message: str, advice: str) -> None:
        span = Span(self._file, *_place(event))
        self.problems.error(code, message, span, help=advice, topic=f"`{self._file}`")

    def _depth_is_fine(self, event: Event) -> bool:
        if len(self._open) <= MOST_DEPTH:
            return True
        self._refuse(event, "yaml-too-deep", f"lists and maps nest deeper than {MOST_DEPTH}", "keep facts flat")
        self.root = None
        return False

    def _document_is_fine(self, event: DocumentStartEvent) -> bool:
        self._documents += 1
        if event.version is not None or event.tags:
            self._refuse(event, "yaml-directive", "a `%` directive changes how the file is read", "leave it out")
        if self._documents == 1:
            return True
        self._refuse(event, "second-document", "a file holds one document", "delete `---`, or split the file")
        return False


def _place(event: Event) -> tuple[int, int, int, int]:
    """Return line and column of an event's start and end, from 1."""
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:
        return 1, 1, 1, 1
    return start.line + 1, start.column + 1, end.line + 1, end.column + 1
