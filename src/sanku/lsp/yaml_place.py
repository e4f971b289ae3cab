"""A cursor in a YAML file that is being typed to the way to it: what precedes it is closed and parsed with a mark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sanku.catalog.yaml_nodes import YamlList, YamlMap, YamlNode, YamlText
from sanku.catalog.yaml_reader import read_yaml
from sanku.lsp.slots import Steps

_MARK = "\ue000"
_TOP = re.compile(r"([\w.\-]+)\s*:\s*(.*?)\s*(?:#.*)?$")
_ITEM = re.compile(r"( *)- ")
_BARE = re.compile(r"\s*(?:- )*[^\s:\[\]{},\"']*")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cursor stands.

    Args:
        steps: The way to what is being typed; of a key, to its map.
        is_key: Whether a key is being typed.
        typed: What of it stands before the cursor.
        quoted: Whether it stands in quotes.
        beside: The keys of the map that it is a key of.
    """

    steps: Steps
    is_key: bool
    typed: str
    quoted: bool = False
    beside: tuple[str, ...] = ()


def heads_of(lines: Sequence[str]) -> dict[str, str]:
    """Return the keys at the left edge of a file with the texts behind them; the file may be broken."""
    found = (_TOP.match(line) for line in lines)
    return {match[1]: match[2] for match in found if match is not None}


def place_at(lines: Sequence[str], line: int, before: str) -> Place | None:
    """Return where a cursor stands, ``None`` in a comment or where nothing can be made of the text.

    Args:
        lines: The lines of the file.
        line: Number of the cursor's line, from 1.
        before: That line up to the cursor.
    """
    text = "\n".join([*_around(lines, line), before])
    scanned = _open_at_end(text)
    if scanned is None:
        return None
    quote, brackets = scanned
    closed = "".join("}" if one == "{" else "]" for one in reversed(brackets))
    ends = [f"{_MARK}{quote}{closed}", f"{_MARK}{quote}:{closed}"]
    for end in reversed(ends) if not brackets and _BARE.fullmatch(before) else ends:
        node, _ = read_yaml(f"{text}{end}\n".encode(), "cursor")
        found = None if node is None else next(_marked(node, ()), None)
        if found is not None:
            return Place(found.steps, found.is_key, found.typed, bool(quote), found.beside)
    return None


def _around(lines: Sequence[str], line: int) -> Iterator[str]:
    """Yield the lines above that say where the cursor is: its top key, and its item of the list below that."""
    above = range(line - 2, -1, -1)
    current = lines[line - 1] if line <= len(lines) else ""
    if _TOP.match(current):
        return
    top = next((place for place in above if _TOP.match(lines[place])), -1)
    first = next((found for place in range(top + 1, line - 1) if (found := _ITEM.match(lines[place]))), None)
    start = top + 1
    if first is not None:
        item = re.compile(rf"{first[1]}- ")
        own = item.match(current)
        start = line - 1 if own else next(place for place in above if item.match(lines[place]))
    if top >= 0:
        yield lines[top]
    yield from (lines[place] for place in range(start, line - 1))


def _open_at_end(text: str) -> tuple[str, list[str]] | None:
    """Return the quote and the brackets that are open at the end of a text, ``None`` within a comment."""
    brackets: list[str] = []
    quote, last, comment = "", "\n", False
    for character in text:
        if comment:
            comment = character != "\n"
        elif quote:
            quote = "" if character == quote and last != "\\" else quote
        elif character in "\"'" and last in " \n[{,:":
            quote = character
        elif character == "#" and last in " \n\t":
            comment = True
        elif character in "[{" and (brackets or last in " \n"):
            brackets.append(character)
        elif character in "]}" and brackets:
            brackets.pop()
        last = character
    return None if comment else (quote, brackets)


def _marked(node: YamlNode, steps: Steps) -> Iterator[Place]:
    match node:
        case YamlText(text=text) if _MARK in text:
            yield Place(steps, is_key=False, typed=text.replace(_MARK, ""))
        case YamlList(items=items):
            for place, item in enumerate(items):
                yield from _marked(item, (*steps, place))
        case YamlMap(entries=entries):
            for key, value in node.pairs():
                if _MARK in key.text:
                    beside = tuple(name for name in entries if name != key.text)
                    yield Place(steps, is_key=True, typed=key.text.replace(_MARK, ""), beside=beside)
                yield from _marked(value, (*steps, key.text))
        case _:
            return
