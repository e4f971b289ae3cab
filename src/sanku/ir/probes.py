"""Conditions to probes: an equality that every member of a source must meet, so that only those need be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sanku.core.types import CodeType, EnumType, RefType, TextType
from sanku.semantics.nodes import And, Compare, Expr, Field, Local
from sanku.semantics.walk import locals_of


@dataclass(frozen=True, slots=True)
class Probe:
    """A field of the member, and what it must equal: an expression that does not read the member."""

    field: str
    value: Expr


def probe_of(binder: str, where: Expr | None) -> Probe | None:
    """Return the first equality among the conjuncts of ``where`` by which members of ``binder`` can be found.

    A member that fails it fails the whole conjunction, whatever is unknown elsewhere; an unknown field does not.
    """
    return next((probe for part in _conjuncts(where) for probe in _probes(binder, part)), None)


def _conjuncts(expr: Expr | None) -> Iterator[Expr]:
    if isinstance(expr, And):
        for item in expr.items:
            yield from _conjuncts(item)
    elif expr is not None:
        yield expr


def _probes(binder: str, expr: Expr) -> Iterator[Probe]:
    if not isinstance(expr, Compare) or expr.op != "=":
        return
    for side, other in ((expr.left, expr.right), (expr.right, expr.left)):
        match side:
            case Field(base=Local(name=name), name=field, type=CodeType() | EnumType() | RefType() | TextType()) if (
                name == binder and binder not in locals_of(other)
            ):
                yield Probe(field, other)
            case _:
                continue
