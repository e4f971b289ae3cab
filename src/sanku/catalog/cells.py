"""A cell: what its type makes of its text, and the canonical text that the compact store keeps.

``read_cell`` checks and rewrites once at load; ``cell_value`` turns the canonical text into a value at any time later.
Canonical: ``""`` is none; a list starts with ``LIST`` and its items are joined by ``ITEM``.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from sanku.catalog.cell_problem import CellProblem
from sanku.catalog.codes import code_value, read_code
from sanku.catalog.scalars import (
    date_value,
    period_value,
    quantity_value,
    read_date,
    read_enum,
    read_period,
    read_quantity,
    read_span,
    read_window,
    window_value,
)
from sanku.core.code import System
from sanku.core.text import nearest
from sanku.core.types import (
    BoolType,
    CodesType,
    CodeType,
    DateType,
    EnumType,
    ListType,
    PeriodType,
    QuantityType,
    SpanType,
    TextType,
    Type,
    WindowType,
)
from sanku.core.value import CodeList, Value

LIST = "\x1d"
ITEM = "\x1f"
SET = "@"
MOST_TEXT = 10_000
MOST_ITEMS = 10_000

_BOOLS = {"true": "true", "false": "false", "是": "true", "否": "false"}


class CellContext(msgspec.Struct, frozen=True):
    """What cells may refer to.

    Args:
        systems: Code systems by name.
        sets: Code set name to the system of its codes.
        bases: Names that a qualified name may start with.
        separator: What separates items inside one text (``;`` in a CSV); ``""`` if lists come as lists.
    """

    systems: Mapping[str, System]
    sets: Mapping[str, str]
    bases: frozenset[str]
    separator: str = ""


def read_cell(type_: Type, raw: str, context: CellContext) -> str | CellProblem:
    """Return the canonical text of a cell, or why it is not of its type."""
    if raw == "":
        return ""
    if isinstance(type_, ListType):
        return _joined([read_cell(type_.item, text, context) for text in _items(raw, context)])
    if isinstance(type_, CodesType):
        if raw.isalnum():
            # One code, as most rows have: the same as the list of one, without building it.
            found = _code_or_set(type_.systems, raw, context)
            return LIST + found if isinstance(found, str) else found
        return _joined([_code_or_set(type_.systems, text, context) for text in _items(raw, context)])
    if raw.startswith(LIST):
        return CellProblem(
            "list-in-cell", "a list stands where one value is expected", "write one value, or a row for each"
        )
    text = raw.strip()
    return _read_single(type_, text, context) if text else ""


def _read_single(type_: Type, text: str, context: CellContext) -> str | CellProblem:
    match type_:
        case TextType():
            return (
                text
                if len(text) <= MOST_TEXT
                else CellProblem("text-too-long", f"the text is longer than {MOST_TEXT}", "shorten it")
            )
        case BoolType():
            return _BOOLS.get(text) or CellProblem(
                "bad-cell", f"`{text}` is neither true nor false", "write `true` or `false`"
            )
        case QuantityType():
            return read_quantity(type_, text)
        case CodeType(systems=systems):
            return read_code(systems, text, context.systems)
        case EnumType():
            return read_enum(type_, text)
        case DateType(time=time):
            return read_date(text, time=time)
        case SpanType():
            return read_span(text)
        case WindowType():
            return read_window(text)
        case PeriodType():
            return read_period(text)
        case _:
            return CellProblem("bad-cell", f"no cell can hold a {type(type_).__name__.lower()}", "use another type")


def cell_value(type_: Type, text: str) -> Value:
    """Return the value of a canonical text; total on what ``read_cell`` returned."""
    if text == "":
        return None
    match type_:
        case BoolType():
            return text == "true"
        case QuantityType() | SpanType():
            return quantity_value(text)
        case CodeType():
            return code_value(text)
        case CodesType():
            items = canonical_items(text)
            codes = tuple(code_value(item) for item in items if not item.startswith(SET))
            return CodeList(codes, tuple(item[1:] for item in items if item.startswith(SET)))
        case ListType(item=item_type):
            return tuple(cell_value(item_type, item) for item in canonical_items(text))
        case DateType():
            return date_value(text)
        case WindowType():
            return window_value(text)
        case PeriodType():
            return period_value(text)
        case _:
            return text


def canonical_items(text: str) -> list[str]:
    """Return the items of a canonical list text."""
    body = text[1:]
    return body.split(ITEM) if body else []


def _items(raw: str, context: CellContext) -> list[str]:
    if raw.startswith(LIST):
        return canonical_items(raw)
    items = raw.split(context.separator) if context.separator else [raw]
    return [item.strip() for item in items if item.strip()]


def _joined(items: list[str | CellProblem]) -> str | CellProblem:
    for item in items:
        if isinstance(item, CellProblem):
            return item
    if len(items) > MOST_ITEMS:
        return CellProblem(
            "list-too-long", f"the list has {len(items)} items, more than {MOST_ITEMS}", "name a code set"
        )
    texts = [item for item in items if isinstance(item, str) and item]
    if len(texts) < len(items):
        return CellProblem("bad-cell", "an item of the list is blank", "delete it")
    return LIST + ITEM.join(texts)


def _code_or_set(systems: tuple[str, ...], text: str, context: CellContext) -> str | CellProblem:
    """Read an item of a code list: a declared set's name, what looks like one, or a code."""
    system = context.sets.get(text)
    if system in systems:
        return SET + text
    if system is not None:
        return CellProblem(
            "code-system-mismatch", f"`{text}` holds codes of `{system}`, not of `{systems[0]}`", "name another set"
        )
    if text.split(".", 1)[0] in context.bases:
        near = nearest(text, context.sets)
        return CellProblem(
            "unknown-code-set",
            f"there is no code set `{text}`",
            f"did you mean `{near}`?" if near else "declare it in a file of its own: `codes: " + text + "`",
        )
    if ".." in text:
        return CellProblem(
            "range-in-cell", f"the range `{text}` stands in a cell", "put it into a code set and name the set here"
        )
    return read_code(systems, text, context.systems)
