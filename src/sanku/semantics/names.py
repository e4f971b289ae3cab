"""A dotted name to a fact of the catalog or a definition: aliases, used modules, base layering (language 1, 2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sanku.catalog.nodes import NATION
from sanku.core.types import CodesType, Type
from sanku.semantics import nodes
from sanku.semantics.context import MOST_NESTED, Context, Signature, suggest_bound
from sanku.semantics.report import listed, suggest
from sanku.semantics.words import takes_words, word
from sanku.syntax import nodes as syntax


def resolve_name(path: syntax.Path, context: Context, expected: Type | None) -> nodes.Expr | None:
    """Return the parameter, code set or definition that ``path`` names; a lone unknown name may be a misspelt word."""
    own = own_definition(path, context)
    if own is not None:
        return call(own, (), path, context)
    first = path.names[0]
    if len(path.names) == 1:
        if expected is not None and takes_words(expected):
            return word(first, expected, context)
        defined = [
            name.rpartition(".")[2] for name in context.world.definitions if name.startswith(f"{context.module.name}.")
        ]
        help_ = suggest_bound(
            first.text, context, "patient", "coverage", "facility", "encounter", *defined
        ) or _bound_here(context)
        context.error("unknown-name", f"there is no name `{first.text}` here", first.span, help_)
        return None
    if not _is_qualified(path, context):
        help_ = suggest_bound(first.text, context, *context.module.aliases, *context.world.catalog.bases)
        help_ = help_ or _bound_here(context)
        context.error("unknown-name", f"there is no name `{first.text}` here", first.span, help_)
        return None
    return _fact(path, context)


def qualified(path: syntax.Path, context: Context) -> str:
    """Return a dotted name with its alias replaced by the module it stands for."""
    first, *rest = (name.text for name in path.names)
    return ".".join([context.module.aliases.get(first, first), *rest])


def own_definition(path: syntax.Path, context: Context) -> Signature | None:
    """Return the definition of the same module that a lone name means."""
    if len(path.names) > 1:
        return None
    return context.world.definitions.get(f"{context.module.name}.{path.text}")


def _is_qualified(path: syntax.Path, context: Context) -> bool:
    first = path.names[0].text
    catalog = context.world.catalog
    return first in context.module.aliases or first in catalog.bases or first == context.module.base


def table_named(path: syntax.Path, context: Context) -> str | None:
    """Return the name of the table that ``path`` names, or report that it names none."""
    tables = context.world.catalog.tables
    name = qualified(path, context)
    if name in tables:
        return name if reaches(name, path, context) else None
    kind = _kind(name, context)
    if kind:
        help_ = f"ask for it in a condition: `line.code in {name}`" if kind == "code set" else "name a table"
        context.error("not-a-table", f"`{name}` is a {kind}, not a table", path.span, help_)
    else:
        collections = context.world.schema.collections
        help_ = suggest(path.text, [*collections, *tables]) or suggest(name, tables, _under(name, tables))
        context.error("unknown-table", f"there is no collection or table `{path.text}`", path.span, help_)
    return None


def reaches(name: str, path: syntax.Path, context: Context) -> bool:
    """Tell whether the module may name something of ``name``'s base; if not, report the missing ``use``."""
    base = name.split(".", maxsplit=1)[0]
    if base in context.module.used_bases:
        return True
    context.error(
        "missing-use", f"`{path.text}` is of `{base}`, which this module does not use", path.span, f"use {base}"
    )
    return False


def _kind(name: str, context: Context) -> str:
    catalog = context.world.catalog
    groups = (
        ("table", catalog.tables),
        ("parameter", catalog.parameters),
        ("code set", catalog.code_sets),
        ("definition", context.world.definitions),
    )
    return next((kind for kind, found in groups if name in found), "")


def _bound_here(context: Context) -> str:
    """Return what can be named here: a member of ``exists`` only inside its parentheses."""
    names = listed(context.names) if context.names else "none"
    return f"names of this place: {names}; the member of `exists`, `all` or `sum` is known in its `(…)` only"


def _under(name: str, known: Iterable[str]) -> str:
    """Return what is called alike, or lives beside it, or where such things are declared."""
    folder, _, last = name.rpartition(".")
    alike = sorted(one for one in known if one.rpartition(".")[2] == last)
    if alike:
        return f"is it {listed(alike, 4)}?"
    beside = sorted(one for one in known if folder and one.startswith(f"{folder}."))
    if beside:
        return f"there are {listed(beside, 6)}"
    return "declare it in a file of its own that starts with `table:`, `parameter:` or `codes:`"


def _prefixes(name: str) -> Iterator[str]:
    parts = name.split(".")
    return (".".join(parts[:length]) for length in range(len(parts), 0, -1))


def _fact(path: syntax.Path, context: Context) -> nodes.Expr | None:
    catalog, full = context.world.catalog, qualified(path, context)
    name = next((prefix for prefix in _prefixes(full) if _kind(prefix, context)), "")
    if not name:
        known = [*catalog.parameters, *catalog.code_sets, *context.world.definitions, *catalog.tables]
        context.error(
            "unknown-name", f"nothing is called `{full}`", path.span, suggest(full, known, _under(full, known))
        )
        return None
    if not reaches(name, path, context):
        return None
    if name != full:
        rest = full[len(name) + 1 :]
        message = f"`{name}` is a {_kind(name, context)}: it has no `{rest}`"
        context.error("no-fields", message, path.span, f"write `{name}`")
        return None
    if name in catalog.parameters:
        return nodes.ParameterValue(name, type=catalog.parameters[name].type, span=path.span)
    if name in catalog.code_sets:
        return nodes.CodeSetValue(name, type=CodesType((catalog.code_sets[name].system,)), span=path.span)
    if name in context.world.definitions:
        return call(context.world.definitions[name], (), path, context)
    help_ = f"match a row of it: `match row in {path.text} on …`, or ask `exists r in {path.text} on …`"
    context.error("not-a-value", f"`{name}` is a table, not a value", path.span, help_)
    return None


def may_call(definition: Signature, count: int, node: syntax.Node, context: Context) -> bool:
    """Tell whether a definition can be called here with that many arguments; if not, report it.

    The body of a broken definition has been reported where it stands: calls of it are not reported again.
    """
    if definition.expr is None:
        return False
    chain = context.world.catalog.chain(context.module.layer)
    if definition.layer not in (NATION, context.module.layer, *chain):
        message = f"`{definition.name}` is defined in the layer `{definition.layer}`, which is not above this one"
        context.error("out-of-reach", message, node.span)
        return False
    if count != len(definition.parameters):
        bare, wanted = definition.name.rpartition(".")[2], len(definition.parameters)
        shape = f"{bare}({', '.join(name for name, _ in definition.parameters)})" if wanted else bare
        message = f"`{bare}` takes {wanted} argument{'' if wanted == 1 else 's'}, not {count}"
        context.error("argument-count", message, node.span, f"write `{shape}`")
        return False
    if context.nesting + definition.nesting > MOST_NESTED:
        message = f"`{definition.name}` looks into collections: that makes more than {MOST_NESTED} inside each other"
        context.error("too-nested", message, node.span, "say it in a `let`, outside the collection")
        return False
    return True


def call(
    definition: Signature, arguments: tuple[nodes.Expr, ...], node: syntax.Node, context: Context
) -> nodes.Expr | None:
    """Return the call of a definition, or report why there is none."""
    if definition.expr is None or not may_call(definition, len(arguments), node, context):
        return None
    return nodes.DefinitionCall(definition.name, arguments, type=definition.expr.type, span=node.span)
