"""A cursor in any file of a base to what can be typed there, and how much of what is typed it replaces."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sanku.lsp.completion import Choice, complete
from sanku.lsp.desk import YAML, Desk
from sanku.lsp.slots import sheet_of
from sanku.lsp.yaml_choices import yaml_choices
from sanku.lsp.yaml_place import heads_of, place_at

_CODE = re.compile(r"[\w.一-鿿]*$")


def offered(desk: Desk, path: str, lines: Sequence[str], line: int, before: str) -> tuple[tuple[Choice, ...], int]:
    """Return the choices, and how many characters before the cursor they stand for.

    Args:
        desk: The base.
        path: The file.
        lines: Its lines.
        line: Number of the cursor's line, from 1.
        before: That line up to the cursor.
    """
    if desk.model is None:
        return (), 0
    if path.endswith(".kb"):
        file = desk.files.get(path)
        found = complete(before, line, file.tree if file else None, desk.model, desk.codes)
        typed = _CODE.search(before.rpartition(".")[2] if not any(one.kind == "code" for one in found) else before)
        return found, len(typed[0]) if typed else 0
    if not path.endswith(YAML):
        return (), 0
    place = place_at([one.rstrip("\r\n") for one in lines], line, before)
    if place is None:
        return (), 0
    sheet = sheet_of(path, desk.root, heads_of(lines))
    return yaml_choices(place, sheet, desk.model, desk.codes), len(place.typed)
