"""The published points as knowledge bases, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from sanku import kb
from sanku.kb import KnowledgeBase
from tests.published.bases import Bases
from tests.published.converter import write_base
from tests.published.points import Point, read_points
from tests.published.samples import sampled


@pytest.fixture(scope="session")
def points(shared: Path) -> tuple[Point, ...]:
    """All published points."""
    return read_points(shared / "data" / "nhsa_points")


@pytest.fixture(scope="session")
def published(points: tuple[Point, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of the base made of them."""
    return write_base(tmp_path_factory.mktemp("published"), points)


@pytest.fixture(scope="session")
def base(published: Path) -> KnowledgeBase:
    """The base made of them."""
    return kb.load(published)


@pytest.fixture(scope="session")
def bases(base: KnowledgeBase, points: tuple[Point, ...], tmp_path_factory: pytest.TempPathFactory) -> Bases:
    """The base of all points, and one of the sampled points for the reference interpreter, which reads every row."""
    return Bases(base, kb.load(write_base(tmp_path_factory.mktemp("sampled"), sampled(points))))
