"""Diagnostics to SARIF 2.1.0, the form that code scanners exchange."""

from __future__ import annotations

import json
from collections.abc import Iterable
from urllib.parse import quote

from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

Json = str | int | list["Json"] | dict[str, "Json"]


def render_sarif(diagnostics: Iterable[Diagnostic]) -> str:
    """Return diagnostics as one SARIF log with one run.

    Args:
        diagnostics: In the order to list them.
    """
    found = tuple(diagnostics)
    codes = sorted({diagnostic.code for diagnostic in found})
    rules: list[Json] = [{"id": code} for code in codes]
    results: list[Json] = [_result(diagnostic, codes.index(diagnostic.code)) for diagnostic in found]
    log: Json = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "sanku", "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _result(diagnostic: Diagnostic, index: int) -> Json:
    text = f"{diagnostic.message}; help: {diagnostic.help}" if diagnostic.help else diagnostic.message
    result: dict[str, Json] = {
        "ruleId": diagnostic.code,
        "ruleIndex": index,
        "level": diagnostic.severity.value,
        "message": {"text": text},
    }
    if diagnostic.span.file:
        result["locations"] = [{"physicalLocation": _location(diagnostic.span)}]
    related: list[Json] = [
        {"id": number, "physicalLocation": _location(label.span), "message": {"text": label.message}}
        for number, label in enumerate(diagnostic.labels, 1)
        if label.span.file
    ]
    if related:
        result["relatedLocations"] = related
    return result


def _location(span: Span) -> Json:
    location: dict[str, Json] = {"artifactLocation": {"uri": quote(span.file, safe="/:@!$&'()*+,;=~")}}
    if span.line:
        location["region"] = {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        }
    return location
