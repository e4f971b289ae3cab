"""Words that what stands beside them explains: enum members, aliases of codes, codes as text, period names."""

from __future__ import annotations

import re

from sanku.core.code import Code, System, normalise_code
from sanku.core.types import PERIODS, CodesType, CodeType, EnumType, ListType, Type, WindowType
from sanku.diagnostics.message import Label
from sanku.semantics import nodes
from sanku.semantics.context import Bound, Context
from sanku.semantics.report import listed, suggest
from sanku.semantics.types import type_name
from sanku.syntax import nodes as syntax

WINDOWS = (*PERIODS, "episode")
"""Period names that a value of window type can have."""


def plain(expected: Type) -> Type:
    """Return the type of one item where a list or a set of codes is expected."""
    match expected:
        case ListType(item=item):
            return item
        case CodesType(systems=systems):
            return CodeType(systems)
        case _:
            return expected


def is_word_of(text: str, expected: Type, context: Context) -> bool:
    """Tell whether ``text`` is a word beside an expression of type ``expected``."""
    match plain(expected):
        case EnumType(members=members):
            return text in members
        case CodeType(systems=systems):
            return any(text in system.aliases for system in _systems(systems, context))
        case WindowType():
            return text in WINDOWS
        case _:
            return False


def takes_words(expected: Type | None) -> bool:
    """Tell whether a bare name beside an expression of this type can only be a word."""
    return expected is not None and isinstance(plain(expected), EnumType | CodeType | WindowType)


def word(name: syntax.Name, expected: Type, context: Context) -> nodes.Expr | None:
    """Return the literal that a word means beside ``expected``, or report that it means nothing there."""
    given = plain(expected)
    match given:
        case EnumType(members=members):
            if name.text in members:
                return nodes.Literal(name.text, type=given, span=name.span)
            help_ = (
                _none(name)
                or _labelled(name.text, given)
                or suggest(name.text, members, f"its members are {listed(members, 30)}")
            )
            context.error("unknown-member", f"`{name.text}` is no member of `{given.name}`", name.span, help_)
        case CodeType(systems=systems):
            return _alias(name, systems, context)
        case WindowType():
            if name.text in WINDOWS:
                return nodes.Literal(name.text, type=given, span=name.span)
            help_ = suggest(name.text, WINDOWS, f"write one of {listed(WINDOWS)}")
            context.error("unknown-member", f"`{name.text}` is no period", name.span, help_)
        case _:
            context.error("unknown-name", f"`{name.text}` means nothing beside {type_name(given)}", name.span)
    return None


def _none(name: syntax.Name) -> str:
    return "what is missing is asked for: `A is none`, `not (A is none)`" if name.text in ("none", "无") else ""


def _labelled(text: str, given: EnumType) -> str:
    """Return which member a Chinese word means, ``""`` if none."""
    return f"write `{given.members[given.labels.index(text)]}`" if text in given.labels else ""


def _systems(names: tuple[str, ...], context: Context) -> list[System]:
    return [context.world.catalog.systems[name] for name in names if name in context.world.catalog.systems]


def _alias(name: syntax.Name, systems: tuple[str, ...], context: Context) -> nodes.Expr | None:
    found = [system for system in _systems(systems, context) if name.text in system.aliases]
    if len(found) == 1:
        code = Code(found[0].name, normalise_code(found[0].aliases[name.text]))
        return nodes.Literal(code, type=CodeType((found[0].name,)), span=name.span)
    if found:
        message = f"`{name.text}` is an alias in {listed(system.name for system in found)}"
        context.error("ambiguous-alias", message, name.span, "give it different names in `kb.yaml`")
        return None
    same = [one for one in context.world.catalog.code_sets if one.rpartition(".")[2] == name.text]
    if same:
        context.error(
            "unknown-alias",
            f"`{name.text}` is no alias of {listed(systems)}",
            name.span,
            f"is it the code set {listed(same)}?",
        )
        return None
    otherwise = f"declare it in `kb.yaml`: `{systems[0]}: {{aliases: {{{name.text}: CODE}}}}`"
    aliases = [alias for system in _systems(systems, context) for alias in system.aliases]
    if any(letter.isdigit() for letter in name.text) and any(
        _fits(name.text, one) for one in _systems(systems, context)
    ):
        aliases, otherwise = [], f'a code stands in quotes: `"{name.text}"`'
    help_ = suggest(name.text, aliases, otherwise)
    context.error("unknown-alias", f"`{name.text}` is no alias of {listed(systems)}", name.span, help_)
    return None


def code_text(literal: syntax.StringLiteral, systems: tuple[str, ...], context: Context) -> nodes.Expr | None:
    """Return the code that a text means beside a coded expression: of the one system it fits (semantics 29)."""
    text = normalise_code(literal.value)
    found = [system for system in _systems(systems, context) if _fits(text, system)]
    if len(found) == 1:
        return nodes.Literal(Code(found[0].name, text), type=CodeType((found[0].name,)), span=literal.span)
    fit = "fits no level" if not found else f"fits {listed(system.name for system in found)}"
    help_ = f"name it: `{systems[0]}: {{aliases: {{name: {text}}}}}` in `kb.yaml`, or a code set"
    context.error("unknown-code", f"`{literal.value}` {fit} of {listed(systems)}", literal.span, help_)
    return None


def _fits(text: str, system: System) -> bool:
    if system.levels:
        return any(re.fullmatch(level.pattern, text) for level in system.levels) and system.is_boundary(text)
    return bool(re.fullmatch(system.pattern, text)) if system.pattern else True


def clash(name: syntax.Name, bound: Bound, expected: Type, context: Context) -> bool:
    """Tell whether a bound name is also a word where it stands, and report it: either could be meant (semantics 31)."""
    if bound.kind == "broken" or not is_word_of(name.text, expected, context):
        return False
    context.error(
        "name-clash",
        f"`{name.text}` is both a name of this rule and {type_name(plain(expected))}",
        name.span,
        f"rename what is bound, such as `{name.text}_here`",
        Label(bound.span, f"`{name.text}` is bound here"),
    )
    return True
