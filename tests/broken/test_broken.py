"""Two hundred mistakes that authors make: each is reported with its place and its cure, in words of the author's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.broken.broken import BASE, Broken, all_broken, said_of

BROKEN = all_broken()
OURS_NOT_THEIRS = re.compile(
    r"Traceback|[A-Za-z]+Error\b|<class|<[a-z_.]+ object|\bYAML(Map|List|Text)\b|block mapping|flow (mapping|sequence)"
    r"|\$[A-Z]|\b__ANON|Token\(|Input should|pydantic|lark\b|\[type="
)


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update", default=False))


def test_the_base_itself_is_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BASE)
    assert said_of(Path()) == ""


def test_there_are_two_hundred_each_with_its_own_title() -> None:
    assert len(BROKEN) >= 200
    assert len({str(broken) for broken in BROKEN}) == len(BROKEN)


@pytest.mark.parametrize("broken", BROKEN, ids=str)
def test_a_mistake_is_reported_as_its_page_says(
    broken: Broken, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, update: bool
) -> None:
    broken.write(tmp_path)
    monkeypatch.chdir(tmp_path)
    found = said_of(Path())
    if update:
        broken.record(found)
    else:
        assert found == broken.expected


@pytest.mark.parametrize("broken", BROKEN, ids=str)
def test_what_is_said_has_a_place_and_a_cure(broken: Broken) -> None:
    assert broken.expected
    assert OURS_NOT_THEIRS.search(broken.expected) is None
    for line in broken.expected.splitlines():
        assert re.match(r"  (help|see) |  help:|\S+?:\d+:\d+: |\S+: (error|warning)\[", line), line
    reported = re.findall(r"^\S+: (?:error|warning)\[.*$", broken.expected, re.MULTILINE)
    helped = re.findall(r"^  help: .+$", broken.expected, re.MULTILINE)
    assert len(helped) == len(reported)
