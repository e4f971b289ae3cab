"""Diagnostics to workflow commands, which GitHub shows beside the changed lines."""

from __future__ import annotations

from collections.abc import Iterable

from sanku.diagnostics.message import Diagnostic


def render_github(diagnostics: Iterable[Diagnostic]) -> str:
    """Return one ``::error`` or ``::warning`` line for each diagnostic; ``""`` if there are none.

    Args:
        diagnostics: In the order to show them.
    """
    return "".join(f"{_command(diagnostic)}\n" for diagnostic in diagnostics)


def _command(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    properties: dict[str, str] = {}
    if span.file:
        properties["file"] = span.file
    if span.line:
        properties |= {"line": str(span.line), "endLine": str(span.end_line), "col": str(span.column)}
        if span.line == span.end_line:
            # GitHub includes the last column; ours is the one after it.
            properties["endColumn"] = str(max(span.column, span.end_column - 1))
    properties["title"] = diagnostic.code
    text = diagnostic.message
    text += "".join(f"\nsee {label.span}: {label.message}" for label in diagnostic.labels)
    text += f"\nhelp: {diagnostic.help}" if diagnostic.help else ""
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{diagnostic.severity.value} {listed}::{_escape(text)}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
