"""Concrete expressions to documents: where long ones break."""

from __future__ import annotations

from dataclasses import dataclass

from sanku.syntax.format.concrete import Concrete, Part, is_word, parts
from sanku.syntax.format.doc import LINE, SOFT, Comment, Doc, Fill, Group, Nest, joined
from sanku.syntax.format.spelling import INSIDE, spell
from sanku.syntax.grammar import Leaf

STEP = 4
"""Columns that the inside of a parenthesis is indented by."""

_OPENS, _CLOSES = ("(", "{", "["), (")", "}", "]")


@dataclass(frozen=True, slots=True)
class Layout:
    """How the parts of one file are laid out.

    Args:
        concrete: The tree and its comments.
        language: ``zh`` or ``en``.
    """

    concrete: Concrete
    language: str

    def leaf(self, leaf: Leaf) -> Doc:
        """Return a leaf with its comments."""
        margins = self.concrete.margins[id(leaf)]
        above = tuple(Comment(comment.text.rstrip(), own_line=True) for comment in margins.above)
        behind = tuple(Comment(comment.text.rstrip(), own_line=False) for comment in margins.behind)
        text = spell(leaf, self.concrete, self.language)
        return (*above, text, *behind) if above or behind else text

    def spaced(self, found: list[Part]) -> Doc:
        """Return parts with blanks between them."""
        return joined(self.expr(part) for part in found)

    def expr(self, part: Part) -> Doc:
        """Return any part of an expression."""
        if isinstance(part, Leaf):
            return self.leaf(part)
        inner = parts(part)
        match str(part.data):
            case "path" | "column" | "negative" | "type":
                return tuple(self.expr(one) for one in inner)
            case "parameter":
                name, colon, kind = (self.expr(one) for one in inner)
                return (name, colon, " ", kind)
            case "or_" | "and_":
                return self._chain(inner)
            case "binary":
                left, op, right = (self.expr(one) for one in inner)
                return Group((left, Nest(STEP, (LINE, op, " ", right))))
            case "if_else":
                condition, then, otherwise = (self.spaced(inner[at : at + 2]) for at in (0, 2, 4))
                return Group((condition, Nest(STEP, (LINE, then, LINE, otherwise))))
            case "within" | "within_of":
                return self._within(inner)
            case "for_all":
                return joined((self.spaced(inner[:3]), self._bracketed(inner[3:])))
            case "source":
                return self._source(inner)
            case "key":
                return self.expr(inner[0]) if len(inner) == 1 else self.listed(inner)
            case "parenthesised":
                return self._bracketed(inner)
            case "call" | "choice" | "set":
                return self.listed(inner)
            case "tally" | "extreme" | "pick" | "rank":
                return (self.expr(inner[0]), self.expr(inner[1]), self.spaced(inner[2:-1]), self.expr(inner[-1]))
            case _:
                return self.spaced(inner)

    def commas(self, found: list[Part]) -> Doc:
        """Return a list, its commas at the ends of its lines."""
        items: list[Doc] = []
        for part in found:
            if is_word(part, ","):
                items[-1] = (items[-1], self.expr(part))
            else:
                items.append(self.expr(part))
        return Fill(tuple(items))

    def listed(self, found: list[Part]) -> Doc:
        """Return a list in brackets, with what stands before them."""
        opening = next(at for at, part in enumerate(found) if is_word(part, *_OPENS))
        closing = next(at for at, part in enumerate(found) if is_word(part, *_CLOSES))
        head = tuple(self.expr(part) for part in found[: opening + 1])
        if closing == opening + 1:
            return (*head, self.expr(found[closing]))
        inside = self.commas(found[opening + 1 : closing])
        return (*head, Group(Nest(STEP, (SOFT, inside))), self.expr(found[closing]))

    def _chain(self, inner: list[Part]) -> Doc:
        docs: list[Doc] = [self.expr(inner[0])]
        for op, item in zip(inner[1::2], inner[2::2], strict=True):
            docs += [LINE, self.expr(op), " ", self.expr(item)]
        return Group(tuple(docs))

    def _bracketed(self, inner: list[Part]) -> Doc:
        opening, body, closing = (self.expr(part) for part in inner)
        return (opening, Group(Nest(STEP, (SOFT, body))), closing)

    def _source(self, inner: list[Part]) -> Doc:
        where = next((at for at, part in enumerate(inner) if is_word(part, "where")), len(inner))
        head = self.spaced(inner[:where])
        if where == len(inner):
            return head
        return joined((head, self.expr(inner[where]), self._bracketed(inner[where + 1 :])))

    def _within(self, inner: list[Part]) -> Doc:
        shown = [self.expr(part) for part in inner if not is_word(part, "inside")]
        inside = [INSIDE] if self.language == "zh" else []
        return joined((*shown[:3], *inside, *shown[3:]))
