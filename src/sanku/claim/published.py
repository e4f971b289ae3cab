"""The models of event and decision to the JSON schemas that are published in ``schemas/``."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from sanku.claim.decision import Decision
from sanku.claim.event import ClaimEvent

_DIALECT = "https://json-schema.org/draft/2020-12/schema"

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


def event_schema() -> str:
    """Return the JSON schema of a claim event in our own form."""
    schema = ClaimEvent.model_json_schema(by_alias=True, mode="validation")
    return _text({"$schema": _DIALECT, **_without_defaults(schema)})


def decision_schema() -> str:
    """Return the JSON schema of a decision, as ``kb decide --json`` prints one a line: without shadow findings."""
    schema = msgspec.json.schema(Decision)
    del schema["$defs"]["Decision"]["properties"]["shadow"]
    return _text({"$schema": _DIALECT, **schema})


PUBLISHED = {"event.schema.json": event_schema, "decision.schema.json": decision_schema}
"""File in ``schemas/`` and what writes it."""


def write_schemas(folder: Path) -> None:
    """Write every published schema into ``folder``."""
    for name, schema in PUBLISHED.items():
        (folder / name).write_text(schema(), encoding="utf-8")


def _without_defaults(schema: dict[str, Json]) -> dict[str, Json]:
    """Return a schema without ``default: null``: a key that is absent is unknown, which null is not (semantics 51)."""
    return {key: _clean(value) for key, value in schema.items() if key != "default" or value is not None}


def _clean(value: Json) -> Json:
    if isinstance(value, dict):
        return _without_defaults(value)
    return [_clean(item) for item in value] if isinstance(value, list) else value


def _text(schema: dict[str, Json]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
