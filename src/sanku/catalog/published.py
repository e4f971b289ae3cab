"""The shapes of our YAML files as JSON schemas, for editors: what the readers take, as far as it is a shape.

Whether a name is known or a code exists only the readers know; a file that they take is valid here.
"""

from __future__ import annotations

import json

from sanku.catalog.base_file import SEVERITIES
from sanku.catalog.column_types import simple_types
from sanku.catalog.dated import STATUSES
from sanku.catalog.documents import STATES
from sanku.catalog.rows import ATTRIBUTES
from sanku.catalog.table_shape import MATCHES, REGION_KINDS

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCALAR: dict[str, Json] = {"type": ["string", "number", "boolean", "null"]}
NAME: dict[str, Json] = {"type": "string", "pattern": r"^[\w.\-]+$"}
TEXT: dict[str, Json] = {"type": ["string", "number"]}
DAY: dict[str, Json] = {
    "type": ["string", "null"],
    "pattern": r"^\d{4}-\d{2}-\d{2}$",
    "description": "日期 2025-01-31",
}
_PAIR: dict[str, Json] = {"type": "array", "prefixItems": [NAME, TEXT], "minItems": 2, "maxItems": 2, "items": False}
_CITES: dict[str, Json] = {
    "description": "依据 [source, place]，或多条",
    "anyOf": [_PAIR, {"type": "array", "minItems": 1, "items": _PAIR}],
}
_TYPE: dict[str, Json] = {
    "type": "string",
    "description": "类型",
    "examples": [*simple_types(), "quantity[day]", "code[icd10]", "codes[icd10]", "enum[a, b]", "list[text]"],
}
_REGION: dict[str, Json] = {"enum": list(REGION_KINDS), "description": "参保地或就医地"}


def record(properties: dict[str, Json], *required: str, open_to: Json = False) -> dict[str, Json]:
    """Return the schema of a map with these keys and, unless ``open_to`` says so, no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": open_to,
    }


def one_or_more(item: dict[str, Json], description: str = "") -> dict[str, Json]:
    """Return the schema of an item, or a list of such: readers take one for a list of one."""
    told: dict[str, Json] = {"description": description} if description else {}
    return {"anyOf": [item, {"type": "array", "items": item}], **told}


def _texts(description: str) -> dict[str, Json]:
    return one_or_more(TEXT, description)


def _dated() -> dict[str, Json]:
    return {"from": DAY, "to": DAY, "published": DAY, "cites": _CITES}


def base_schema() -> dict[str, Json]:
    """Return the schema of ``kb.yaml``."""
    length: dict[str, Json] = {"type": "integer"}
    level = record({"pattern": TEXT, "at": one_or_more(length)}, "at")
    system = record(
        {
            "pattern": TEXT,
            "levels": one_or_more({"anyOf": [length, level]}),
            "aliases": {"type": "object", "additionalProperties": TEXT},
            "catalogue": NAME,
        }
    )
    return record(
        {
            "name": {**TEXT, "description": "知识库名称"},
            "bases": {"type": "object", "additionalProperties": one_or_more(NAME)},
            "systems": {"type": "object", "additionalProperties": system, "description": "编码体系"},
            "reasons": {"type": "object", "additionalProperties": TEXT, "description": "可作为理由的词"},
            "region": {"anyOf": [_REGION, {"type": "object", "additionalProperties": _REGION}]},
            "regions": {"type": "string", "description": "地方叠加层的文件夹"},
            "event": {
                "type": "object",
                "additionalProperties": record({"type": _TYPE, "title": TEXT}, "type"),
            },
            "severities": record(dict.fromkeys(SEVERITIES, TEXT)) | {"description": "程度的说法"},
            "terms": {
                "type": "object",
                "additionalProperties": TEXT,
                "description": "知识表、列、参数、编码集的中文名",
            },
        },
        "name",
        "bases",
    )


def facts_schema() -> dict[str, Json]:
    """Return the schema of a table, a parameter or a code set, in the nation's layer or a region's."""
    row = record(dict.fromkeys(ATTRIBUTES, SCALAR) | _dated() | {"weaken": {"type": "object"}}, "id", open_to={
        "anyOf": [SCALAR, {"type": "array", "items": SCALAR}],
    })  # fmt: skip
    table = record(
        {
            "table": NAME,
            "title": TEXT,
            "columns": {"type": "object", "additionalProperties": _TYPE, "description": "列名：类型"},
            "key": _texts("匹配键，至多三列"),
            "match": {"enum": list(MATCHES)},
            "symmetric": _texts("不分先后的两列"),
            "region": _REGION,
            "status": {"enum": list(STATUSES)},
            "rows": {"anyOf": [TEXT, {"type": "array", "items": row}], "description": "行，或 CSV 文件名"},
            "removes": _texts("本地区去掉的行"),
            **_dated(),
        },
        "table",
    )
    value = record({"value": {"anyOf": [SCALAR, {"type": "array", "items": SCALAR}]}, **_dated()}, "value")
    parameter = record(
        {
            "parameter": NAME,
            "title": TEXT,
            "type": _TYPE,
            "region": _REGION,
            "values": one_or_more(value),
            **_dated(),
        },
        "parameter",
        "values",
    )
    entry: dict[str, Json] = {"anyOf": [TEXT, record({"code": TEXT, **_dated()}, "code")]}
    codes = record(
        {
            "codes": NAME,
            "title": TEXT,
            "system": NAME,
            "region": _REGION,
            "include": one_or_more(entry, "编码、前缀或 A..B"),
            "exclude": one_or_more(entry),
            "sets": _texts("所含的其他编码集"),
            "includes": _texts("同 sets"),
            **_dated(),
        },
        "codes",
    )
    return _by_first({"table": table, "parameter": parameter, "codes": codes})


def _by_first(kinds: dict[str, dict[str, Json]]) -> dict[str, Json]:
    """Return a schema that picks one by the key that is there: an editor's message is then about that one."""
    return {
        "type": "object",
        "oneOf": [{"required": [key]} for key in kinds],
        "allOf": [{"if": {"required": [key]}, "then": schema} for key, schema in kinds.items()],
    }


def source_schema() -> dict[str, Json]:
    """Return the schema of a file under ``sources/``: one document, or several under ``sources:``."""
    one = record(
        {
            "title": TEXT,
            "issuer": TEXT,
            "number": TEXT,
            "issued": DAY,
            "kind": TEXT,
            "link": TEXT,
            "superseded_by": NAME,
            "file": {**TEXT, "description": "导入所据的文件"},
            "sha256": {**TEXT, "description": "该文件的摘要"},
        },
        "title",
    )
    several = record({"sources": {"type": "object", "additionalProperties": one}}, "sources")
    return {"if": {"required": ["sources"]}, "then": several, "else": one}


def sender_schema() -> dict[str, Json]:
    """Return the schema of a file under ``senders/``."""
    words: dict[str, Json] = {"type": "object", "additionalProperties": SCALAR}
    return record(
        {
            "id": TEXT,
            "dictionaries": {"type": "object", "additionalProperties": words},
            "none_values": one_or_more(SCALAR),
            "null_is_none": one_or_more(TEXT),
            "midnight_is_time": {"type": ["boolean", "string"]},
            "supplies": {"type": "object", "additionalProperties": {"enum": list(STATES)}},
            "code_maps": {"type": "object", "additionalProperties": {"anyOf": [SCALAR, words]}},
        }
    )


SCHEMAS = {
    "kb.schema.json": base_schema,
    "facts.schema.json": facts_schema,
    "source.schema.json": source_schema,
    "sender.schema.json": sender_schema,
}
"""File in ``schemas/`` and what it says."""


def schema_text(schema: dict[str, Json]) -> str:
    """Return a schema as its file holds it."""
    return json.dumps({"$schema": DIALECT, **schema}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
