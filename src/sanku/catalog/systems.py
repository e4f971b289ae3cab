"""A code system of ``kb.yaml``: levels, pattern, aliases, catalogue."""

from __future__ import annotations

import re

from sanku.catalog.fields import Fields
from sanku.catalog.problems import Problems
from sanku.catalog.yaml_nodes import YamlMap, YamlNode, YamlText
from sanku.core.code import Level, System

# What a pattern may hold: literals, classes, ``.``, ``\d``, and counted or open repeats of one such; groups may be
# optional but never repeat, so that matching a code of 64 characters cannot blow up.
_PATTERN = re.compile(r"(?:[A-Za-z0-9.+_ -]|\[[^\[\]\\]+\]|\\[d.+*\-]|[*?|()]|\{[0-9]{1,2}(?:,[0-9]{0,2})?\})+")
_REPEATED_GROUP = re.compile(r"\)[*+{]|[*+}][*+{]")
_MOST_OPEN = 4
_ANY = ".*"


def read_system(name: str, node: YamlNode, problems: Problems) -> System:
    """Read the map of one system."""
    if not isinstance(node, YamlMap):
        problems.error(
            "wrong-shape", f"code system `{name}` is not a map", node.span, help="write `{levels: [3, 5, 7]}`"
        )
        return System(name)
    fields = Fields(node, f"code system `{name}`", problems)
    system = System(
        name, _levels(fields), _pattern(fields, "pattern"), fields.text_map("aliases"), fields.text("catalogue")
    )  # fmt: skip
    fields.done()
    return system


def _levels(fields: Fields) -> tuple[Level, ...]:
    items = fields.items("levels")
    if all(isinstance(item, YamlText) for item in items):
        lengths = _lengths(fields, "levels")
        return (Level(_ANY, lengths),) if lengths else ()
    found: list[Level] = []
    for item in items:
        if not isinstance(item, YamlMap):
            fields.problems.error(
                "wrong-shape", "a level is not a map", item.span, help='write `{pattern: "X.*", at: [10, 14, 23]}`'
            )
            continue
        inner = Fields(item, f"a level of {fields.what}", fields.problems)
        pattern = _pattern(inner, "pattern") or _ANY
        lengths = _lengths(inner, "at")
        inner.done()
        if lengths:
            found.append(Level(pattern, lengths))
        elif "at" not in item.entries:
            inner.missing("at", "at: [10, 14, 23]")
    return tuple(found)


def _lengths(fields: Fields, name: str) -> tuple[int, ...]:
    found: list[int] = []
    for text in fields.texts(name):
        if text.text.isascii() and text.text.isdigit() and 0 < int(text.text) <= 64:
            found.append(int(text.text))
        else:
            fields.problems.error(
                "bad-number", f"`{text.text}` is no length of a code", text.span, help="write 1 to 64"
            )
    if found != sorted(set(found)):
        fields.problems.error(
            "bad-number",
            f"the lengths of {fields.what} do not rise",
            fields.place(name),
            help="write the shortest first",
        )
    return tuple(sorted(set(found)))


def _pattern(fields: Fields, name: str) -> str:
    text = fields.text(name)
    if not text:
        return ""
    is_plain = _PATTERN.fullmatch(text) is not None and not _REPEATED_GROUP.search(text)
    try:
        re.compile(text)
    except re.error:
        is_plain = False
    if is_plain and text.count("*") + text.count("+") + text.count(",}") <= _MOST_OPEN:
        return text
    message = f"the pattern `{text}` is not one of letters, digits, `.`, `[…]`, `{{n}}` and a few `*`"
    fields.problems.error("bad-pattern", message, fields.place(name), help='write `"[A-Z][0-9]{2}.*"`')
    return ""
