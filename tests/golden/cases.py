"""A golden case, one Markdown file: why, a knowledge base in fences with file names, events and what must come of them.

Fences: ``kb``, ``yaml`` or ``csv`` with ``title="…"`` is a file of the base; ``yaml title="event"`` an event, followed by
``yaml title="expect"``, the excerpt of its decision; ``text title="diagnostics"`` is what loading reports. A file
``kb.yaml``, ``sources/law.yaml`` and the event's plain parts come from ``semantics/base`` unless a fence gives them.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from sanku.catalog.yaml_reader import read_yaml
from sanku.testing.cases import plain
from tests.docs.fences import Fence, fences_of

FOLDER = Path(__file__).parent / "semantics"
BASE = FOLDER / "base"
NAME = re.compile(r"semantics-(\d\d)-[a-z0-9-]+")
EVENT, EXPECT, DIAGNOSTICS = "event", "expect", "diagnostics"


@dataclass(frozen=True, slots=True)
class Case:
    """One file. ``questions`` are pairs of an event fence and an expect fence."""

    path: Path
    files: tuple[Fence, ...]
    questions: tuple[tuple[Fence, Fence], ...]
    diagnostics: tuple[Fence, ...]

    @property
    def number(self) -> int:
        """The rule of semantics.md that the case is about."""
        found = NAME.fullmatch(self.path.stem)
        assert found is not None, self.path.name
        return int(found[1])

    def write_base(self, folder: Path) -> Path:
        """Write the knowledge base of the case below ``folder`` and return its directory."""
        root = folder / "knowledge"
        shutil.copytree(BASE, root)
        (root / "event.yaml").unlink()
        for fence in self.files:
            place = root / fence.title
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(fence.text, encoding="utf-8")
        return root


def read_case(path: Path) -> Case:
    """Return the case of a file; a fence without a title is a mistake."""
    fences = fences_of(path, FOLDER)
    assert fences, f"{path.name} has no fence"
    assert all(fence.title for fence in fences), f"{path.name} has a fence without a title"
    files = tuple(fence for fence in fences if fence.title not in (EVENT, EXPECT, DIAGNOSTICS))
    events = [fence for fence in fences if fence.title == EVENT]
    expects = [fence for fence in fences if fence.title == EXPECT]
    diagnostics = tuple(fence for fence in fences if fence.title == DIAGNOSTICS)
    assert len(events) == len(expects), f"{path.name}: every event needs what is expected of it"
    assert events or diagnostics, f"{path.name} expects nothing"
    return Case(path, files, tuple(zip(events, expects, strict=True)), diagnostics)


def all_cases() -> list[Case]:
    """Return every case, in order of its name."""
    return [read_case(path) for path in sorted(FOLDER.glob("*.md"))]


def read_data(text: str, name: str) -> dict[str, object]:
    """Return a YAML map as the language reads it: every scalar is text, ``null`` is none."""
    node, diagnostics = read_yaml(text.encode(), name)
    assert node is not None, diagnostics
    assert not diagnostics, [f"{found.span}: {found.message}" for found in diagnostics]
    data = plain(node)
    assert isinstance(data, dict)
    return dict(data)


def complete_event(fence: Fence) -> dict[str, object]:
    """Return an event with the plain parts that the case does not give; ``null`` for one of them leaves it out."""
    event = {
        **read_data((BASE / "event.yaml").read_text(encoding="utf-8"), "event.yaml"),
        **read_data(fence.text, str(fence)),
    }
    return {key: value for key, value in event.items() if value is not None}
