"""A mutant: a model with one fault, and what an event must hold to meet the fault."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sanku.catalog.nodes import NATION
from sanku.core.code import Code
from sanku.core.span import Span
from sanku.semantics.nodes import Model


@dataclass(frozen=True, slots=True)
class Hint:
    """What an event must hold, or lie near, to meet a fault in a fact.

    Args:
        codes: Codes, as far as the fact writes them.
        days: First days, and days after last days.
        row: Table, layer and id of the row that the fault stands in; ``None`` = in no row.
        layer: The region whose fact it is.
    """

    codes: tuple[Code, ...] = ()
    days: tuple[date, ...] = ()
    row: tuple[str, str, str] | None = None
    layer: str = NATION


@dataclass(frozen=True, slots=True, eq=False)
class Mutant:
    """One fault.

    Args:
        text: What was changed, in an author's words.
        span: Where.
        rules: Rules that can come out otherwise.
        model: The model with the fault.
        hint: What an event must hold to meet it.
    """

    text: str
    span: Span
    rules: tuple[str, ...]
    model: Model
    hint: Hint = Hint()
