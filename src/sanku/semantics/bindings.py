"""``for``, ``match``, ``gather`` and ``let`` of a rule: what they bind, and the windows that conditions set on them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sanku.core.types import MemberType, RowsType, RowType
from sanku.semantics import nodes
from sanku.semantics.context import MOST_NESTED, Bound, Context, broken
from sanku.semantics.keys import resolve_keys
from sanku.semantics.names import table_named
from sanku.semantics.report import listed, suggest
from sanku.semantics.truth import condition
from sanku.semantics.types import is_value, type_name
from sanku.semantics.walk import locals_of, substituted
from sanku.semantics.windows import window_of
from sanku.syntax import nodes as syntax
from sanku.syntax import show_expr

_GUARDS = "a `where` of `for` sees members only: write this condition in `when`"


@dataclass(frozen=True, slots=True)
class Bindings:
    """What the ``for`` clauses bind. ``context`` has the members' names."""

    found: tuple[nodes.Binding, ...]
    pair: bool
    by: tuple[nodes.Expr, ...]
    context: Context


@dataclass(frozen=True, slots=True)
class Steps:
    """``match``, ``gather`` and ``let`` in written order, and the context after them."""

    steps: tuple[nodes.Match | nodes.Let, ...]
    context: Context


def resolve_bindings(written: syntax.Rule, tops: tuple[str, ...], context: Context) -> Bindings:
    """Return what the ``for`` clauses bind; a member of an unknown collection is bound without a meaning.

    ``tops`` are all names of the rule: those of rows and lets do not reach a ``where`` of ``for``.
    """
    clauses = [clause for clause in written.clauses if isinstance(clause, syntax.For | syntax.ForPair)]
    members = [member for clause in clauses for member in _members(clause, first=clause is clauses[0], context=context)]
    if len(members) > MOST_NESTED:
        message = f"more than {MOST_NESTED} collections inside each other, `for` included"
        context.error("too-nested", message, clauses[-1].span)
    for clause in clauses:
        if isinstance(clause, syntax.ForPair) and len(clauses) > 1:
            help_ = "write `for a in …` and `for b in …`, or ask `exists`"
            context.error("pair-not-alone", "a rule with `for a, b` has no other `for`", clause.span, help_)
    nesting = min(len(members), MOST_NESTED)
    context = replace(context.binding(*members), nesting=nesting, hidden=dict.fromkeys(tops, _GUARDS))
    found: list[nodes.Binding] = []
    by: tuple[nodes.Expr, ...] = ()
    for clause in clauses:
        where = None if clause.where is None else condition(clause.where, context)
        if isinstance(clause, syntax.ForPair):
            found += [*_binding(clause.first, None, context), *_binding(clause.second, where, context)]
            continue
        found += _binding(clause.binder, where, context)
        if clause.by:
            by = _group(clause, context, first=clause is clauses[0])
    pair = bool(clauses) and isinstance(clauses[0], syntax.ForPair)
    return Bindings(tuple(found), pair, by, replace(context, hidden={}))


def _members(clause: syntax.For | syntax.ForPair, *, first: bool, context: Context) -> list[Bound]:
    names = [clause.first, clause.second] if isinstance(clause, syntax.ForPair) else [clause.binder]
    member = _collection(clause.collection, first=first, context=context)
    if member is None:
        return [broken(name) for name in names]
    kinds = ["subject" if first else "member", "member"]
    return [Bound(name.text, kind, member, name.span) for name, kind in zip(names, kinds, strict=False)]


def _collection(path: syntax.Path, *, first: bool, context: Context) -> MemberType | None:
    collections = context.world.schema.collections
    found = collections.get(path.text)
    if found is None:
        present = [name for name in collections if "." not in name]
        more = "of earlier encounters `history.…`, of both `record.…`"
        help_ = suggest(path.text, collections, f"the collections are {listed(present, 20)}; {more}")
        context.error("unknown-collection", f"there is no collection `{path.text}`", path.span, help_)
        return None
    if first and found.kind in ("history", "record"):
        current = "encounter" if found.record == "encounter" else path.text.partition(".")[2]
        message = "a finding is about a member of the current encounter"
        context.error("past-subject", message, path.span, f"write `for x in {current}` first")
        return None
    return MemberType(found.record, path.text)


def _binding(name: syntax.Name, where: nodes.Expr | None, context: Context) -> tuple[nodes.Binding, ...]:
    member = context.names[name.text].type
    if not isinstance(member, MemberType):
        return ()
    return (nodes.Binding(name.text, member.collection, member, where, span=name.span),)


def _group(clause: syntax.For, context: Context, *, first: bool) -> tuple[nodes.Expr, ...]:
    if not first:
        context.error(
            "group-not-subject", "only the first `for` makes groups", clause.span, "write `by` in the first `for`"
        )
        return ()
    alone = replace(context, names={clause.binder.text: context.names[clause.binder.text]})
    found: list[nodes.Expr] = []
    for written in clause.by:
        key = alone.value(written)
        if key is not None and not is_value(key.type):
            message = f"`{show_expr(written)}` is {type_name(key.type)}, not a value"
            context.error("not-a-value", message, written.span, f"write a field of it: `{show_expr(written)}.code`")
        elif key is not None:
            found.append(key)
    return tuple(found)


def resolve_steps(written: syntax.Rule, context: Context) -> Steps:
    """Return the steps; each sees the members and the names before it."""
    later = [clause for clause in written.clauses if isinstance(clause, syntax.Match | syntax.Let)]
    steps: list[nodes.Match | nodes.Let] = []
    for index, clause in enumerate(later):
        waiting = {_name(one).text: "it is bound further down: move it up" for one in later[index:]}
        here = replace(context, hidden=waiting)
        match clause:
            case syntax.Match():
                table = table_named(clause.table, here)
                keys = None if table is None else resolve_keys(table, clause.keys, clause.span, here)
                if table is None:
                    context = context.binding(broken(clause.row))
                    continue
                given = RowsType(table) if clause.gathered else RowType(table)
                kind = "rows" if clause.gathered else "row"
                context = context.binding(Bound(clause.row.text, kind, given, clause.row.span))
                if keys is not None:
                    steps.append(nodes.Match(clause.row.text, table, keys, clause.gathered, span=clause.span))
            case syntax.Let():
                expr = here.value(clause.expr)
                if expr is None or not _is_let(clause, expr, here):
                    context = context.binding(broken(clause.name))
                    continue
                context = context.binding(Bound(clause.name.text, "let", expr.type, clause.name.span, expr))
                steps.append(nodes.Let(clause.name.text, expr, span=clause.span))
    return Steps(tuple(steps), context)


def _name(clause: syntax.Match | syntax.Let) -> syntax.Name:
    return clause.row if isinstance(clause, syntax.Match) else clause.name


def _is_let(clause: syntax.Let, expr: nodes.Expr, context: Context) -> bool:
    if is_value(expr.type):
        return True
    message = f"`{show_expr(clause.expr)}` is {type_name(expr.type)}, not a value"
    context.error("not-a-value", message, clause.expr.span)
    return False


def windowed(bindings: Bindings, when: nodes.Expr | None, context: Context) -> tuple[nodes.Binding, ...]:
    """Return the bindings with the windows that guards and ``when`` set on every member but the subject.

    Guards and ``when`` are one conjunction (semantics 3). A bound counts if the subject alone decides it.
    """
    if not bindings.found:
        return ()
    subject, *others = bindings.found
    guards = [binding.where for binding in bindings.found if binding.where is not None]
    whole = nodes.And((*guards, *(() if when is None else (when,))))
    lets = {name: bound.expr for name, bound in context.names.items() if bound.expr is not None}
    found = [subject]
    for binding in others:
        window = window_of(binding.name, binding.member, whole, context)
        bounds = (_expanded(bound, lets) for bound in window.bounds)
        kept = tuple(bound for bound in bounds if _names(bound) <= {subject.name})
        found.append(replace(binding, window=replace(window, bounds=kept)))
    return tuple(found)


def _expanded(bound: nodes.Bound, lets: dict[str, nodes.Expr]) -> nodes.Bound:
    def whole(expr: nodes.Expr) -> nodes.Expr:
        for _ in lets:
            if not locals_of(expr) & lets.keys():
                break
            expr = substituted(expr, lets)
        return expr

    return nodes.Bound(
        whole(bound.anchor),
        None if bound.length is None else whole(bound.length),
        whole(bound.period) if isinstance(bound.period, nodes.Node) else bound.period,
    )


def _names(bound: nodes.Bound) -> frozenset[str]:
    parts = (bound.anchor, bound.length, bound.period)
    return frozenset().union(*(locals_of(part) for part in parts if isinstance(part, nodes.Node)))
