"""What a schema is made of: fields, records and collections as the language names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sanku.core.types import Type

Kind = Literal["current", "history", "record", "nested"]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a record.

    Args:
        name: Flat, dotted: ``quantity``, ``physician.id``; ``department`` is the code, ``department.name`` beside it.
        type: Its type in the language.
        title_zh: Chinese title.
        core: Whether the national message supplies it.
        source: Where it comes from.
        derived: Whether the reader fills it in when it is not given.
        obligatory: Whether null is unreadable.
        keys: JSON paths that mean it, dotted; the first is the published one.
    """

    name: str
    type: Type
    title_zh: str
    core: bool = False
    source: str = ""
    derived: bool = False
    obligatory: bool = False
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class RecordSpec:
    """A record of the event.

    Args:
        name: ``line``, ``encounter``, …
        fields: By flat name.
        dated: The dated field (semantics 8), ``""`` if it has none.
        nested: JSON key of each nested collection and the record of its members.
        own: The field that stands for the whole record, so that a bare text may stand for the record; ``""`` if none.
    """

    name: str
    fields: Mapping[str, FieldSpec]
    dated: str
    nested: Mapping[str, str]
    own: str


@dataclass(frozen=True, slots=True)
class CollectionSpec:
    """A collection: the record of its members; of this encounter, of the others, of both, or inside a record."""

    name: str
    record: str
    kind: Kind
