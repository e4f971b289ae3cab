"""What an expression can name where it stands: the base, the module, the bound names.

Values; only the report inside is added to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from sanku.catalog.nodes import Catalog
from sanku.claim.schema import Schema
from sanku.core.span import Span
from sanku.core.types import BoolType, Type
from sanku.diagnostics.message import Label
from sanku.semantics import nodes
from sanku.semantics.report import Report, suggest
from sanku.syntax import nodes as syntax

MOST_NESTED = 3
"""Collections inside each other, ``for`` included (semantics 46)."""


@dataclass(frozen=True, slots=True)
class Module:
    """The module a file belongs to, and what it may name.

    Args:
        layer: Layer of the file.
        aliases: ``use a.b as c``: c to ``a.b``.
        used: Bases and modules that a ``use`` names.
    """

    name: str
    base: str
    layer: str
    aliases: Mapping[str, str] = field(default_factory=dict)
    used: tuple[str, ...] = ()

    @property
    def used_bases(self) -> frozenset[str]:
        """First segments of everything used, the module's own included."""
        return frozenset({self.base, *(name.split(".")[0] for name in self.used)})


@dataclass(frozen=True, slots=True)
class Signature:
    """What a call of a definition needs to know of it. ``expr`` is ``None`` if its body is broken."""

    name: str
    layer: str
    parameters: tuple[tuple[str, Type], ...]
    expr: nodes.Expr | None
    nesting: int
    span: Span


@dataclass(frozen=True, slots=True)
class World:
    """What every module of the base can name."""

    catalog: Catalog
    schema: Schema
    definitions: Mapping[str, Signature] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound name.

    ``kind``: subject, member, row, rows, let, parameter, excess, binder (inside a source) or broken.
    """

    name: str
    kind: str
    type: Type
    span: Span
    expr: nodes.Expr | None = None


def broken(name: syntax.Name) -> Bound:
    """Return a name whose binding is broken: that has been reported, and what reads it is not reported again."""
    return Bound(name.text, "broken", BoolType(), name.span)


Resolve = Callable[["syntax.Expr", "Context", "Type | None"], "nodes.Expr | None"]


@dataclass(frozen=True, slots=True)
class Context:
    """Where an expression stands.

    Args:
        names: Names bound here.
        resolve: How any expression is resolved; set once, so that the files of this folder need not import each other.
        nesting: Collections around it.
        hidden: Names that the rule binds but that do not reach here, and why.
    """

    world: World
    module: Module
    report: Report
    resolve: Resolve
    names: Mapping[str, Bound] = field(default_factory=dict)
    nesting: int = 0
    hidden: Mapping[str, str] = field(default_factory=dict)

    def binding(self, *bound: Bound) -> Context:
        """Return the context with further names."""
        return replace(self, names={**self.names, **{one.name: one for one in bound}})

    def value(self, expr: syntax.Expr, expected: Type | None = None) -> nodes.Expr | None:
        """Return the resolved expression, or ``None`` if it is broken; then that has been reported."""
        return self.resolve(expr, self, expected)

    def error(self, code: str, message: str, span: Span, help_: str = "", *labels: Label) -> None:
        """Report an error."""
        self.report.error(code, message, span, help_, *labels)

    def bind(self, name: syntax.Name) -> bool:
        """Tell whether a source may bind ``name``; if not, report it (semantics 40).

        Inside one item the tree has been checked; an exemption also has the names of its rule.
        """
        if name.text not in self.names:
            return True
        self.error(
            "bound-twice",
            f"`{name.text}` is bound already",
            name.span,
            f"choose another name, such as `{name.text}2`",
            Label(self.names[name.text].span, f"`{name.text}` is bound here"),
        )
        return False


def suggest_bound(name: str, context: Context, *more: str) -> str:
    """Return a help text with the nearest bound name, event record or other name given."""
    return suggest(name, [*context.names, *context.hidden, *more])
