"""All builders under the names of their productions, in the form in which the parser takes them."""

from __future__ import annotations

from types import SimpleNamespace

from sanku.syntax.build_clauses import CLAUSES_AND_ITEMS
from sanku.syntax.build_expressions import EXPRESSIONS

CALLBACKS = SimpleNamespace(**EXPRESSIONS, **CLAUSES_AND_ITEMS)
