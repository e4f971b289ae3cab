"""How trees are kept between runs: a file that parsed without fault is not parsed again."""

from __future__ import annotations

from sanku.core import code, moment, quantity, span, unit
from sanku.diagnostics.message import Diagnostic
from sanku.storage import Cache, Kind, Shapes, classes_in, key_of
from sanku.syntax.nodes import File, base, clauses, expressions, items
from sanku.syntax.parse import parse_bytes

TREES = Kind("TREES", 1, Shapes(classes_in(base, clauses, expressions, items, code, moment, quantity, span, unit)))


def parse_kept(data: bytes, file: str, cache: Cache) -> tuple[File | None, tuple[Diagnostic, ...]]:
    """Parse a file from its bytes, or take the tree that the same bytes gave before (``parse_bytes``)."""
    key = key_of((file, data))
    kept = cache.get(TREES, key)
    if isinstance(kept, File):
        return kept, ()
    tree, diagnostics = parse_bytes(data, file)
    if tree is not None and not diagnostics:
        cache.put(TREES, key, tree)
    return tree, diagnostics
