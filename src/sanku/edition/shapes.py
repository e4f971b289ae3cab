"""The classes that an edition may hold: those of the model, of the facts, and of what both are made of."""

from __future__ import annotations

from sanku.catalog.stored import canonical, shapes
from sanku.semantics.nodes import base, conditions, rules, sources, values

_MODEL = (base, conditions, rules, sources, values)

STORED = shapes(*_MODEL)
"""What is written and read."""

CANONICAL = canonical(*_MODEL)
"""What the digest is of."""
