"""Membership, what is known, and quantifiers to tests."""

from __future__ import annotations

from sanku.core.types import CodesType, CodeType, DateType, EnumType, RefType, TextType
from sanku.engines.event.sieve import operands
from sanku.engines.event.sieve.comparisons import has_id
from sanku.engines.event.sieve.emitter import Emitter, joined
from sanku.engines.event.sieve.members import covered, is_plain, loop_over, texts_of
from sanku.semantics import nodes


def contains(emitter: Emitter, expr: nodes.Contains, *, surely: bool) -> str | None:
    """Return a test of a membership."""
    here, item = emitter.resolved(expr.item)
    there, container = emitter.resolved(expr.container)
    if isinstance(container, nodes.SetLiteral) and not expr.negated:
        parts = [emitter.surely(_equal(expr, one), truth=surely) for one in container.items]
        return joined(parts, "or" if surely else "and", all_needed=not surely)
    if not isinstance(item, nodes.Field) or not isinstance(item.type, CodeType):
        return None
    found = here.field(item.base, item.name)
    if found is None:
        return None
    code = f"{emitter.space.memo(found[1].type)}[{found[0]}]"
    wanted = surely is not expr.negated
    match container:
        case nodes.CodeSetValue(name=name):
            said = f"x.lacks({emitter.space.constant(name, name)}, {code}, {emitter.day}) is {not wanted}"
        case nodes.Cell(row=row, table=table, column=column):
            place = emitter.model.catalog.tables[table].index(column)
            source = there.operand(row, operands.Operand(place, "cell", "", lambda cell: cell))
            if source is None or source == "None":
                return None if surely or source is None else "True"
            said = f"x.holds({source}, {code}, {emitter.day}) is {wanted}"
        case nodes.Literal():
            held = emitter.space.constant(container.value, ("code", container.value))
            said = f"x.holds({held}, {code}, {emitter.day}) is {wanted}"
        case _:
            return None
    if not expr.negated:
        return said
    # A code that is none is in nothing, and not outside of anything either.
    value = f"{code} is None"
    return f"({value} or {said})" if not surely else f"(not {value} and {said})"


def _equal(expr: nodes.Contains, one: nodes.Expr) -> nodes.Expr:
    """Return what ``A in {…}`` says of one item: codes hierarchically, all else by ``=``."""
    if isinstance(expr.item.type, CodeType):
        return nodes.Contains(expr.item, one, False, span=expr.span)  # noqa: FBT003 - the node's own field
    return nodes.Compare("=", expr.item, one, span=expr.span)


def known(emitter: Emitter, item: nodes.Expr, what: str, *, surely: bool) -> str | None:
    """Return a test of ``A is known``, ``is unknown`` or ``is none``."""
    here, field = emitter.resolved(item)
    if not isinstance(field, nodes.Field):
        return None
    found = here.field(field.base, field.name)
    if found is None or field.name == "value" or (field.name == "id" and not has_id(here, field.base)):
        return None
    source, value = found[0], emitter.temporary("v")
    unknown = f"({value} := {source}) is UNSET"
    if isinstance(found[1].type, TextType | RefType):
        source = f"fold[{source}]"
        unknown = f"{source} is UNSET"
    elif isinstance(found[1].type, CodeType | DateType):
        source = f"{emitter.space.memo(found[1].type)}[{source}]"
        unknown = f"{source} is UNSET"
    elif isinstance(found[1].type, EnumType):
        unknown = f"(({value} := {source}) is UNSET or {value} == '')"
    if what == "none":
        none = f"{source} is None"
        return none if surely else f"(not {none} and not {unknown})"
    return unknown if (what == "unknown") is surely else f"not {unknown}"


def exists(emitter: Emitter, source: nodes.Source, *, surely: bool) -> str | None:
    """Return a test of ``exists``."""
    listed = _listed(emitter, source)
    if listed is not None:
        texts = texts_of(emitter, source.over)
        found = emitter.temporary("t")
        if surely:
            return f"(({found} := {texts}) is not None and not {found}.isdisjoint({listed}))"
        whole = covered(emitter, source.over, source.window)
        return f"(({found} := {texts}) is not None and {found}.isdisjoint({listed}) and {whole})"
    loop = loop_over(emitter, source)
    if (
        loop is None
        or (surely and loop.holds is None and not loop.is_open)
        or (not surely and loop.fails is None and not loop.is_open)
    ):
        return None
    name = emitter.temporary("some" if surely else "none")
    lines = [f"def {name}({', '.join(emitter.variables)}):"]
    if surely:
        lines += [f"    for {loop.variable} in {loop.members} or ():", *loop.entering()]
        lines += [f"        if {loop.holds or 'True'}: return True", "    return False"]
    else:
        lines += [*loop.opening(otherwise="False"), f"    for {loop.variable} in members:", *loop.entering()]
        lines += ["        return False"] if loop.is_open else [f"        if not ({loop.fails}): return False"]
        lines.append("    return True")
    emitter.written.functions.append("\n".join(lines))
    return f"{name}({', '.join(emitter.variables)})"


def _listed(emitter: Emitter, source: nodes.Source) -> str | None:
    """Return source for the codes of a cell, if the one condition is that a member's code is among them."""
    match source.where:
        case nodes.Contains(
            item=nodes.Field(base=nodes.Local(name=name), name="code", type=CodeType(systems=systems)),
            container=nodes.Cell(
                row=row, table=table, column=column, type=CodesType(systems=listed) | CodeType(systems=listed)
            ),
            negated=False,
        ) if name == source.binder and source.kind == "collection" and systems == listed and len(systems) == 1:
            if not is_plain(emitter, source.over):
                return None
            place = emitter.model.catalog.tables[table].index(column)
            found = emitter.operand(row, operands.Operand(place, "texts", "", operands.texts))
            return None if found == "None" else found
        case _:
            return None
