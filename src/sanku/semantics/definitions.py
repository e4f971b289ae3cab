"""``define`` to signatures: each after those it calls; a cycle is reported with its path and has no value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sanku.catalog.column_types import TypeProblem, parse_type
from sanku.core.types import BoolType, CodesType, ListType
from sanku.diagnostics.message import Label
from sanku.semantics import nodes
from sanku.semantics.attributes import citations
from sanku.semantics.context import Bound, Context, Signature, World, broken
from sanku.semantics.names import qualified
from sanku.semantics.truth import as_condition
from sanku.semantics.types import is_value, type_name
from sanku.semantics.walk import children
from sanku.syntax import nodes as syntax
from sanku.syntax import show_expr
from sanku.syntax.walk import walk as walk_syntax


@dataclass(frozen=True, slots=True)
class Written:
    """A ``define`` and the context of its file, without names."""

    name: str
    define: syntax.Define
    context: Context


def resolve_definitions(
    written: Sequence[Written], dropped: Mapping[str, Signature], world: World
) -> tuple[Mapping[str, Signature], Mapping[str, nodes.Definition]]:
    """Return what calls need to know of every definition, and the definitions that are whole.

    Args:
        written: What the trees hold.
        dropped: Names of items that could not be parsed: they mean something, but nobody knows what.
        world: Catalog and schema.
    """
    by_name = {one.name: one for one in written}
    called = {name: _calls(one, by_name) for name, one in by_name.items()}
    cyclic = _report_cycles(by_name, called)
    signatures: dict[str, Signature] = dict(dropped)
    definitions: dict[str, nodes.Definition] = {}
    for name in _in_order(called):
        one = by_name[name]
        context = replace(one.context, world=replace(world, definitions={**_pending(by_name), **signatures}))
        bound = _parameters(one, context)
        expr = None if name in cyclic else _body(one, bound, context)
        parameters = tuple((found.name, found.type) for found in bound)
        nesting = 0 if expr is None else nesting_of(expr, signatures)
        signatures[name] = Signature(name, context.module.layer, parameters, expr, nesting, one.define.name.span)
        if expr is not None:
            cites = citations((one.define.cites,) if one.define.cites is not None else (), context)
            definitions[name] = nodes.Definition(
                name, context.module.base, parameters, expr, cites, context.module.layer, span=one.define.name.span
            )
    return signatures, definitions


def _pending(by_name: Mapping[str, Written]) -> dict[str, Signature]:
    """Return placeholders for definitions not resolved yet: only those of a cycle are asked for, and have no value."""
    return {
        name: Signature(name, other.context.module.layer, (), None, 0, other.define.name.span)
        for name, other in by_name.items()
    }


def _calls(one: Written, by_name: Mapping[str, Written]) -> tuple[str, ...]:
    """Return the definitions that a body names, in written order."""
    module = one.context.module
    found: dict[str, None] = {}
    for node in walk_syntax(one.define.expr):
        match node:
            case syntax.Path():
                names = [qualified(node, one.context), f"{module.name}.{node.text}"]
            case syntax.Call(function=function):
                names = [f"{place}.{function.text}" for place in (module.name, *module.used, *module.aliases.values())]
            case _:
                continue
        found.update(dict.fromkeys(name for name in names if name in by_name))
    return tuple(found)


def _report_cycles(by_name: Mapping[str, Written], called: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Report each cycle once, with its path, and return the definitions that are part of one."""
    found: set[str] = set()
    for start in sorted(by_name):
        path = _path_back(start, called)
        if path is None or found.intersection(path):
            continue
        found.update(path)
        one = by_name[start]
        labels = (Label(by_name[name].define.name.span, f"`{name}` is defined here") for name in path[1:])
        shown = " → ".join(f"`{name}`" for name in (*path, start))
        message = "a definition cannot use itself" if len(path) == 1 else f"definitions use each other: {shown}"
        help_ = (
            "say one of them without the others" if len(path) > 1 else f"say it without `{start.rpartition('.')[2]}`"
        )
        one.context.error("definition-cycle", message, one.define.name.span, help_, *labels)
    return frozenset(found)


def _path_back(start: str, called: Mapping[str, tuple[str, ...]]) -> tuple[str, ...] | None:
    """Return the shortest path of calls from ``start`` that comes back to it, without its end."""
    waiting: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop(0)
        for name in called[path[-1]]:
            if name == start:
                return path
            if name not in seen:
                seen.add(name)
                waiting.append((*path, name))
    return None


def _in_order(called: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the names so that each stands after those it calls, cycles apart; without recursion."""
    done: dict[str, None] = {}
    for root in sorted(called):
        waiting = [root]
        open_: set[str] = set()
        while waiting:
            name = waiting[-1]
            missing = [one for one in called[name] if one not in done and one not in open_]
            if name in done or not missing:
                done[name] = None
                waiting.pop()
            else:
                open_.add(name)
                waiting += missing
    return list(done)


def _parameters(one: Written, context: Context) -> tuple[Bound, ...]:
    found: list[Bound] = []
    for parameter in one.define.parameters:
        name, written = parameter.name, parameter.type
        text = f"{written.name}[{written.argument}]" if written.argument else written.name
        given = parse_type(text, context.world.catalog.systems, context.world.schema.enums())
        if isinstance(given, TypeProblem):
            context.error(given.code, given.message, written.span, given.help)
            found.append(broken(name))
        else:
            found.append(Bound(name.text, "parameter", given, name.span))
    return tuple(found)


def _body(one: Written, parameters: tuple[Bound, ...], context: Context) -> nodes.Expr | None:
    """Return the body; one whose parameters are broken is looked at, and has no value."""
    errors = len(context.report.found)
    inner = context.binding(*parameters)
    expr = inner.value(one.define.expr)
    if any(bound.kind == "broken" for bound in parameters):
        return None
    if expr is None or len(context.report.found) > errors:
        return None
    if isinstance(expr.type, BoolType):
        return as_condition(expr, one.define.expr, inner)
    if not is_value(expr.type) or isinstance(expr.type, CodesType | ListType):
        message = f"`{show_expr(one.define.expr)}` is {type_name(expr.type)}, not a value"
        context.error("not-a-value", message, one.define.expr.span, "name a code set in a fact file: `codes: NAME`")
        return None
    return expr


def nesting_of(node: object, signatures: Mapping[str, Signature]) -> int:
    """Return how many collections stand inside each other in an expression, those of called definitions included."""
    inside = max((nesting_of(child, signatures) for child in children(node)), default=0)
    match node:
        case nodes.Source():
            return inside + 1
        case nodes.DefinitionCall(name=name):
            return max(inside, signatures[name].nesting)
        case _:
            return inside
