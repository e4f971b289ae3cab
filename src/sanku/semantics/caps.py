"""``cap AGG at most E``: a sum or a count over the subject's own kind of members (semantics 53, 54)."""

from __future__ import annotations

from sanku.core.types import QuantityType
from sanku.semantics import nodes
from sanku.semantics.bindings import Bindings
from sanku.semantics.context import Context
from sanku.semantics.mismatch import report_mismatch
from sanku.semantics.sources import aggregate
from sanku.semantics.types import meet, type_name
from sanku.syntax import nodes as syntax
from sanku.syntax import show_expr


def resolve_cap(clause: syntax.Cap, bindings: Bindings, context: Context) -> nodes.Cap | None:
    """Return the cap; its source must hold the subject, or nothing could ever be past the limit."""
    counted = aggregate(clause.aggregate, context)
    limit = context.value(clause.limit)
    if bindings.by:
        message = "a cap judges each member, but `for … by` makes one subject of a group"
        context.error("cap-and-group", message, clause.span, "leave `by` out, or compare in `when`")
        return None
    if counted is None or limit is None or not bindings.found:
        return None
    subject = bindings.found[0].collection
    source = counted.source
    if source.kind != "collection" or subject not in _held(source.over):
        kind = f"`{clause.aggregate.source.collection.text}`"
        message = f"a cap counts the subject too, but {kind} does not hold the members of `{subject}`"
        context.error(
            "cap-without-subject",
            message,
            clause.aggregate.source.span,
            f"count over `{subject}` or `record.{subject}`",
        )
        return None
    if not isinstance(limit.type, QuantityType):
        message = f"`{show_expr(clause.limit)}` is {type_name(limit.type)}, not a limit"
        context.error(
            "not-a-number", message, clause.limit.span, "name a number: a parameter, or a column of that type"
        )
        return None
    if not meet(counted.type, limit.type):
        report_mismatch(clause.aggregate, counted, clause.limit, limit, context)
        return None
    text = f"{show_expr(clause.aggregate)} at most {show_expr(clause.limit)}"
    return nodes.Cap(counted, limit, text=text, span=clause.span)


def _held(collection: str) -> tuple[str, ...]:
    if not collection.startswith("record."):
        return (collection,)
    kind = collection.removeprefix("record.")
    return ("encounter",) if kind == "encounters" else (kind,)
