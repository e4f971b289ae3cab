"""Values to source."""

from __future__ import annotations

from sanku.builtins import BUILTINS
from sanku.core.quantity import Quantity
from sanku.core.types import MemberType
from sanku.core.value import CodeList
from sanku.engines.event.fast.emitter import Emitter
from sanku.engines.event.fast.sources import aggregate, pick, rank
from sanku.engines.event.fast.writer import Writer
from sanku.semantics import nodes


def operand(emitter: Emitter, expr: nodes.Expr) -> str:
    """Return source for a value that may be a range."""
    match expr:
        case nodes.Literal(value=value):
            return "True" if value is True else "False" if value is False else emitter.constant(value)
        case nodes.SetLiteral(items=items):
            return _tuple([emitter.value(item) for item in items])
        case nodes.Local():
            return _local(emitter, expr)
        case nodes.Field():
            return _field(emitter, expr)
        case nodes.Cell(row=row, table=table, column=column):
            return f"{emitter.names[row]}.cells[{emitter.model.catalog.tables[table].index(column):d}]"
        case nodes.ParameterValue(name=name):
            return f"x.known.parameter({emitter.constant(name)})"
        case nodes.CodeSetValue():
            return emitter.constant(_set_of(emitter, expr.name))
        case nodes.IfElse():
            return _if_else(emitter, expr)
        case nodes.Arithmetic(op=operator, left=left, right=right):
            return f"calculated({emitter.constant(operator)}, {emitter.value(left)}, {emitter.value(right)})"
        case nodes.Negative(item=item):
            return f"opposite({emitter.value(item)})"
        case nodes.BuiltinCall(name=name, arguments=arguments):
            given = _tuple([emitter.value(argument) for argument in arguments])
            return f"applied(x, {emitter.constant(BUILTINS[name])}, {given})"
        case nodes.DefinitionCall():
            return f"single({call(emitter, expr)})"
        case nodes.Aggregate():
            return aggregate(emitter, expr)
        case nodes.Pick():
            return pick(emitter, expr)
        case nodes.Rank():
            return rank(emitter, expr)
        case nodes.Single() | nodes.Deref():
            return f"identity_of({emitter.member(expr)})"
        case _:
            return f"value_of({emitter.truth(expr)})"


def _tuple(parts: list[str]) -> str:
    return f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"


def _set_of(emitter: Emitter, name: str) -> CodeList:
    """Return the one list that stands for a code set, so that its constant is minted once."""
    return next(
        (
            one
            for one in emitter.space.constants.values()
            if isinstance(one, CodeList) and one.sets == (name,) and not one.codes
        ),
        CodeList((), (name,)),
    )


def _local(emitter: Emitter, expr: nodes.Local) -> str:
    if expr.name in emitter.lets:
        return let(emitter, expr.name)
    variable = emitter.names[expr.name]
    return f"identity_of({variable})" if isinstance(expr.type, MemberType) else variable


def _field(emitter: Emitter, expr: nodes.Field) -> str:
    name = emitter.constant(expr.name)
    base = emitter.member(expr.base)
    if expr.name == "value":
        return f"measured({base}, {name})"
    if isinstance(expr.base, nodes.Deref | nodes.IfElse) or _is_argument(emitter, expr.base):
        return f"field_of({base}, {name})"
    return f"{base}.fields.get({name}, UNKNOWN)"


def _is_argument(emitter: Emitter, base: nodes.Expr) -> bool:
    """Tell whether a base is a parameter of a definition or a let: then it may be none or unknown."""
    return isinstance(base, nodes.Local) and (base.name in emitter.lets or emitter.names[base.name].startswith("a"))


def member(emitter: Emitter, expr: nodes.Expr) -> str:
    """Return source for a member, for none or for unknown."""
    match expr:
        case nodes.Single(name=name) if name in ("patient", "coverage", "facility", "encounter"):
            return f"x.{name}"
        case nodes.Local(name=name):
            return let(emitter, name) if name in emitter.lets else emitter.names[name]
        case nodes.Deref(reference=reference, collection=collection):
            return f"found(x, {emitter.constant(collection)}, {emitter.value(reference)})"
        case nodes.IfElse():
            return _if_else(emitter, expr)
        case _:
            message = f"not a member: {type(expr).__name__}"
            raise AssertionError(message)


def _if_else(emitter: Emitter, expr: nodes.IfElse) -> str:
    writer = emitter.writer
    is_member = isinstance(expr.type, MemberType)
    branch = emitter.member if is_member else emitter.value
    chosen = writer.kept(emitter.truth(expr.condition))
    result = writer.temporary()
    with writer.block(f"if {chosen}:"):
        writer.line(f"{result} = {branch(expr.then)}")
    with writer.block(f"elif {chosen} is False:"):
        writer.line(f"{result} = {branch(expr.otherwise)}")
    with writer.block("else:"):
        if is_member:
            writer.line(f"{result} = UNKNOWN")
        else:
            writer.line(f"{result} = either({branch(expr.then)}, {branch(expr.otherwise)})")
    return result


# -- functions -----------------------------------------------------------------------------------------------------


def let(emitter: Emitter, name: str) -> str:
    """Return a call of a let's function; its value is kept in ``m`` for the binding."""
    function, is_new = emitter.space.function(("let", name))
    if is_new:
        number = emitter.constant(f"let {len(emitter.functions)}")
        writer = Writer()
        writer.lines.append(f"def {function}(x, m, {', '.join(emitter.arguments)}):")
        inner = _inside(emitter, writer, dict(zip(_bound_names(emitter), emitter.arguments, strict=True)), emitter.lets)
        with writer.block(f"if {number} in m:"):
            writer.line(f"return m[{number}]")
        writer.line(f"v = {_body(inner, emitter.lets[name])}")
        writer.line(f"m[{number}] = v")
        writer.line("return v")
        emitter.functions.append("\n".join(writer.lines))
    return f"{function}(x, m, {', '.join(emitter.arguments)})"


def _bound_names(emitter: Emitter) -> tuple[str, ...]:
    wanted = set(emitter.arguments)
    return tuple(
        sorted(
            (name for name, variable in emitter.names.items() if variable in wanted),
            key=lambda name: emitter.arguments.index(emitter.names[name]),
        )
    )


def _body(emitter: Emitter, expr: nodes.Expr) -> str:
    return emitter.member(expr) if isinstance(expr.type, MemberType) else emitter.operand(expr)


def call(emitter: Emitter, expr: nodes.DefinitionCall) -> str:
    """Return a call of a definition's function; its value is kept for the event and day."""
    definition = emitter.model.definitions[expr.name]
    function, is_new = emitter.space.function(("define", expr.name))
    if is_new:
        variables = [f"a{number}" for number in range(1, len(definition.parameters) + 1)]
        writer = Writer()
        writer.lines.append(f"def {function}({', '.join(['x', *variables])}):")
        names = {name: variable for (name, _), variable in zip(definition.parameters, variables, strict=True)}
        inner = _inside(emitter, writer, names, {})
        key = writer.temporary()
        writer.line(f"{key} = ({', '.join([emitter.constant(definition), *variables])},)")
        with writer.block(f"if {key} in x.kept:"):
            writer.line(f"return x.kept[{key}]")
        writer.line("x.claim.spend(1)")
        writer.line(f"v = {_body(inner, definition.expr)}")
        writer.line(f"x.kept[{key}] = v")
        writer.line("return v")
        emitter.functions.append("\n".join(writer.lines))
    given = [_argument(emitter, argument) for argument in expr.arguments]
    return f"{function}({', '.join(['x', *given])})"


def _argument(emitter: Emitter, expr: nodes.Expr) -> str:
    return emitter.member(expr) if isinstance(expr.type, MemberType) else emitter.value(expr)


def _inside(emitter: Emitter, writer: Writer, names: dict[str, str], lets: object) -> Emitter:
    return Emitter(
        emitter.coder,
        emitter.model,
        emitter.space,
        writer,
        names,
        emitter.lets if lets is emitter.lets else {},
        emitter.arguments,
        emitter.functions,
    )


__all__ = ["Quantity", "call", "let", "member", "operand"]
