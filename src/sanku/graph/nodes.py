"""The dependency graph: what is in it, and what it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import networkx as nx
from msgspec import Struct

from sanku.core.span import Span
from sanku.semantics.nodes import Model

Kind = Literal["field", "table", "parameter", "code_set", "definition", "rule", "exemption", "amendment"]


class Vertex(Struct, frozen=True, order=True):
    """A vertex: its kind and its qualified name.

    A field is named by its collection: ``lines.code``, ``history.lines.at``, ``patient.sex``; a collection that is
    only asked whether it holds something is ``lines``. An amendment is named by its rule, layer and place.
    """

    kind: Kind
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """Who reads whom, and who alters whom.

    Args:
        model: What it was made from.
        digraph: Edges from the reader to what it reads (``how`` = ``reads``), and from exemptions and amendments to
            their rule (``alters``); ``spans`` holds the places.
    """

    model: Model
    digraph: nx.DiGraph[Vertex]

    def spans(self, reader: Vertex, read: Vertex) -> tuple[Span, ...]:
        """Return the places where ``reader`` names ``read``."""
        found: tuple[Span, ...] = self.digraph.edges[reader, read]["spans"]
        return found

    def how(self, reader: Vertex, read: Vertex) -> str:
        """Return ``reads`` or ``alters``."""
        found: str = self.digraph.edges[reader, read]["how"]
        return found


@dataclass(frozen=True, slots=True)
class CollectionNeed:
    """A collection that rules look into.

    Args:
        name: ``lines``, ``history.encounters``, …
        fields: What they read of its members, sorted; always with the id and the date.
        days: How many days before the current encounter's latest date they can look back; ``None``: no static limit.
            Of a collection of the current encounter always ``None``: all of it is wanted.
        own_facility: Whether only the event's own facility matters to all of them.
        kinds: Encounter kinds that matter; ``None``: all.
        rules: Who looks.
    """

    name: str
    fields: tuple[str, ...]
    days: int | None
    own_facility: bool
    kinds: tuple[str, ...] | None
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Requirements:
    """What an event must bring: fields of its single records by record, and collections, both sorted by name."""

    singles: dict[str, tuple[str, ...]]
    collections: tuple[CollectionNeed, ...]

    def collection(self, name: str) -> CollectionNeed | None:
        """Return what is needed of a collection, or ``None`` if nothing is."""
        return next((need for need in self.collections if need.name == name), None)


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change touches, each sorted: rules, exemptions, definitions, and the layers in which it can be felt."""

    rules: tuple[str, ...]
    exemptions: tuple[str, ...]
    definitions: tuple[str, ...]
    regions: tuple[str, ...]
