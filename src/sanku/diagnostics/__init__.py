"""The shape of a diagnostic and its renderers."""

from sanku.diagnostics.conflict import conflict_in
from sanku.diagnostics.github import render_github
from sanku.diagnostics.message import Diagnostic, Label, Severity, sort_key
from sanku.diagnostics.objects import render_json
from sanku.diagnostics.sarif import render_sarif
from sanku.diagnostics.text import ReadLine, line_reader, render_text

__all__ = [
    "Diagnostic",
    "Label",
    "ReadLine",
    "Severity",
    "conflict_in",
    "line_reader",
    "render_github",
    "render_json",
    "render_sarif",
    "render_text",
    "sort_key",
]
