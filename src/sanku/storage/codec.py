"""Values to plain data and back: a closed list of classes, no code, no pickle (semantics 49).

Plain data is what msgpack holds. A value that is not plain is a list whose head is a small number: what it is. Numbers
of columns and long bytes stand apart, in one buffer, so that they are mapped into memory and never copied.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from hashlib import blake2b
from types import MappingProxyType

import msgspec

(_TUPLE, _SET, _MAP, _FRACTION, _DATE, _DATETIME, _BLOB, _LARGE, _RANGE, _FIRST_CLASS) = range(10)
_SMALL = 1 << 62
_ALIGNED = 8
_LONG = 64
_WIDTHS = {"B": 1, "H": 2, "I": 4, "Q": 8}

Plain = None | bool | int | str | bytes | list["Plain"]

Fold = Callable[[object, Callable[[object], Plain]], Plain]
"""How to encode a value of one class: takes it, and the encoder of what it holds."""


class Shapes:
    """The closed list of classes that a file may hold.

    Args:
        classes: Dataclasses, msgspec structs, enumerations, and plain classes whose ``__init__`` names their fields.
        folds: How to encode a class otherwise than by its fields.
        unfolds: What to make of a decoded value, by its class.
    """

    __slots__ = ("_unfolds", "classes", "fields", "fingerprint", "folds", "number")

    def __init__(
        self,
        classes: Iterable[type],
        folds: Mapping[type, Fold] = MappingProxyType({}),
        unfolds: Mapping[type, Callable[..., object]] = MappingProxyType({}),
    ) -> None:
        self.classes = tuple(sorted(set(classes), key=lambda item: f"{item.__module__}.{item.__qualname__}"))
        self.number = {item: number for number, item in enumerate(self.classes, _FIRST_CLASS)}
        self.fields = {item: _fields(item) for item in self.classes}
        self.folds = folds
        self._unfolds = unfolds
        text = "\n".join(
            f"{each.__module__}.{each.__qualname__}({','.join(self.fields[each])})" for each in self.classes
        )
        # Names the shapes that this version writes and reads.
        self.fingerprint = blake2b(text.encode(), digest_size=8).hexdigest()

    def make(self, number: int, parts: Sequence[object]) -> object:
        """Return the value of a class from its fields; raises ``ValueError`` or ``TypeError`` on any other."""
        kind = self.classes[number - _FIRST_CLASS]
        found = kind(*parts) if issubclass(kind, Enum) else kind(**dict(zip(self.fields[kind], parts, strict=True)))
        unfold = self._unfolds.get(kind)
        return found if unfold is None else unfold(found)


def classes_in(*modules: object) -> frozenset[type]:
    """Return the dataclasses, structs and enumerations that modules define."""
    return frozenset(
        item
        for module in modules
        for item in vars(module).values()
        if isinstance(item, type)
        and item.__module__ == getattr(module, "__name__", None)
        and (is_dataclass(item) or issubclass(item, msgspec.Struct | Enum))
    )


def _fields(item: type) -> tuple[str, ...]:
    if issubclass(item, msgspec.Struct):
        return item.__struct_fields__
    if issubclass(item, Enum):
        return ("value",)
    if is_dataclass(item):
        return tuple(found.name for found in fields(item))
    return tuple(name for name in item.__init__.__annotations__ if name != "return")


class Encoder:
    """Values to plain data.

    Args:
        shapes: The classes it may meet.
        canonical: Sort maps, name classes: the same bytes for the same meaning. For digests, never decoded.
    """

    def __init__(self, shapes: Shapes, *, canonical: bool = False) -> None:
        self._shapes = shapes
        self._canonical = canonical
        self.data = bytearray()

    def encode(self, item: object) -> Plain:
        """Return plain data for a value of the closed list."""
        fold = self._shapes.folds.get(type(item))
        if fold is not None:
            return fold(item, self.encode)
        match item:
            case Enum():
                return self.encode(item.value) if self._canonical else [self._shapes.number[type(item)], item.value]
            case None | bool() | str():
                return item
            case bytes():
                return item if self._canonical or len(item) <= _LONG else self._blob(item, "")
            case int():
                return item if -_SMALL < item < _SMALL else [_LARGE, str(item)]
            case Fraction():
                return [_FRACTION, str(item.numerator), str(item.denominator)]
            case datetime():
                return [_DATETIME, item.isoformat()]
            case date():
                return [_DATE, item.toordinal()]
            case array():
                return self._blob(_little_endian(item), item.typecode)
            case memoryview():
                return self._blob(item.tobytes(), "" if item.format == "c" else item.format)
            case range():
                return [_RANGE, item.start, item.stop]
            case frozenset():
                return [_SET, *sorted((self.encode(part) for part in item), key=repr)]
            case Mapping():
                return self._map(item)
            case _ if type(item) in self._shapes.number:
                return self._instance(item)
            case Sequence():
                return [_TUPLE, *map(self.encode, item)]
            case _:
                raise TypeError(f"a file cannot hold {type(item).__name__}")

    def _map(self, item: Mapping[object, object]) -> Plain:
        pairs = [(self.encode(key), self.encode(found)) for key, found in item.items()]
        if self._canonical:
            pairs.sort(key=lambda pair: repr(pair[0]))
        return [_MAP, *(part for pair in pairs for part in pair)]

    def _instance(self, item: object) -> Plain:
        kind = type(item)
        # By name in the canonical form: numbers change with the list of classes, and the edition is named by this.
        head: Plain = kind.__name__ if self._canonical else self._shapes.number[kind]
        return [head, *(self.encode(getattr(item, name)) for name in self._shapes.fields[kind])]

    def _blob(self, data: bytes, kind: str) -> Plain:
        self.data.extend(bytes(-len(self.data) % _ALIGNED))
        start = len(self.data)
        self.data += data
        return [_BLOB, kind, start, len(data)]


def _little_endian(item: array[int]) -> bytes:
    if sys.byteorder == "little":
        return item.tobytes()
    swapped = array(item.typecode, item)
    swapped.byteswap()
    return swapped.tobytes()


def decode(plain: Plain, data: memoryview, shapes: Shapes) -> object:
    """Return the value that ``Encoder.encode`` was given (not canonical).

    Args:
        plain: What it returned.
        data: Its ``data``; columns of the value are views of it.
        shapes: The same classes.

    Raises:
        ValueError: (or ``TypeError``, ``IndexError``) It returned nothing of the kind.
    """

    def value(plain: Plain) -> object:
        if not isinstance(plain, list):
            return plain
        number, *parts = plain
        if not isinstance(number, int) or number < 0:
            raise ValueError("a value has no kind")
        if number >= _FIRST_CLASS:
            return shapes.make(number, [value(part) for part in parts])
        return decoders[number](parts)

    def mapped(parts: list[Plain]) -> dict[object, object]:
        values = [value(part) for part in parts]
        return dict(zip(values[::2], values[1::2], strict=True))

    decoders: dict[int, Callable[[list[Plain]], object]] = {
        _TUPLE: lambda parts: tuple([value(part) for part in parts]),
        _SET: lambda parts: frozenset([value(part) for part in parts]),
        _MAP: mapped,
        _FRACTION: lambda parts: Fraction(int(str(parts[0])), int(str(parts[1]))),
        _DATE: lambda parts: date.fromordinal(_integer(parts[0])),
        _DATETIME: lambda parts: datetime.fromisoformat(str(parts[0])),
        _BLOB: lambda parts: _view(data, parts),
        _LARGE: lambda parts: int(str(parts[0])),
        _RANGE: lambda parts: range(_integer(parts[0]), _integer(parts[1])),
    }
    return value(plain)


def _integer(plain: Plain) -> int:
    if not isinstance(plain, int):
        raise ValueError("a number is none")  # noqa: TRY004 - a damaged file is a bad value, not a bug of types
    return plain


def _view(data: memoryview, parts: list[Plain]) -> Sequence[int]:
    kind, start, size = parts[0], _integer(parts[1]), _integer(parts[2])
    if not 0 <= start <= start + size <= len(data) or (kind and kind not in _WIDTHS):
        raise ValueError("a column lies outside the file")
    view = data[start : start + size]
    if not kind:
        return view
    if sys.byteorder == "little":
        return _cast(view, str(kind))
    found: array[int] = array(str(kind), view.tobytes())
    found.byteswap()
    return found


def _cast(view: memoryview, kind: str) -> memoryview:
    match kind:
        case "B":
            return view.cast("B")
        case "H":
            return view.cast("H")
        case "I":
            return view.cast("I")
        case _:
            return view.cast("Q")
