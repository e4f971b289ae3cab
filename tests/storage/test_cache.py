"""The cache: there or not, never wrong, and never in the way."""

from __future__ import annotations

import os
import subprocess
import sys
from array import array
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sanku.storage import NO_CACHE, Cache, Kind, Shapes, key_of, user_cache

KIND = Kind("TEST", 1, Shapes(()))


def entries(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.kept"))


def test_a_value_is_found_by_its_key_alone(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    assert cache.get(KIND, key_of(["a"])) is None
    cache.put(KIND, key_of(["a"]), ("value", 1))
    assert cache.get(KIND, key_of(["a"])) == ("value", 1)
    assert cache.get(KIND, key_of(["b"])) is None
    assert cache.get(Kind("TEST", 2, KIND.shapes), key_of(["a"])) is None


def test_keys_tell_parts_apart() -> None:
    keys = {key_of(parts) for parts in (["a", "b"], ["ab"], ["", "ab"], ["a", "b", ""], [b"ab", b"c"])}
    assert len(keys) == 5
    assert key_of(["一"]) == key_of(["一".encode()])


@pytest.mark.parametrize("size", [0, 1, 20, 100, -1])
def test_a_damaged_entry_is_made_again(tmp_path: Path, size: int) -> None:
    cache, key = Cache(tmp_path), key_of(["a"])
    cache.put(KIND, key, "right")
    (entry,) = entries(tmp_path)
    entry.write_bytes(entry.read_bytes()[:size])
    assert cache.get(KIND, key) is None
    cache.put(KIND, key, "right")
    assert cache.get(KIND, key) == "right"


def test_an_entry_under_the_name_of_another_is_not_taken(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(KIND, key_of(["a"]), "a")
    (entry,) = entries(tmp_path)
    entry.rename(entry.with_name(f"{key_of(['b'])}.kept"))
    assert cache.get(KIND, key_of(["b"])) is None


def test_threads_and_processes_share_a_folder(tmp_path: Path) -> None:
    cache, key = Cache(tmp_path), key_of(["a"])

    def use(number: int) -> bool:
        cache.put(KIND, key, (number, array("I", [number] * 2000)))
        found = cache.get(KIND, key)
        assert isinstance(found, tuple)
        return set(found[1]) == {found[0]}

    code = (
        "import sys; from array import array; from pathlib import Path\n"
        "from sanku.storage import Cache, Kind, Shapes\n"
        "cache, kind = Cache(Path(sys.argv[1])), Kind('TEST', 1, Shapes(()))\n"
        "for number in range(1000, 1100):\n"
        "    cache.put(kind, sys.argv[2], (number, array('I', [number] * 2000)))\n"
        "    one, many = cache.get(kind, sys.argv[2])\n"
        "    assert set(many) == {one}\n"
    )
    others = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), key]) for _ in range(2)]
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(use, range(200)))
    assert [other.wait(60) for other in others] == [0, 0]
    assert [path.suffix for path in tmp_path.rglob("*") if path.is_file()] == [".kept"]


def test_what_was_used_longest_ago_goes_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for number in range(6):
        cache.put(KIND, key_of([str(number)]), b"x" * 1000)
    for number, age in enumerate((50, 10, 40, 20, 30, 60)):
        os.utime(tmp_path / "test" / f"{key_of([str(number)])}.kept", (1_000_000 - age, 1_000_000 - age))
    size = entries(tmp_path)[0].stat().st_size
    cache.prune(3 * size)
    assert [number for number in range(6) if cache.get(KIND, key_of([str(number)]))] == [1, 3, 4]


def test_a_disk_that_takes_nothing_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    for cache in (Cache(tmp_path / "file"), NO_CACHE):
        cache.put(KIND, key_of(["a"]), "a")
        assert cache.get(KIND, key_of(["a"])) is None
        cache.prune()


def test_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def place() -> Path | None:
        user_cache().put(KIND, key_of(["where"]), "here")
        found = entries(tmp_path)
        for path in found:
            path.unlink()
        return found[0].relative_to(tmp_path) if found else None

    name = f"test/{key_of(['where'])}.kept"
    monkeypatch.setenv("SANKU_CACHE", str(tmp_path / "a"))
    assert place() == Path("a", name)
    monkeypatch.setenv("SANKU_CACHE", "off")
    assert place() is None
    monkeypatch.delenv("SANKU_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "b"))
    assert place() == Path("b/sanku", name)
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "c"))
    assert place() == Path("c/.cache/sanku", name)
