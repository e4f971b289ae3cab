"""The shape of a case file as JSON schema, for editors."""

from __future__ import annotations

from typing import get_args

from sanku.catalog.published import SCALAR, Json, record
from sanku.claim.decision import Outcome
from sanku.testing.cases import EXPECTED


def cases_schema() -> dict[str, Json]:
    """Return the schema of a ``.test.yaml``: what can be expected, and an event as its author writes it."""
    parts: dict[str, Json] = {name: {"type": "array", "items": {"type": "object"}} for name in EXPECTED}
    case = record(
        {
            "case": {"type": "string", "description": "这个用例说明什么"},
            "event": {"type": "object", "description": "报文：只写规则需要的事实", "required": ["phase"]},
            "ledger": {"type": "object"},
            "rules": {"anyOf": [SCALAR, {"type": "array", "items": SCALAR}]},
            "expect": record(parts | {"outcome": {"enum": list(get_args(Outcome))}}),
        },
        "case",
        "event",
        "expect",
    )
    return {"type": "array", "items": case}
