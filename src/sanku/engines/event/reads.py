"""A model to the fields of a plain message that its rules read: what the structs of a message have to hold."""

from __future__ import annotations

from sanku.claim.facts import SINGLES
from sanku.claim.plain.wire import Keys, parts_of, path_of
from sanku.core.types import MemberType
from sanku.semantics.nodes import Field, Model
from sanku.semantics.walk import walk


def keys_read(model: Model) -> Keys:
    """Return the record and the JSON path of every field that an expression of the model names, codes and dates too."""
    schema = model.schema
    names = {
        (f"{prefix}{record.name}", name)
        for record in schema.records.values()
        for name in ("id", "code", record.dated)
        for prefix in ("", "history.")
    }
    roots = (*model.rules.values(), *model.definitions.values(), *model.exemptions.values())
    for root in roots:
        for part in walk(root):
            if isinstance(part, Field) and isinstance(part.base.type, MemberType):
                names.update(
                    (f"{prefix}{part.base.type.record}", part.name) for prefix in parts_of(part.base.type.collection)
                )
    found = set()
    for owner, name in names:
        record = owner.removeprefix("history.")
        path = path_of(schema.records[record], name) if record in schema.records else None
        if path is not None:
            found.add((owner.replace("entry", "line"), path))
    return frozenset(found)


__all__ = ["SINGLES", "keys_read"]
