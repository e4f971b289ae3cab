"""The keys of one map of a fact file, each read once by its shape; what is missing, odd or left over is reported."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from sanku.catalog.meant import date_help
from sanku.catalog.problems import Problems
from sanku.catalog.scalars import parse_date
from sanku.catalog.yaml_nodes import YamlList, YamlMap, YamlNode, YamlText, shape_name
from sanku.core.span import Span
from sanku.core.text import nearest

# An ASCII word or Han characters (semantics 44).
_SEGMENT = r"(?:[A-Za-z_][A-Za-z0-9_]*|[\u3400-\u9fff][\u3400-\u9fff0-9_]*)"
_NAME = re.compile(_SEGMENT)
_QUALIFIED = re.compile(rf"{_SEGMENT}(?:\.{_SEGMENT})+")
_BOOLS = {"true": True, "false": False, "是": True, "否": False}


T = TypeVar("T")


class Fields:
    """Reads the keys of ``node``; ``done`` reports the keys that nobody asked for.

    Args:
        node: The map.
        what: What diagnostics call it: ``table `drugs.x```.
        problems: Where diagnostics go.
    """

    def __init__(self, node: YamlMap, what: str, problems: Problems) -> None:
        self.node = node
        self.what = what
        self.problems = problems
        self._asked: set[str] = set()

    def node_of(self, name: str) -> YamlNode | None:
        """Return the value of a key, ``None`` if there is no such key or it is none."""
        self._asked.add(name)
        found = self.node.get(name)
        return None if isinstance(found, YamlText) and found.is_none else found

    def place(self, name: str) -> Span:
        """Return where a key's value stands, or the map if there is no such key."""
        found = self.node.get(name)
        return self.node.span if found is None else found.span

    def text(self, name: str, default: str = "") -> str:
        """Return a text."""
        found = self.node_of(name)
        if isinstance(found, YamlText):
            return found.text.strip()
        return default if found is None else self._odd(name, found, "a text", default)

    def required(self, name: str, example: str) -> str:
        """Return a text that must be there, ``""`` if it is not."""
        found = self.text(name)
        if not found:
            self.missing(name, example)
        return found

    def missing(self, name: str, example: str) -> None:
        """Report that a key is not there, or that it is misspelt."""
        near = nearest(name, self.node.entries.keys() - self._asked)
        if near:
            self._asked.add(near)
            key, _ = self.node.entries[near]
            self.problems.error(
                "unknown-key", f"{self.what} has no key `{near}`", key.span, help=f"did you mean `{name}`?"
            )
            return
        self.problems.error("missing-key", f"{self.what} has no `{name}`", self.node.span, help=f"write `{example}`")

    def date(self, name: str) -> date | None:
        """Return a civil date."""
        text = self.text(name)
        found = parse_date(text) if text else None
        if text and found is None:
            self.problems.error("bad-date", f"`{text}` is no date", self.place(name), help=date_help(text))
        return found

    def choice(self, name: str, members: tuple[str, ...], default: str) -> str:
        """Return one of ``members``."""
        text = self.text(name, default)
        if text in members:
            return text
        listed = " or ".join(f"`{member}`" for member in members)
        self.problems.error("not-a-member", f"`{text}` is no `{name}`", self.place(name), help=f"write {listed}")
        return default

    def flag(self, name: str, *, default: bool) -> bool:
        """Return true or false."""
        text = self.text(name)
        if text not in _BOOLS:
            if text:
                self.problems.error(
                    "bad-cell", f"`{text}` is neither true nor false", self.place(name), help="write `true` or `false`"
                )
            return default
        return _BOOLS[text]

    def texts(self, name: str) -> tuple[YamlText, ...]:
        """Return the texts of a key that takes one text or a list of them."""
        found = self.node_of(name)
        match found:
            case None:
                return ()
            case YamlText():
                return (found,)
            case YamlList(items=items):
                return tuple(self.only_texts(items))
            case YamlMap():
                return self._odd(name, found, "a text or a list of texts", ())

    def items(self, name: str) -> tuple[YamlNode, ...]:
        """Return the items of a list; one that is no list counts as its only item."""
        found = self.node_of(name)
        if found is None:
            return ()
        return found.items if isinstance(found, YamlList) else (found,)

    def map(self, name: str) -> YamlMap | None:
        """Return a map."""
        found = self.node_of(name)
        return found if found is None or isinstance(found, YamlMap) else self._odd(name, found, "a map", None)

    def text_map(self, name: str) -> dict[str, str]:
        """Return a map of texts."""
        found = self.map(name)
        return {} if found is None else text_map(found, self.problems)

    def only_texts(self, nodes: Iterable[YamlNode]) -> Iterable[YamlText]:
        """Yield the nodes that are texts and report the others."""
        for node in nodes:
            if isinstance(node, YamlText):
                yield node
            else:
                self.problems.error(
                    "wrong-shape",
                    f"{shape_name(node)} where a text is expected",
                    node.span,
                    help="write one text, in quotes",
                )

    def done(self, known: Iterable[str] = ()) -> None:
        """Report keys that were never asked for.

        Args:
            known: Further keys that are right.
        """
        names = {*self._asked, *known}
        for name, (key, _) in self.node.entries.items():
            if name not in names:
                near = nearest(name.strip("\u3000\xa0 "), names)
                help_text = f"did you mean `{near}`?" if near else f"it takes {', '.join(sorted(names))}"
                if "：" in name:
                    help_text = f"write a half-width `:` and a space: `{name.replace('：', ': ', 1)}`"
                self.problems.error("unknown-key", f"{self.what} has no key `{name}`", key.span, help=help_text)

    def _odd(self, name: str, node: YamlNode, wanted: str, default: T) -> T:
        message = f"`{name}` of {self.what} is {shape_name(node)}, not {wanted}"
        self.problems.error("wrong-shape", message, node.span, help=_SHAPES[wanted].format(name))
        return default


_SHAPES = {
    "a text": "write `{}: …`, in quotes if it has marks in it",
    "a map": "write `{}: {{name: …, name: …}}`",
    "a text or a list of texts": "write `{}: [one, two]`",
}


def text_map(node: YamlMap, problems: Problems) -> dict[str, str]:
    """Return a map whose values are all texts; others are reported."""
    found: dict[str, str] = {}
    for key, value in node.pairs():
        if isinstance(value, YamlText):
            found[key.text] = value.text
        else:
            problems.error(
                "wrong-shape",
                f"`{key.text}` is {shape_name(value)}, not a text",
                value.span,
                help="write one text, in quotes",
            )
    return found


def plain_name(text: str) -> str:
    """Return a name as rules write it: NFKC, trimmed."""
    return unicodedata.normalize("NFKC", text).strip()


def is_name(text: str) -> bool:
    """Tell whether ``text`` is a simple name."""
    return _NAME.fullmatch(text) is not None


def is_qualified(text: str) -> bool:
    """Tell whether ``text`` is a name with its base: ``drugs.sex_limits``."""
    return _QUALIFIED.fullmatch(text) is not None
