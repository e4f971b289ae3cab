"""The shape of an import map as JSON schema, for editors."""

from __future__ import annotations

from sanku.catalog.published import DAY, NAME, TEXT, Json, one_or_more, record
from sanku.importing.map_file import FORMS


def map_schema() -> dict[str, Json]:
    """Return the schema of a map from a release to a table."""
    texts: dict[str, Json] = {"type": "object", "additionalProperties": TEXT}
    row: dict[str, Json] = {"type": "integer", "minimum": 1}
    cell = record({"from": one_or_more(TEXT), "words": texts, "otherwise": TEXT, "fixed": TEXT})
    file = record(
        {"name": TEXT, "format": {"enum": list(FORMS)}, "sheet": TEXT, "header": row, "encoding": TEXT}, "name"
    )
    return record(
        {
            "table": NAME,
            "columns": {**texts, "description": "列名：类型"},
            "key": one_or_more(TEXT),
            "release": record({"id": TEXT, "title": TEXT, "issuer": TEXT, "date": DAY}, "id", "title", "date"),
            "file": file,
            "join": record(dict.fromkeys(("file", "on", "take", "into"), TEXT), "file", "on", "take", "into"),
            "spread": record({"fields": texts, "name": TEXT, "value": TEXT}, "fields", "name", "value"),
            "where": texts,
            "cells": {"type": "object", "additionalProperties": {"anyOf": [TEXT, cell]}, "required": ["id"]},
        },
        "table",
        "release",
        "file",
        "cells",
    )


SCHEMAS = {"map.schema.json": map_schema}
"""File in ``schemas/`` and what it says."""
