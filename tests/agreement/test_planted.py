"""The list of planted bugs cannot rot: each text still stands in its file, once. What they show: ``tools/plant.py``."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.planted import MUTATIONS, Mutation

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_planted_bug_has_its_place(mutation: Mutation) -> None:
    text = (ROOT / mutation.file).read_text(encoding="utf-8")
    assert text.count(mutation.old) == 1
    compile(text.replace(mutation.old, mutation.new), mutation.file, "exec")


def test_there_are_at_least_ten_and_no_name_twice() -> None:
    assert len(MUTATIONS) >= 10
    assert len({mutation.name for mutation in MUTATIONS}) == len(MUTATIONS)
