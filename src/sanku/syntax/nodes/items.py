"""Items and the file that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sanku.syntax.nodes.base import Comment, Name, Node
from sanku.syntax.nodes.clauses import Cites, Clause
from sanku.syntax.nodes.expressions import Expr, Path


@dataclass(frozen=True, slots=True)
class Use(Node):
    """``use a.b [as NAME]``."""

    module: Path
    alias: Name | None


@dataclass(frozen=True, slots=True)
class Rule(Node):
    """``rule NAME "title"`` and its clauses in written order."""

    name: Name
    title: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class TypeName(Node):
    """``money``, ``code[icd10]``, ``quantity[g/L]``."""

    name: str
    argument: str


@dataclass(frozen=True, slots=True)
class Parameter(Node):
    """``x: type`` of a definition."""

    name: Name
    type: TypeName


@dataclass(frozen=True, slots=True)
class Define(Node):
    """``define NAME [(x: type, …)] [cites …] = E``."""

    name: Name
    parameters: tuple[Parameter, ...]
    cites: Cites | None
    expr: Expr


@dataclass(frozen=True, slots=True)
class Exempt(Node):
    """``exempt RULE as NAME [row ID, …] [in PHASE, …] "title"`` + cites, effective, when."""

    rule: Path
    name: Name
    rows: tuple[Name, ...]
    phases: tuple[str, ...]
    title: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Withdraw(Node):
    """``withdraw NAME from DATE``."""

    name: Path
    start: date
    cites: tuple[Cites, ...]


@dataclass(frozen=True, slots=True)
class Amend(Node):
    """``amend RULE "title"`` and the attributes it sets."""

    rule: Path
    title: str
    clauses: tuple[Clause, ...]


Item = Rule | Define | Exempt | Withdraw | Amend


@dataclass(frozen=True, slots=True)
class File(Node):
    """One ``.kb`` file. Broken items are left out of ``items`` and reported; ``dropped`` has their names."""

    path: str
    module: Path
    uses: tuple[Use, ...]
    items: tuple[Item, ...]
    comments: tuple[Comment, ...]
    dropped: tuple[Name, ...] = ()
