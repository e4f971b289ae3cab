"""Model to plain data and back: a closed list of classes, no code, no pickle (semantics 49).

Plain data is what msgpack holds. A value that is not plain is a list whose head is a small number: what it is.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from hashlib import blake2b

import msgspec

from sanku.catalog import columns as catalog_columns
from sanku.catalog import nodes as catalog_nodes
from sanku.catalog.rows import Places, RowParts, RowStore
from sanku.core import code, moment, quantity, span, types, unit, unknown, value
from sanku.semantics.nodes import base, conditions, rules, sources, values

_TUPLE, _SET, _MAP, _FRACTION, _DATE, _DATETIME, _ARRAY, _LARGE, _ROWS, _FIRST_CLASS = range(10)
_SMALL = 1 << 62
_TYPE_CODES = tuple("bBhHiIlLqQ")

Plain = None | bool | int | str | bytes | list["Plain"]

_MODEL = (base, conditions, rules, sources, values)


def _classes() -> tuple[type, ...]:
    modules = (*_MODEL, catalog_nodes, code, moment, quantity, span, types, unit, unknown, value)
    found = {
        item
        for module in modules
        for item in vars(module).values()
        if isinstance(item, type) and item.__module__ == module.__name__ and (is_dataclass(item) or _is_struct(item))
    }
    found |= {RowParts, Places, catalog_columns.Constant, catalog_columns.Repeated, catalog_columns.Distinct}
    return tuple(sorted(found, key=lambda item: f"{item.__module__}.{item.__qualname__}"))


def _is_struct(item: type) -> bool:
    return issubclass(item, msgspec.Struct)


def _fields(item: type) -> tuple[str, ...]:
    if issubclass(item, msgspec.Struct):
        return item.__struct_fields__
    if is_dataclass(item):
        return tuple(found.name for found in fields(item))
    return tuple(name for name in item.__init__.__annotations__ if name != "return")


CLASSES = _classes()
_NUMBER = {item: number for number, item in enumerate(CLASSES, _FIRST_CLASS)}
_FIELDS = {item: _fields(item) for item in CLASSES}


def fingerprint() -> str:
    """Return what names the shapes that this version writes and reads: classes and their fields."""
    text = "\n".join(f"{item.__module__}.{item.__qualname__}({','.join(_FIELDS[item])})" for item in CLASSES)
    return blake2b(text.encode(), digest_size=8).hexdigest()


class Encoder:
    """Values to plain data.

    Args:
        canonical: Leave out places in files and how columns are stored, sort maps: only what the base means.
    """

    def __init__(self, *, canonical: bool) -> None:
        self._canonical = canonical

    def encode(self, item: object) -> Plain:
        """Return plain data for a value of the closed list."""
        match item:
            case None | bool() | str() | bytes():
                return item
            case Enum():
                return self.encode(item.value)
            case int():
                return item if -_SMALL < item < _SMALL else [_LARGE, str(item)]
            case Fraction():
                return [_FRACTION, str(item.numerator), str(item.denominator)]
            case datetime():
                return [_DATETIME, item.isoformat()]
            case date():
                return [_DATE, item.toordinal()]
            case array():
                return [_ARRAY, item.typecode, _little_endian(item)]
            case frozenset():
                return [_SET, *sorted((self.encode(part) for part in item), key=repr)]
            case RowStore():
                return self._rows(item)
            case Mapping():
                return self._map(item)
            case span.Span() | Places() if self._canonical:
                return None
            case catalog_columns.Texts() if self._canonical:
                return _content(item)
            case _ if type(item) in _NUMBER:
                return self._instance(item)
            case Sequence():
                return [_TUPLE, *(self.encode(part) for part in item)]
            case _:
                message = f"an edition cannot hold {type(item).__name__}"
                raise TypeError(message)

    def _map(self, item: Mapping[object, object]) -> Plain:
        pairs = [(self.encode(key), self.encode(found)) for key, found in item.items()]
        if self._canonical:
            pairs.sort(key=lambda pair: repr(pair[0]))
        return [_MAP, *(part for pair in pairs for part in pair)]

    def _rows(self, item: RowStore) -> Plain:
        return [_ROWS, self.encode(item.columns), self.encode(item.parts)]

    def _instance(self, item: object) -> Plain:
        kind = type(item)
        # By name in the canonical form: numbers change with the list of classes, and the edition is named by this.
        head: Plain = kind.__name__ if self._canonical else _NUMBER[kind]
        return [head, *(self.encode(getattr(item, name)) for name in _FIELDS[kind])]


def _content(texts: catalog_columns.Texts) -> bytes:
    digest = blake2b(digest_size=16)
    for text in texts:
        digest.update(len(data := text.encode()).to_bytes(4, "big"))
        digest.update(data)
    return digest.digest()


def _little_endian(item: array[int]) -> bytes:
    if sys.byteorder == "little":
        return item.tobytes()
    swapped = array(item.typecode, item)
    swapped.byteswap()
    return swapped.tobytes()


def decode(plain: Plain) -> object:
    """Return the value that ``Encoder.encode`` was given (not canonical). Raises ``ValueError`` on anything else."""
    if not isinstance(plain, list):
        return plain
    number, *parts = plain
    if not isinstance(number, int):
        message = "an edition's value has no kind"
        raise ValueError(message)  # noqa: TRY004 - a damaged file is a bad value, not a bug of types
    if number >= _FIRST_CLASS:
        return _make(number, parts)
    return _DECODERS[number](parts)


def _make(number: int, parts: list[Plain]) -> object:
    kind = CLASSES[number - _FIRST_CLASS]
    values = dict(zip(_FIELDS[kind], map(decode, parts), strict=True))
    if kind is moment.Moment:
        values["precision"] = moment.Precision(_integer(parts[1]))
    return kind(**values)


def _integer(plain: Plain) -> int:
    if not isinstance(plain, int):
        message = "an edition's number is none"
        raise ValueError(message)  # noqa: TRY004 - as above
    return plain


def _array(parts: list[Plain]) -> array[int]:
    kind, data = parts
    if (
        not isinstance(kind, str)
        or kind not in ("B", "H", "I", "L", "Q", "b", "h", "i", "l", "q")
        or not isinstance(data, bytes)
    ):
        message = "an edition's column is none"
        raise ValueError(message)
    found: array[int] = array(str(kind))
    found.frombytes(data)
    if sys.byteorder != "little":
        found.byteswap()
    return found


def _rows(parts: list[Plain]) -> RowStore:
    columns, rows = map(decode, parts)
    if not isinstance(rows, RowParts) or not isinstance(columns, tuple):
        message = "an edition's rows are none"
        raise ValueError(message)  # noqa: TRY004 - as above
    return RowStore(columns, rows)


def _pairs(parts: list[Plain]) -> dict[object, object]:
    values = [decode(part) for part in parts]
    return dict(zip(values[::2], values[1::2], strict=True))


_DECODERS: dict[int, Callable[[list[Plain]], object]] = {
    _TUPLE: lambda parts: tuple(decode(part) for part in parts),
    _SET: lambda parts: frozenset(decode(part) for part in parts),
    _MAP: _pairs,
    _FRACTION: lambda parts: Fraction(int(str(parts[0])), int(str(parts[1]))),
    _DATE: lambda parts: date.fromordinal(_integer(parts[0])),
    _DATETIME: lambda parts: datetime.fromisoformat(str(parts[0])),
    _ARRAY: _array,
    _LARGE: lambda parts: int(str(parts[0])),
    _ROWS: _rows,
}
