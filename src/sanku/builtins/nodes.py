"""What a builtin is: a record with its types, its Python and the rows that tie it down.

Both engines call ``Builtin.apply``; the resolver reads ``parameters`` and ``result``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sanku.core.code import System
from sanku.core.types import Type
from sanku.core.unknown import Unknown, merge
from sanku.core.value import Known, Value


@dataclass(frozen=True, slots=True)
class Env:
    """What a builtin may know besides its arguments: the code systems of the knowledge base."""

    systems: Mapping[str, System] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Argument:
    """The type of an argument, and its value if it is a literal."""

    type: Type
    constant: Value = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: its name, which types it takes, and how that is said to an author."""

    name: str
    accepts: Callable[[Type], bool]
    wanted: str


@dataclass(frozen=True, slots=True)
class Example:
    """Arguments and the value that must come out."""

    arguments: tuple[Value, ...]
    value: Value
    env: Env = field(default_factory=Env)


@dataclass(frozen=True, slots=True)
class Builtin:
    """A function of the language.

    Args:
        name: As an author writes it; also the name of its file.
        parameters: In order; the last one may stand any number of times if ``variadic``.
        result: Result type for argument types that ``parameters`` accept, or a sentence that says what is wrong.
        body: Called with known arguments only.
        title: One English line for the reference page.
        title_zh: The same in Chinese.
        said_zh: A call of it in a Chinese sentence: ``{0}`` is the first argument, ``{all}`` all of them.
        said_en: The same in English.
    """

    name: str
    parameters: tuple[Parameter, ...]
    result: Callable[[tuple[Argument, ...]], Type | str]
    body: Callable[[Env, tuple[Known, ...]], Value]
    title: str
    title_zh: str
    said_zh: str
    said_en: str
    examples: tuple[Example, ...]
    variadic: bool = False

    def apply(self, env: Env, arguments: tuple[Value, ...]) -> Value:
        """Return the value: unknown with all causes if an argument is unknown, none if one is none, else the body's."""
        if any(isinstance(argument, Unknown) for argument in arguments):
            return merge(*arguments)
        known = tuple(argument for argument in arguments if argument is not None and not isinstance(argument, Unknown))
        return self.body(env, known) if len(known) == len(arguments) else None

    def parameter(self, index: int) -> Parameter | None:
        """Return the parameter that argument ``index`` is for, or ``None`` if there are too many arguments."""
        if index < len(self.parameters):
            return self.parameters[index]
        return self.parameters[-1] if self.variadic else None
