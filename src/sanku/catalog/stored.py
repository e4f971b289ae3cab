"""How facts are stored: columns and indexes as they lie in memory; and what of them a digest is of."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from sanku.catalog import nodes
from sanku.catalog.columns import Constant, Distinct, Repeated, Texts
from sanku.catalog.key_index import KeyIndex
from sanku.catalog.nodes import Column
from sanku.catalog.rows import Places, RowParts, RowStore
from sanku.core import code, moment, quantity, span, types, unit, unknown, value
from sanku.core.span import Span
from sanku.storage import Encoder, Fold, Kind, Plain, Shapes, classes_in

_ROWS = 8


class Rows(msgspec.Struct, frozen=True):
    """A ``RowStore`` with the indexes of its key columns."""

    columns: tuple[Column, ...]
    parts: RowParts
    indexes: dict[int, KeyIndex]


def _fold(item: object, encode: Callable[[object], Plain]) -> Plain:
    assert isinstance(item, RowStore)
    for texts in (*item.parts.cells, *item.parts.attributes):
        texts.content()
    return encode(Rows(item.columns, item.parts, item.indexes))


def _unfold(item: Rows) -> RowStore:
    return RowStore(item.columns, item.parts, item.indexes)


def _nothing(item: object, encode: Callable[[object], Plain]) -> Plain:  # noqa: ARG001 - a fold's signature
    return None


def _content(texts: object, encode: Callable[[object], Plain]) -> Plain:  # noqa: ARG001 - a fold's signature
    assert isinstance(texts, Texts)
    return texts.content()


def _meaning(item: object, encode: Callable[[object], Plain]) -> Plain:
    assert isinstance(item, RowStore)
    return [_ROWS, encode(item.columns), encode(item.parts)]


_CLASSES = classes_in(nodes, code, moment, quantity, span, types, unit, unknown, value)
_COLUMNS: tuple[type, ...] = (Constant, Repeated, Distinct)


def shapes(*modules: object) -> Shapes:
    """Return the classes of facts, and those that ``modules`` define, as they are written and read."""
    classes = {*_CLASSES, *_COLUMNS, *classes_in(*modules), RowParts, Places, KeyIndex, Rows}
    return Shapes(classes, {RowStore: _fold}, {Rows: _unfold})


def canonical(*modules: object) -> Shapes:
    """Return the same classes as a digest takes them: no places in files, columns by their texts, however stored."""
    columns: dict[type, Fold] = dict.fromkeys(_COLUMNS, _content)
    folds = {Span: _nothing, Places: _nothing, RowStore: _meaning, **columns}
    return Shapes({*_CLASSES, *classes_in(*modules), RowParts}, folds)


FACTS = Kind("FACTS", 1, shapes())
"""Entries of the cache that hold facts."""

_CANONICAL = canonical()


def said(item: object) -> bytes:
    """Return the same bytes for facts that mean the same, wherever and however they are written."""
    return msgspec.msgpack.encode(Encoder(_CANONICAL, canonical=True).encode(item))
