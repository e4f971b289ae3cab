"""The schema to the structs that plain messages are decoded into: no field is listed a second time.

A struct holds the fields that rules read and those that messages were seen to hold: reading costs what is sent. A
message with any other key, or with a value of another form, does not decode; the complete reader then has the word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from keyword import iskeyword
from typing import Annotated, Any, Literal, Union

import msgspec
from msgspec import UNSET, Meta, UnsetType

from sanku.claim.heading import PHASES
from sanku.claim.plain.memos import Measured
from sanku.claim.schema import Schema
from sanku.claim.shape import FieldSpec, RecordSpec
from sanku.claim.tags import MOST_TEXT
from sanku.core.types import BoolType, CodeType, DateType, EnumType, ListType, QuantityType, RefType, TextType, Type

Path = tuple[str, ...]
Keys = frozenset[tuple[str, Path]]
"""Record and path of JSON keys: what a message may hold of each record; of one in the history ``history.RECORD``."""

_LARGEST = 10**12
_TEXT = Annotated[str, Meta(max_length=MOST_TEXT)]
_CODE = Annotated[str, Meta(max_length=64)]
_HEAD = ("id", "trigger", "insured_region", "care_region", "asked_at")
SINGLES = ("patient", "coverage", "facility", "encounter")
ALWAYS: Mapping[str, tuple[str, ...]] = {
    "line": ("id", "judged", "code", "quantity", "amount", "self_pay", "at", "order_id"),
    "history.line": ("id", "code", "at"),
    "history.encounter": ("id", "admitted_at"),
    "encounter": ("id", "kind", "admitted_at"),
    "patient": ("id",),
    "facility": ("id",),
}
"""What reading itself looks at, sent or not."""


def attribute(key: str) -> str:
    """Return the name of the attribute that holds the value of a JSON key."""
    return f"{key}_" if iskeyword(key) else key


@dataclass(frozen=True, slots=True, eq=False)
class Wire:
    """How plain messages are decoded.

    Args:
        event: The struct of a message.
        decoder: From JSON.
        keys: What its structs hold.
    """

    event: type[msgspec.Struct]
    decoder: msgspec.json.Decoder[Any]
    keys: Keys


def wire_of(schema: Schema, keys: Keys) -> Wire:
    """Return the structs that hold ``keys``, and what reading looks at."""
    keys = keys | always_held()
    event = _event(schema, keys)
    return Wire(event, msgspec.json.Decoder(event), keys)


def always_held() -> Keys:
    """Return what structs hold, sent or not."""
    return frozenset((record, (key,)) for record, names in ALWAYS.items() for key in names)


def parts_of(collection: str) -> tuple[str, ...]:
    """Return the prefixes of the records that a collection's members are of: of this encounter, of the history."""
    if collection.startswith("record."):
        return ("", "history.")
    return ("history.",) if collection.startswith("history.") else ("",)


def known_paths(record: RecordSpec) -> dict[Path, FieldSpec]:
    """Return the first JSON path of every field of a record that a sender may fill in."""
    return {
        tuple(field.keys[0].split(".")): field
        for field in record.fields.values()
        if field.keys and _type(field.type, obligatory=field.obligatory) is not None
    }


def path_of(record: RecordSpec, name: str) -> Path | None:
    """Return the JSON path of a field; ``None`` if there is none in a plain message."""
    field = record.fields.get(name)
    path = None if field is None or not field.keys else tuple(field.keys[0].split("."))
    return path if path in known_paths(record) else None


def collections_of(schema: Schema) -> tuple[dict[str, str], dict[str, str]]:
    """Return the JSON keys of the collections of this encounter and of the history, with their records."""
    current = {name: one.record for name, one in schema.collections.items() if one.kind == "current"}
    history = {
        name.removeprefix("history."): one.record for name, one in schema.collections.items() if one.kind == "history"
    }
    for apart in ("entries", "encounter"):
        current.pop(apart, None)
        history.pop(apart, None)
    return current, history


def seen_keys(schema: Schema, message: Mapping[str, object]) -> Keys:
    """Return the keys of a message that the schema knows: what the structs have to hold for the next one like it."""
    current, history = collections_of(schema)
    past = message.get("history")
    found: set[tuple[str, Path]] = set()
    for name in SINGLES:
        found.update(_seen(schema, name, [message.get(name)]))
    earlier: Mapping[str, object] = past if isinstance(past, Mapping) else {}
    for prefix, holder, records in (("", message, current), ("history.", earlier, history)):
        for key, record in records.items():
            items = holder.get(key)
            found.update(_seen(schema, f"{prefix}{record}", items if isinstance(items, list) else []))
    return frozenset(found)


def _seen(schema: Schema, record: str, items: Iterable[object]) -> Iterable[tuple[str, Path]]:
    known = known_paths(schema.records[record.removeprefix("history.")])
    inner = {path[0] for path in known if len(path) > 1}
    for item in items:
        for key, value in item.items() if isinstance(item, Mapping) else ():
            if key in inner and isinstance(value, Mapping):
                yield from ((record, (key, str(name))) for name in value if (key, name) in known)
            elif (key,) in known:
                yield record, (key,)


# -- structs -------------------------------------------------------------------------------------------------------


def _event(schema: Schema, keys: Keys) -> type[msgspec.Struct]:
    structs = {name: _record(name, record, keys) for name, record in schema.records.items()}
    current, history = collections_of(schema)
    earlier = {name: _record(f"history.{name}", schema.records[name], keys) for name in set(history.values())}
    past = _struct("History", [(key, _maybe(_list(earlier[record]))) for key, record in history.items()])
    return _struct(
        "Event",
        [
            ("phase", Literal[PHASES], ...),
            *((key, _maybe(_TEXT)) for key in _HEAD),
            ("rule_ids", _maybe(list[_TEXT])),
            ("supplied", _maybe(_by_name(_supplied()))),
            # a record that was not sent has no field that was: nobody has to ask whether it is there
            *((name, structs[name], msgspec.field(default_factory=structs[name])) for name in SINGLES),
            *((key, _maybe(_list(structs[record]))) for key, record in current.items()),
            ("history", _any_of(past, UnsetType)),
            ("ledger", _any_of(None, UnsetType)),
            ("notes", _maybe(list[dict[str, str]])),
        ],
    )


def _record(name: str, record: RecordSpec, keys: Keys) -> type[msgspec.Struct]:
    """Return the struct of a record, with a struct for each record inside it."""
    known = known_paths(record)
    wanted = {path for owner, path in keys if owner == name}
    fields: dict[str, list[tuple[Path, FieldSpec]]] = {}
    for path, field in known.items():
        if path in wanted:
            fields.setdefault(path[0], []).append((path, field))
    made: list[tuple[Any, ...]] = []
    for first, inside in fields.items():
        if len(inside[0][0]) == 1:
            made.append((first, _type(inside[0][1].type, obligatory=inside[0][1].obligatory)))
        else:
            inner = [(path[1], _type(field.type, obligatory=field.obligatory)) for path, field in inside]
            made.append((first, _maybe(_struct(f"{name}_{first}", inner))))
    return _struct(name, made)


def _struct(name: str, fields: list[tuple[Any, ...]]) -> type[msgspec.Struct]:
    """Return a struct: a field is unset by default, unless a third part says what it is then, or ``...``: required."""
    defaults = (one[2:] if len(one) == 3 else (UNSET,) for one in fields)
    found = [
        (attribute(one[0]), one[1], *(() if default == (...,) else default))
        for one, default in zip(fields, defaults, strict=True)
    ]
    renamed = {attribute(one[0]): one[0] for one in fields if attribute(one[0]) != one[0]}
    return msgspec.defstruct(
        name.replace(".", "_"), found, rename=renamed or None, gc=False, forbid_unknown_fields=True
    )


def _supplied() -> type[msgspec.Struct]:
    """Return the struct of what is claimed of a collection; frozen, so that claims can be remembered."""
    text = _maybe(str)
    return msgspec.defstruct(
        "supplied",
        [
            ("state", text, UNSET),
            ("from_", text, UNSET),
            ("scope", text, UNSET),
            ("kinds", _maybe(tuple[str, ...]), UNSET),
        ],
        rename={"from_": "from"},
        frozen=True,
        gc=False,
        forbid_unknown_fields=True,
    )


def _any_of(*kinds: Any) -> Any:  # noqa: ANN401 - types made at run time
    return Union[kinds]  # noqa: UP007 - as above


def _list(kind: Any) -> Any:  # noqa: ANN401 - as above
    return list.__class_getitem__(kind)


def _by_name(kind: Any) -> Any:  # noqa: ANN401 - as above
    return dict.__class_getitem__((str, kind))


def _maybe(kind: Any) -> Any:  # noqa: ANN401 - a type made at run time
    return _any_of(kind, None, UnsetType)


def _type(kind: Type, *, obligatory: bool) -> Any:  # noqa: ANN401 - as above
    """Return what a plain message may hold for a field; ``None`` for fields that are not sent."""
    match kind:
        case QuantityType():
            whole = Annotated[int, Meta(ge=0 if kind.nonnegative else 1 - _LARGEST, lt=_LARGEST)]
            sent: Any = _any_of(whole, float, str, Measured)
        case DateType():
            sent = str
        case EnumType():
            sent = Literal[("", *kind.members)]
        case CodeType():
            sent = _CODE
        case TextType() | RefType():
            sent = _TEXT
        case BoolType():
            sent = bool
        case ListType(item=TextType()):
            sent = list[_TEXT]
        case _:
            return None
    return _any_of(sent, UnsetType) if obligatory else _maybe(sent)


__all__ = [
    "ALWAYS", "SINGLES", "Keys", "Wire", "always_held", "attribute", "collections_of", "known_paths", "parts_of",
    "path_of", "seen_keys", "wire_of",
]  # fmt: skip
