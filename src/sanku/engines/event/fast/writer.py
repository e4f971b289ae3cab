"""Source in the making: lines, names minted by the compiler, and constants that are passed in, never printed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class Namespace:
    """Everything that the source of one rule may name besides its own variables."""

    def __init__(self, given: dict[str, object]) -> None:
        self.names = dict(given)
        self.constants: dict[str, object] = {}
        self._minted: dict[int, str] = {}
        self._functions: dict[object, str] = {}

    def constant(self, value: object) -> str:
        """Return the name under which the source finds a value."""
        name = self._minted.get(id(value))
        if name is None:
            name = self._minted[id(value)] = f"k{len(self._minted) + 1}"
            self.names[name] = self.constants[name] = value
        return name

    def function(self, what: object) -> tuple[str, bool]:
        """Return the name of a function for a let or definition, and whether it has to be written still."""
        name = self._functions.get(what)
        if name is not None:
            return name, False
        name = self._functions[what] = f"f{len(self._functions) + 1}"
        return name, True


class Writer:
    """Lines of one function. ``temporary`` mints its variables."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._depth = 1
        self._count = 0

    def line(self, text: str) -> None:
        """Add a line at the present depth."""
        self.lines.append("    " * self._depth + text)

    def temporary(self, letter: str = "t") -> str:
        """Return a new variable."""
        self._count += 1
        return f"{letter}{self._count}"

    def kept(self, expression: str) -> str:
        """Return a variable that holds ``expression``; a variable is returned as it is."""
        if expression.isidentifier() and expression not in ("True", "False", "None"):
            return expression
        name = self.temporary()
        self.line(f"{name} = {expression}")
        return name

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Write ``head`` and everything inside one step deeper."""
        self.line(head)
        self._depth += 1
        mark = len(self.lines)
        yield
        if len(self.lines) == mark:
            self.line("pass")
        self._depth -= 1
