"""A mutant: a model with one fault."""

from __future__ import annotations

from dataclasses import dataclass

from sanku.core.span import Span
from sanku.semantics.nodes import Model


@dataclass(frozen=True, slots=True, eq=False)
class Mutant:
    """One fault.

    Args:
        text: What was changed, in an author's words; unique in its file.
        span: Where.
        rules: Rules that can come out otherwise.
        model: The model with the fault.
    """

    text: str
    span: Span
    rules: tuple[str, ...]
    model: Model
