"""The shapes of case files and of ``coverage.yaml`` as JSON schemas, for editors."""

from __future__ import annotations

from typing import get_args

from sanku.catalog.published import SCALAR, TEXT, Json, one_or_more, record
from sanku.claim.decision import Outcome
from sanku.testing.cases import CONTROLS, EXPECTED
from sanku.testing.demand.from_yaml import SECTIONS
from sanku.testing.demand.nodes import KINDS


def cases_schema() -> dict[str, Json]:
    """Return the schema of a ``.test.yaml``: what can be expected, and an event as its author writes it."""
    part: dict[str, Json] = {"type": "object", "properties": {"control": {"enum": list(CONTROLS)}}}
    parts: dict[str, Json] = {name: one_or_more(part) for name in EXPECTED}
    case = record(
        {
            "case": {**TEXT, "description": "这个用例说明什么"},
            "event": {"type": "object", "description": "报文：只写规则需要的事实", "required": ["phase"]},
            "ledger": {"type": "object", "description": "此前的处理记录"},
            "rules": one_or_more(SCALAR, "只判这些规则"),
            "expect": record(parts | {"outcome": {"enum": list(get_args(Outcome))}}),
            "review": {"type": "boolean", "description": "true：预期由程序算出，待人复核"},
        },
        "case",
        "event",
        "expect",
    )
    return {"type": "array", "items": case}


def coverage_schema() -> dict[str, Json]:
    """Return the schema of ``coverage.yaml``: for each entry one answer."""
    answers: dict[str, Json] = dict.fromkeys(KINDS, one_or_more(TEXT))
    shown: dict[str, Json] = {name: one_or_more(TEXT) for name in ("rows", "fires", "spares")}
    entry = record({**answers, **shown})
    entry["oneOf"] = [{"required": [kind]} for kind in KINDS]
    section: dict[str, Json] = {"type": "object", "additionalProperties": entry}
    return record(dict.fromkeys(SECTIONS, section))


SCHEMAS = {"cases.schema.json": cases_schema, "coverage.schema.json": coverage_schema}
"""File in ``schemas/`` and what it says."""
