"""Calls of builtins and of definitions: number and types of arguments."""

from __future__ import annotations

from sanku.builtins import BUILTINS, Argument, Builtin
from sanku.core.types import CodesType, CodeType, Type
from sanku.semantics import names, nodes
from sanku.semantics.context import Context, Signature
from sanku.semantics.mismatch import declared
from sanku.semantics.report import listed, suggest
from sanku.semantics.types import holds, meet, type_name
from sanku.syntax import nodes as syntax
from sanku.syntax import show_expr


def call(expr: syntax.Call, context: Context) -> nodes.Expr | None:
    """Return a call of a definition of the module, of a builtin, or of a definition of a module in use."""
    name = expr.function.text
    found = _definitions(name, context)
    if len(found) > 1:
        message = f"`{name}` is a definition in {listed(one.name.rpartition('.')[0] for one in found)}"
        context.error("ambiguous-name", message, expr.function.span, "rename one of them")
        return None
    if found:
        return _of_definition(found[0], expr, context)
    if name in BUILTINS:
        return _of_builtin(BUILTINS[name], expr, context)
    known = [*BUILTINS, *(one.rpartition(".")[2] for one in context.world.definitions)]
    message = f"there is no function `{name}`"
    alike = [one for one in BUILTINS if one.startswith(f"{name}_")]
    otherwise = f"write {' or '.join(f'`{one}`' for one in alike)}" if alike else f"there are {listed(BUILTINS, 20)}"
    context.error("unknown-function", message, expr.function.span, suggest(name, known, otherwise))
    return None


def _definitions(name: str, context: Context) -> list[Signature]:
    definitions = context.world.definitions
    own = definitions.get(f"{context.module.name}.{name}")
    if own is not None:
        return [own]
    modules = sorted({*context.module.used, *context.module.aliases.values()})
    return [definitions[f"{module}.{name}"] for module in modules if f"{module}.{name}" in definitions]


def _of_builtin(builtin: Builtin, expr: syntax.Call, context: Context) -> nodes.Expr | None:
    given = len(expr.arguments)
    wanted = [parameter.name for parameter in builtin.parameters]
    if given < len(wanted) or builtin.parameter(given - 1) is None:
        shape = f"`{builtin.name}({', '.join(wanted)}{', …' if builtin.variadic else ''})`"
        context.error(
            "argument-count",
            f"`{builtin.name}` takes {len(wanted)} arguments, not {given}",
            expr.span,
            f"write {shape}",
        )
        return None
    arguments = [context.value(argument) for argument in expr.arguments]
    whole = tuple(argument for argument in arguments if argument is not None)
    fitting = len(whole) == len(arguments)
    for index, (argument, written) in enumerate(zip(arguments, expr.arguments, strict=True)):
        parameter = builtin.parameter(index)
        if argument is not None and parameter is not None and not parameter.accepts(argument.type):
            takes = f"`{builtin.name}` takes {parameter.wanted} as `{parameter.name}`"
            message = f"{takes}, but `{show_expr(written)}` is {type_name(argument.type)}"
            help_ = f"write {parameter.wanted} there"
            context.error("argument-type", message, written.span, help_, *declared(argument, context))
            fitting = False
    if not fitting:
        return None
    result = builtin.result(tuple(_argument(argument) for argument in whole))
    if isinstance(result, str):
        context.error("argument-type", result, expr.span)
        return None
    return nodes.BuiltinCall(builtin.name, whole, type=result, span=expr.span)


def _argument(node: nodes.Expr) -> Argument:
    return Argument(node.type, node.value if isinstance(node, nodes.Literal) else None)


def _of_definition(definition: Signature, expr: syntax.Call, context: Context) -> nodes.Expr | None:
    if not names.may_call(definition, len(expr.arguments), expr, context):
        return None
    wanted = definition.parameters
    arguments: list[nodes.Expr] = []
    for (name, given), written in zip(wanted, expr.arguments, strict=True):
        argument = context.value(written, given)
        if argument is not None and not _fits(given, argument.type):
            message = f"`{name}` is {type_name(given)}, but `{show_expr(written)}` is {type_name(argument.type)}"
            context.error(
                "argument-type", message, written.span, f"write {type_name(given)} there", *declared(argument, context)
            )
        elif argument is not None:
            arguments.append(argument)
    return names.call(definition, tuple(arguments), expr, context) if len(arguments) == len(wanted) else None


def _fits(parameter: Type, argument: Type) -> bool:
    if isinstance(parameter, CodesType):
        return isinstance(argument, CodesType) and holds(parameter, CodeType(argument.systems))
    return meet(parameter, argument) or parameter == argument
