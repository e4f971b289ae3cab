"""Why the text of a cell is not of its type."""

from __future__ import annotations

import msgspec


class CellProblem(msgspec.Struct, frozen=True):
    """A diagnostic without its place: the same text may stand in many cells."""

    code: str
    message: str
    help: str = ""
