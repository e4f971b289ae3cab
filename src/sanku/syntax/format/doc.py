"""Documents and their printer: text with places where it may break, to lines of a given width.

Wadler's "A prettier printer", with what comments need: after one, the line is over. A Han character is two columns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sanku.diagnostics.columns import width


@dataclass(frozen=True, slots=True)
class Line:
    """A place to break: ``flat`` stands there when the group fits."""

    flat: str = " "
    hard: bool = False


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment. Its own line, or the end of the line it stands on; either way the line is over after it."""

    text: str
    own_line: bool


@dataclass(frozen=True, slots=True)
class Nest:
    """``doc`` with its lines indented by ``depth`` more columns."""

    depth: int
    doc: Doc


@dataclass(frozen=True, slots=True)
class Group:
    """``doc`` on one line if that fits, else with all its own lines broken."""

    doc: Doc
    is_broken: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_broken", _must_break(self.doc))


@dataclass(frozen=True, slots=True)
class Fill:
    """``items`` one after the other, each on the line if it fits there."""

    items: tuple[Doc, ...]
    is_begun: bool = False


Doc = str | Line | Comment | Nest | Group | Fill | tuple["Doc", ...]

SOFT = Line("")
LINE = Line()
HARD = Line(hard=True)


def joined(docs: Iterable[Doc], separator: Doc = " ") -> Doc:
    """Return the documents that are not empty with ``separator`` between them."""
    found: list[Doc] = []
    for doc in docs:
        if doc in ("", ()):
            continue
        if found:
            found.append(separator)
        found.append(doc)
    return tuple(found)


def render(doc: Doc, columns: int) -> str:
    """Return the text of a document.

    Args:
        doc: The document.
        columns: The width that lines keep to where they can break.
    """
    printer = _Printer(columns)
    printer.run(doc)
    return "\n".join(line.rstrip() for line in printer.lines)


@dataclass(frozen=True, slots=True)
class _Piece:
    indent: int
    flat: bool
    doc: Doc


@dataclass(slots=True)
class _Printer:
    columns: int
    lines: list[str] = field(default_factory=lambda: [""])
    used: int = 0
    is_over: bool = False

    def run(self, doc: Doc) -> None:
        waiting = [_Piece(0, flat=False, doc=doc)]
        while waiting:
            piece = waiting.pop()
            match piece.doc:
                case str(text):
                    self._text(text, piece.indent)
                case Comment(text=text, own_line=own_line):
                    self._comment(text, piece.indent, own_line=own_line)
                case Line(flat=flat, hard=hard):
                    if piece.flat and not hard:
                        self._text(flat, piece.indent)
                    else:
                        self._newline(piece.indent)
                case Nest(depth=depth, doc=inner):
                    waiting.append(_Piece(piece.indent + depth, piece.flat, inner))
                case Group(doc=inner, is_broken=is_broken):
                    whole = _Piece(piece.indent, flat=True, doc=inner)
                    fits = not is_broken and (piece.flat or self._fits(whole, waiting))
                    waiting.append(whole if fits else _Piece(piece.indent, flat=False, doc=inner))
                case Fill() as fill:
                    self._fill(fill, piece, waiting)
                case tuple(parts):
                    waiting.extend(_Piece(piece.indent, piece.flat, part) for part in reversed(parts))

    def _fill(self, fill: Fill, piece: _Piece, waiting: list[_Piece]) -> None:
        if not fill.items:
            return
        item, rest = fill.items[0], fill.items[1:]
        waiting.append(_Piece(piece.indent, piece.flat, Fill(rest, is_begun=True)))
        if fill.is_begun:
            both = _Piece(piece.indent, flat=True, doc=(" ", item))
            if piece.flat or (not _must_break(item) and self._fits(both, [] if rest else waiting)):
                waiting.append(both)
                return
            self._newline(piece.indent)
        waiting.append(_Piece(piece.indent, piece.flat, item))

    def _text(self, text: str, indent: int) -> None:
        if self.is_over:
            if not text.strip():
                return
            self._newline(indent)
        self.lines[-1] += text
        self.used += width(text)

    def _comment(self, text: str, indent: int, *, own_line: bool) -> None:
        if own_line and (self.is_over or self.lines[-1].strip()):
            self._newline(indent)
        elif not own_line:
            self.lines[-1] = f"{self.lines[-1].rstrip()}  "
        self.lines[-1] += text
        self.is_over = True

    def _newline(self, indent: int) -> None:
        self.lines.append(" " * indent)
        self.used = indent
        self.is_over = False

    def _fits(self, piece: _Piece, rest: list[_Piece]) -> bool:
        """Return whether a piece, flat, and what follows it up to the next place to break, fit on this line."""
        left = self.columns - self.used
        waiting, after = [piece], len(rest)
        while left >= 0:
            if not waiting:
                if after == 0:
                    return True
                after -= 1
                # Whatever follows is broken where it can be, should it not fit.
                waiting.append(_Piece(0, rest[after].flat, rest[after].doc))
                continue
            current = waiting.pop()
            match current.doc:
                case str(text):
                    left -= width(text)
                case Line(flat=flat, hard=hard):
                    if hard or not current.flat:
                        return True
                    left -= width(flat)
                case Comment():
                    return True
                case Nest(doc=inner) | Group(doc=inner):
                    waiting.append(_Piece(0, current.flat, inner))
                case Fill(items=items, is_begun=is_begun):
                    if is_begun and items and not current.flat:
                        return True
                    spaced = joined(items)
                    waiting.append(_Piece(0, current.flat, (" ", spaced) if is_begun and items else spaced))
                case tuple(parts):
                    waiting.extend(_Piece(0, current.flat, part) for part in reversed(parts))
        return False


def _must_break(doc: Doc) -> bool:
    """Return whether a document cannot stand on one line: a comment ends its line, so nothing may follow one."""
    waiting, is_over = [doc], False
    while waiting:
        match waiting.pop():
            case Line(hard=True):
                return True
            case Comment(own_line=own_line):
                if own_line:
                    return True
                is_over = True
            case str(text):
                if text and is_over:
                    return True
            case Nest(doc=inner) | Group(doc=inner):
                waiting.append(inner)
            case Fill(items=parts) | tuple(parts):
                waiting.extend(reversed(parts))
            case _:
                continue
    return False
