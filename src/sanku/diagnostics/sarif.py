"""Diagnostics to SARIF 2.1.0, the form that code scanners exchange."""

from __future__ import annotations

import json
from collections.abc import Iterable
from urllib.parse import quote

from sanku.core.span import Span
from sanku.diagnostics.edits import by_file
from sanku.diagnostics.message import Diagnostic, Fix

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

Json = str | int | list["Json"] | dict[str, "Json"]


def render_sarif(diagnostics: Iterable[Diagnostic], allowed: Iterable[tuple[Diagnostic, str]] = ()) -> str:
    """Return diagnostics as one SARIF log with one run.

    Args:
        diagnostics: In the order to list them.
        allowed: Those that are allowed in place, with their reasons: results that are suppressed.
    """
    found = (*((one, "") for one in diagnostics), *allowed)
    codes = sorted({diagnostic.code for diagnostic, _ in found})
    rules: list[Json] = [{"id": code} for code in codes]
    results: list[Json] = [_result(diagnostic, codes.index(diagnostic.code), reason) for diagnostic, reason in found]
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


def _result(diagnostic: Diagnostic, index: int, reason: str) -> Json:
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
    if diagnostic.fixes:
        result["fixes"] = [_fix(fix) for fix in diagnostic.fixes]
    if reason:
        result["suppressions"] = [{"kind": "inSource", "justification": reason}]
    return result


def _fix(fix: Fix) -> Json:
    changes: list[Json] = []
    for file, edits in by_file((fix,)).items():
        replacements: list[Json] = []
        for edit in edits:
            region = _location(edit.span)["region"]
            replacements.append({"deletedRegion": region, "insertedContent": {"text": edit.text}})
        artifact: Json = {"uri": quote(file, safe="/:@!$&'()*+,;=~")}
        changes.append({"artifactLocation": artifact, "replacements": replacements})
    return {"description": {"text": fix.title}, "artifactChanges": changes}


def _location(span: Span) -> dict[str, Json]:
    location: dict[str, Json] = {"artifactLocation": {"uri": quote(span.file, safe="/:@!$&'()*+,;=~")}}
    if span.line:
        location["region"] = {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        }
    return location
