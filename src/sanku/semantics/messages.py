"""``say`` to text and checked placeholders: ``{x.f}``, ``{each b.f}``; doubled braces are braces (semantics 4, 49)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sanku.core.span import Span
from sanku.core.types import MemberType
from sanku.semantics import nodes
from sanku.semantics.context import Context
from sanku.semantics.types import is_value, type_name
from sanku.syntax import nodes as syntax

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+")
_NAME = re.compile(r"[^\W\d]\w*")
_EACH = re.compile(r"\s*each\s+")


@dataclass(frozen=True, slots=True)
class Messages:
    """What messages can name.

    ``context`` holds the subject, rows and what follows from them; ``each`` the context for every other member.
    """

    context: Context
    each: dict[str, Context]
    subject: str


def resolve_say(say: syntax.Say, messages: Messages) -> nodes.Say:
    """Return the message; a broken placeholder is reported and left out."""
    parts: list[str | nodes.Placeholder] = []
    for piece, inside, start in _pieces(say.text):
        if inside is None:
            if piece in "{}":
                place = _span(say, start, start + 1)
                if piece == "{" and _NAME.match(say.text, start + 1):
                    help_ = "close it behind the name: `{line.name}`; a brace that is shown is `{{`"
                    messages.context.error("stray-brace", "a placeholder is not closed", place, help_)
                else:
                    text, help_ = f"a lone `{piece}` in a message", f"write `{piece}{piece}`"
                    messages.context.error("stray-brace", text, place, help_)
            plain = {"{{": "{", "}}": "}"}.get(piece, piece)
            if parts and isinstance(parts[-1], str):
                parts[-1] += plain
            else:
                parts.append(plain)
            continue
        placeholder = _placeholder(say, inside, start + 1, messages)
        if placeholder is not None:
            parts.append(placeholder)
    return nodes.Say(say.language, tuple(parts), say.span)


def _pieces(text: str) -> Iterator[tuple[str, str | None, int]]:
    for found in _PIECE.finditer(text):
        yield found[0], found[1], found.start()


def _placeholder(say: syntax.Say, inside: str, start: int, messages: Messages) -> nodes.Placeholder | None:
    each = _EACH.match(inside)
    offset = each.end() if each else len(inside) - len(inside.lstrip())
    written = inside[offset:].rstrip()
    span = _span(say, start + offset, start + offset + len(written))
    names = written.split(".")
    if not all(_NAME.fullmatch(name) for name in names):
        message = f"`{{{inside}}}` is no path"
        messages.context.error(
            "bad-placeholder", message, span, "write a name and its field: `{line.name}`; compute in a `let`"
        )
        return None
    path = _path(say, names, start + offset, span)
    context = _context(path, each=each is not None, messages=messages)
    expr = None if context is None else context.value(path)
    if expr is None or context is None:
        return None
    if not is_value(expr.type):
        help_ = f"write a field of it: `{{{written}.name}}`" if isinstance(expr.type, MemberType) else ""
        context.error("not-a-value", f"`{written}` is {type_name(expr.type)}, not a value", span, help_)
        return None
    return nodes.Placeholder(expr, written, names[0] if each else "")


def _context(path: syntax.Path, *, each: bool, messages: Messages) -> Context | None:
    first = path.names[0]
    if not each:
        return messages.context
    if first.text in messages.each:
        return messages.each[first.text]
    message = f"`{first.text}` is not one of several members here"
    help_ = (
        f"write `{{{path.text}}}`"
        if first.text in messages.context.names
        else "`each` goes with a name of a further `for`"
    )
    messages.context.error("not-each", message, first.span, help_)
    return None


def _path(say: syntax.Say, names: list[str], start: int, span: Span) -> syntax.Path:
    found: list[syntax.Name] = []
    for name in names:
        found.append(syntax.Name(name, span=_span(say, start, start + len(name))))
        start += len(name) + 1
    return syntax.Path(tuple(found), span=span)


def _span(say: syntax.Say, start: int, end: int) -> Span:
    """Return the place of ``text[start:end]``: after the quote, one column more for every escaped character before."""
    first = say.text_span.column + 1 + start + _escapes(say.text[:start])
    width = end - start + _escapes(say.text[start:end])
    whole = say.text_span
    return replace_span(whole, first, first + width)


def replace_span(whole: Span, start: int, end: int) -> Span:
    """Return a stretch of one line of ``whole``."""
    return Span(whole.file, whole.line, start, whole.line, end)


def _escapes(text: str) -> int:
    return sum(text.count(character) for character in '"\\\n\t\r')


def each_context(context: Context, bound: str) -> Context:
    """Return the context in which ``{each bound.field}`` is resolved: that member and the event."""
    return replace(context, names={bound: context.names[bound]}, hidden={})
