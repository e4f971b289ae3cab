"""What libyaml says about broken YAML, in an author's words."""

from __future__ import annotations

import re

import yaml

from sanku.catalog.text_file import place_of
from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic, Label

_QUOTE = "put the text in double quotes"

# The start of libyaml's sentence: our code, message and help.
_SYNTAX = "yaml-syntax"
_OPEN = "unterminated-string"
_WORDS = (
    ("mapping values are not allowed", _SYNTAX, "a `:` stands where no key can be", f"indent as above, or {_QUOTE}"),
    ("could not find expected ':'", _SYNTAX, "a key without its `:`", "write `name: value`, a space after the colon"),
    ("did not find expected ',' or ']'", _SYNTAX, "a list `[ … ]` lacks a comma or its end", "write `[a, b]`"),
    ("did not find expected ',' or '}'", _SYNTAX, "a map `{ … }` lacks a comma or its end", "write `{a: 1, b: 2}`"),
    ("did not find expected key", _SYNTAX, "this line is not aligned with its neighbours", "indent as they"),
    ("did not find expected '-' indicator", _SYNTAX, "this line is no item of its list", "indent all items alike"),
    ("found unexpected end of stream", _OPEN, "a quoted text is not closed", "close its quotes"),
    ("found unexpected document indicator", _OPEN, "a quoted text is not closed", "close its quotes"),
    ("found unknown escape character", _SYNTAX, "`\\` in double quotes starts an escape", "use single quotes"),
    ("did not find expected <document start>", _SYNTAX, "text stands after the end", "indent as the first key"),
    ("block sequence entries are not allowed", _SYNTAX, "`- ` stands where no list can be", "start it on its own line"),
    ("found undefined tag handle", "yaml-tag", "a `!` starts a tag", _QUOTE),
    ("exceeded max depth", "yaml-too-deep", "lists and maps nest too deep", "keep facts flat"),
    ("exceeded maximum nesting depth", "yaml-too-deep", "lists and maps nest too deep", "keep facts flat"),
)  # fmt: skip


def from_yaml_error(error: yaml.YAMLError, text: str, name: str) -> Diagnostic:
    """Return the diagnostic for an error of the YAML parser."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "unknown cause")
    if mark is None:
        offset = getattr(error, "position", 0)
        place = place_of(text, min(offset, len(text)), name)
        return Diagnostic("yaml-syntax", "a character that YAML does not know", place, help="delete it")
    span = Span(name, mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)
    tab = _tab_before(text, span)
    if tab is not None:
        place = Span(name, span.line, tab, span.line, tab + 1)
        return Diagnostic("tab", "a tab indents this line", place, help="indent with spaces")
    if foreign := _full_width(text, span, problem):
        return foreign
    if problem.startswith("found character that cannot start any token"):
        return _odd_start(text, span)
    if problem.startswith("did not find expected ','") and _letter_at(text, span) == "[":
        return Diagnostic(_SYNTAX, "a `[` stands inside a text", span, help='quote the text: `"code[icd10]"`')
    for start, code, message, advice in _WORDS:
        if problem.startswith(start):
            return Diagnostic(
                code, message, _opening(error, span, code), labels=_opened(error, problem, name), help=advice
            )
    return _odd_start(text, span)


def _full_width(text: str, span: Span, problem: str) -> Diagnostic | None:
    """Return the diagnostic of a mark that a Chinese keyboard types, in the line where the parser stopped or above."""
    flow = problem.startswith("did not find expected ','")
    for line in (span.line, span.line - 1):
        content = _line_of(text, Span(span.file, line, 1, line, 1)).partition(" #")[0]
        start = len(content) - len(content.lstrip())
        if _DASH.match(content, start):
            place = Span(span.file, line, start + 1, line, start + 2)
            return Diagnostic(_SYNTAX, "an item of a list starts with `-` and a blank", place, help="write `- `")
        if line < span.line and not flow and ":" in content:
            break
        for mark, plain in _MARKS.items():
            column = _outside_quotes(content, mark)
            if column and (flow or mark not in "，、"):
                place = Span(span.file, line, column, line, column + 1)
                return Diagnostic(_SYNTAX, f"a full-width `{mark}` is no mark of YAML", place, help=f"write `{plain}`")
    return None


_DASH = re.compile(r"[—–－]|-[^\s\-\d]")
_MARKS = {
    "：": ": ",
    "，": ", ",
    "、": ", ",
    "“": '"',
    "”": '"',
    "｛": "{",
    "｝": "}",
    "［": "[",
    "］": "]",
    "【": "[",
    "】": "]",
}


def _outside_quotes(line: str, mark: str) -> int:
    """Return the column of a mark that stands in no quotes, 0 if there is none."""
    quote = ""
    for column, letter in enumerate(line, 1):
        if letter == quote:
            quote = ""
        elif not quote and letter in "\"'":
            quote = letter
        elif not quote and letter == mark:
            return column
    return 0


def _opened(error: yaml.YAMLError, problem: str, name: str) -> tuple[Label, ...]:
    """Return where the list or map began that is not closed."""
    mark = getattr(error, "context_mark", None)
    if mark is None or not problem.startswith("did not find expected ','"):
        return ()
    place = Span(name, mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)
    return (Label(place, "it begins here"),)


def _opening(error: yaml.YAMLError, span: Span, code: str) -> Span:
    """Return where an unclosed text began: its end is the end of the file and says nothing."""
    mark = getattr(error, "context_mark", None)
    if code != "unterminated-string" or mark is None:
        return span
    return Span(span.file, mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)


def _line_of(text: str, span: Span) -> str:
    lines = text.split("\n")
    return lines[span.line - 1] if span.line <= len(lines) else ""


def _letter_at(text: str, span: Span) -> str:
    return _line_of(text, span)[span.column - 1 : span.column]


def _tab_before(text: str, span: Span) -> int | None:
    """Return the column of a tab that indents the line, if there is one."""
    line = _line_of(text, span)
    column = line.find("\t") + 1
    return column if column and not line[: column - 1].strip() else None


def _odd_start(text: str, span: Span) -> Diagnostic:
    message = f"a text cannot start with `{_letter_at(text, span)}` without quotes"
    return Diagnostic(_SYNTAX, message, span, help=_QUOTE)
