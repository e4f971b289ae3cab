"""Concrete clauses, items and the file to its document: canonical order of clauses, blank lines, columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lark import Tree

from sanku.diagnostics.columns import width
from sanku.syntax.format.concrete import Concrete, Part, is_word, leaves, parts
from sanku.syntax.format.doc import HARD, LINE, Doc, Group, Nest, joined
from sanku.syntax.format.expressions import STEP, Layout
from sanku.syntax.format.order import order
from sanku.syntax.format.spelling import INSIDE, spell
from sanku.syntax.grammar import Leaf
from sanku.syntax.keywords import CLAUSES
from sanku.syntax.nodes import Comment as Written

INDENT = 2
HEAD = 9
"""Columns that the words of a clause are padded to."""

_PREAMBLE = ("module", "use")
_CLAUSE_ITEMS = ("rule", "exempt", "withdraw", "amend")


def file_doc(concrete: Concrete, language: str) -> Doc:
    """Return the document of a whole file."""
    layout = Layout(concrete, language)
    docs: list[Doc] = []
    previous: Part | None = None
    for part in parts(concrete.tree):
        first = next(leaves(part))
        above = concrete.margins[id(first)].above
        owned, above[:] = _owned(above, previous)
        docs += (Nest(INDENT, (HARD, _line(comment))) for comment in owned)
        if previous is not None:
            docs += [HARD] * (1 + _is_apart(previous, owned, above, part))
        docs += _headed(above, first.span.line)
        above.clear()
        docs.append(_item(layout, part))
        previous = part
    owned, rest = _owned(list(concrete.last), previous)
    docs += (Nest(INDENT, (HARD, _line(comment))) for comment in owned)
    if rest:
        docs += [HARD, HARD, *_headed(rest, None)]
    return tuple(docs)


def _item(layout: Layout, item: Part) -> Doc:
    assert isinstance(item, Tree)
    inner = parts(item)
    match str(item.data):
        case "define":
            return _define(layout, inner)
        case kind if kind in _CLAUSE_ITEMS:
            clauses = [part for part in inner if isinstance(part, Tree) and _clause_word(part)]
            head = [part for part in inner if part not in clauses]
            ordered = [clauses[at] for at in order([_clause_word(clause) for clause in clauses])]
            return (_head(layout, head), *(Nest(INDENT, (HARD, _clause(layout, clause))) for clause in ordered))
        case _:
            return layout.spaced(inner)


def _head(layout: Layout, found: list[Part]) -> Doc:
    """Return the first line of an item; a long one breaks before ``row``, ``in`` and the title."""
    docs: list[Doc] = []
    for part in found:
        if is_word(part, ","):
            docs[-1] = (docs[-1], layout.expr(part))
            continue
        can_break = is_word(part, "row", "in") or (isinstance(part, Leaf) and part.type == "STRING")
        docs += [LINE if can_break else " "] if docs else []
        docs.append(layout.expr(part))
    return Group(Nest(STEP, tuple(docs)))


def _define(layout: Layout, inner: list[Part]) -> Doc:
    head, body = inner[:-1], inner[-1]
    equals = next(at for at, part in enumerate(head) if is_word(part, "="))
    opening = next((at for at, part in enumerate(head) if is_word(part, "(")), None)
    if opening is None:
        first, rest = layout.spaced(head[:2]), head[2:equals]
    else:
        closing = next(at for at, part in enumerate(head) if is_word(part, ")"))
        first = joined((layout.expr(head[0]), layout.listed(head[1 : closing + 1])))
        rest = head[closing + 1 : equals]
    named = joined((first, layout.spaced(rest), layout.expr(head[equals])))
    return Group((named, Nest(INDENT, (LINE, layout.expr(body)))))


def _clause_word(clause: Tree[Leaf]) -> str:
    first = next(leaves(clause)).type.lower()
    return first if first in CLAUSES and str(clause.data) != "path" else ""


def _clause(layout: Layout, clause: Tree[Leaf]) -> Doc:
    inner = parts(clause)
    words = 2 if is_word(inner[0], "dated") or (is_word(inner[0], "say") and is_word(inner[1], "zh", "en")) else 1
    said = [spell(leaf, layout.concrete, layout.language) for leaf in inner[:words] if isinstance(leaf, Leaf)]
    padding = max(1, HEAD - width(" ".join(word for word in said if word)))
    head = layout.spaced(inner[:words])
    return (head, " " * padding, Nest(HEAD, _rest(layout, str(clause.data), inner[words:])))


def _rest(layout: Layout, kind: str, found: list[Part]) -> Doc:
    match kind:
        case "for_each" | "for_pair":
            return _for(layout, found)
        case "match":
            on = next(at for at, part in enumerate(found) if is_word(part, "on"))
            return joined((layout.spaced(found[: on + 1]), layout.commas(found[on + 1 :])))
        case "accept":
            return layout.commas(found)
        case "cap":
            return Group((layout.expr(found[0]), LINE, layout.spaced(found[1:])))
        case "justify":
            inside = [INSIDE] if layout.language == "zh" else []
            return joined((*(layout.expr(part) for part in found if not is_word(part, "inside")), *inside))
        case _:
            return layout.spaced(found)


def _for(layout: Layout, found: list[Part]) -> Doc:
    where = next((at for at, part in enumerate(found) if is_word(part, "where")), len(found))
    by = next((at for at, part in enumerate(found) if is_word(part, "by")), len(found))
    end = min(where, by)
    docs: list[Doc] = [_names(layout, found[:end])]
    if where < len(found):
        docs += [LINE, joined((layout.expr(found[where]), layout.spaced(found[where + 1 : by])))]
    if by < len(found):
        docs += [LINE, joined((layout.expr(found[by]), layout.commas(found[by + 1 :])))]
    return Group(tuple(docs))


def _names(layout: Layout, found: list[Part]) -> Doc:
    docs: list[Doc] = []
    for part in found:
        if is_word(part, ","):
            docs[-1] = (docs[-1], layout.expr(part))
        else:
            docs.append(layout.expr(part))
    return joined(docs)


def _owned(above: list[Written], previous: Part | None) -> tuple[list[Written], list[Written]]:
    """Return the comments that still belong to the item before them, since they are indented, and the others."""
    if not isinstance(previous, Tree) or str(previous.data) in _PREAMBLE:
        return [], list(above)
    margin = next(leaves(previous)).span.column
    count = 0
    while count < len(above) and above[count].span.column > margin:
        count += 1
    return above[:count], above[count:]


def _is_apart(previous: Part, owned: list[Written], above: list[Written], part: Part) -> bool:
    """Return whether a blank line stands before an item: always, but between lines that belong together."""
    assert isinstance(previous, Tree)
    assert isinstance(part, Tree)
    kinds = {str(previous.data), str(part.data)}
    if kinds > set(_PREAMBLE) or not (kinds <= set(_PREAMBLE) or kinds == {"define"}):
        return True
    before = owned[-1].span.end_line if owned else max(leaf.span.end_line for leaf in leaves(previous))
    after = above[0].span.line if above else next(leaves(part)).span.line
    return after - before > 1


def _headed(above: Sequence[Written], line: int | None) -> Iterator[Doc]:
    """Yield comments above an item; one blank line stays where there were some."""
    for at, comment in enumerate(above):
        yield _line(comment)
        following = above[at + 1].span.line if at + 1 < len(above) else line
        if following is None:
            return
        yield from [HARD] * (1 + (following - comment.span.line > 1))


def _line(comment: Written) -> Doc:
    return comment.text.rstrip()
