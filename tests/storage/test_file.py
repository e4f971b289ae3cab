"""A stored file: what comes back is what was written, and a file that is not what was written is not used at all."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanku.storage import Kind, Shapes, Stored, read_file, write_file


class Colour(Enum):
    RED = "red"


@dataclass(frozen=True)
class Pair:
    one: object
    two: object


class Struct(msgspec.Struct, frozen=True):
    held: object


SHAPES = Shapes((Colour, Pair, Struct))
KIND = Kind("TEST", 2, SHAPES)
VALUE = Pair(Struct((1, "二", None, True, 1 << 80)), {"a": Fraction(1, 3), "b": frozenset({Colour.RED})})

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary(max_size=200) | st.dates() | st.datetimes() | st.fractions(),
    lambda inner: st.lists(inner, max_size=4).map(tuple) | st.dictionaries(st.text(), inner, max_size=4) | st.builds(Pair, inner, inner),
    max_leaves=12,
)  # fmt: skip


def stored(path: Path) -> object:
    found = read_file(path, KIND)
    assert isinstance(found, Stored), found
    return found.value


@given(plain)
def test_what_comes_back_is_what_was_written(tmp_path_factory, value) -> None:
    path = tmp_path_factory.mktemp("file") / "f"
    write_file(path, KIND, value, {"n": 1})
    assert as_bytes(stored(path)) == value


def as_bytes(value: object) -> object:
    """Long bytes come back as views of the file."""
    match value:
        case memoryview():
            return bytes(value)
        case tuple():
            return tuple(map(as_bytes, value))
        case dict():
            return {key: as_bytes(found) for key, found in value.items()}
        case Pair(one=one, two=two):
            return Pair(as_bytes(one), as_bytes(two))
        case _:
            return value


@pytest.mark.parametrize("kind", "BHIQ")
def test_numbers_come_back_as_views_of_the_file(tmp_path: Path, kind: str) -> None:
    numbers = array(kind, [0, 1, 200, (1 << 8 * array(kind).itemsize) - 1])
    write_file(tmp_path / "f", KIND, (b"x" * 99, numbers, range(2, 5)), {})
    _, view, run = stored(tmp_path / "f")
    assert isinstance(view, memoryview)
    assert (list(view), run) == (list(numbers), range(2, 5))
    # What was read can be written again.
    write_file(tmp_path / "g", KIND, view, {})
    assert list(stored(tmp_path / "g")) == list(numbers)


def test_a_value_of_another_class_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="cannot hold object"):
        write_file(tmp_path / "f", KIND, object(), {})
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- damage


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A file with a tree and data."""
    write_file(tmp_path / "f", KIND, (VALUE, array("I", range(40)), b"y" * 70), {"name": "n"})
    return tmp_path / "f"


def test_no_byte_may_differ(whole: Path) -> None:
    data = whole.read_bytes()
    for place in range(len(data)):
        whole.write_bytes(data[:place] + bytes((data[place] ^ 0x10,)) + data[place + 1 :])
        assert read_file(whole, KIND) in {"damaged", "version", "foreign"}, place
    whole.write_bytes(data)
    assert stored(whole)[0] == VALUE


def test_no_byte_may_be_missing_or_added(whole: Path) -> None:
    data = whole.read_bytes()
    for size in range(len(data)):
        whole.write_bytes(data[:size])
        assert read_file(whole, KIND) in {"damaged", "foreign"}, size
    whole.write_bytes(data + b"\0")
    assert read_file(whole, KIND) == "damaged"


def test_sections_cannot_be_exchanged(whole: Path, tmp_path: Path) -> None:
    write_file(tmp_path / "g", KIND, (VALUE, array("I", range(1, 41)), b"z" * 70), {"name": "n"})
    one, other = whole.read_bytes(), (tmp_path / "g").read_bytes()
    assert len(one) == len(other)
    for cut in range(64, len(one), 64):
        whole.write_bytes(one[:cut] + other[cut:])
        assert isinstance(read_file(whole, KIND), Stored) == (one[:cut] + other[cut:] in (one, other))


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        (Kind("TEST", 1, SHAPES), "version"),
        (Kind("TEST", 3, SHAPES), "version"),
        (Kind("TEST", 2, Shapes((Colour, Pair))), "version"),
        (Kind("OTHER", 2, SHAPES), "foreign"),
    ],
)
def test_another_kind_or_version_says_so(whole: Path, kind: Kind, fault: str) -> None:
    assert read_file(whole, kind) == fault


@pytest.mark.parametrize("text", [b"", b"S", b"SANKU TEST 2\n", b"kb: {}\n", b"\xff" * 500])
def test_what_is_no_such_file_at_all(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "f").write_bytes(text)
    assert read_file(tmp_path / "f", KIND) in {"damaged", "foreign"}


def nested(depth: int) -> bytes:
    """A msgpack list in a list in a list."""
    return b"\x92\x00" * depth + b"\x91\x00"


@pytest.mark.parametrize(
    "tree",
    [
        pytest.param(nested(400), id="deep"),
        pytest.param(nested(100_000), id="too deep for msgpack"),
        pytest.param(msgspec.msgpack.encode([99]), id="unknown kind"),
        pytest.param(msgspec.msgpack.encode([-1]), id="negative kind"),
        pytest.param(msgspec.msgpack.encode(["x"]), id="no kind"),
        pytest.param(msgspec.msgpack.encode([]), id="nothing"),
        pytest.param(msgspec.msgpack.encode([6, "I", 0, 1 << 40]), id="outside the file"),
        pytest.param(msgspec.msgpack.encode([6, "I", -4, 4]), id="before the file"),
        pytest.param(msgspec.msgpack.encode([6, "d", 0, 8]), id="a column of floats"),
        pytest.param(msgspec.msgpack.encode([6, "I", 0, 3]), id="half a number"),
        pytest.param(msgspec.msgpack.encode([3, "1", "0"]), id="a fraction of zero"),
        pytest.param(msgspec.msgpack.encode([4, 0]), id="no day"),
        pytest.param(msgspec.msgpack.encode([9, "blue"]), id="no member"),
        pytest.param(msgspec.msgpack.encode([10, 1]), id="a field missing"),
        pytest.param(b"\xc1", id="no msgpack"),
    ],
)
def test_a_tree_that_no_writer_makes_is_refused_even_with_its_digests(tmp_path: Path, tree: bytes) -> None:
    """Digests tell accidents, not intent: a file made by hand is met here."""
    path = tmp_path / "f"
    write_file(path, KIND, None, {})
    head = {
        "fingerprint": SHAPES.fingerprint,
        "notes": {},
        "tree": {"start": 8, "size": len(tree), "digest": sha256(tree).hexdigest()},
        "data": {"start": 0, "size": 8, "digest": sha256(bytes(8)).hexdigest()},
    }
    text = msgspec.json.encode(head)
    start = KIND.magic + len(text).to_bytes(4, "little") + text
    path.write_bytes(start + sha256(start).digest() + bytes(8) + tree)
    assert read_file(path, KIND) == "damaged"


def test_a_reader_never_sees_half(tmp_path: Path) -> None:
    """While a file is in use it may be replaced: who has it keeps what they have."""
    path = tmp_path / "f"
    write_file(path, KIND, array("I", [1] * 5000), {})
    old = stored(path)
    write_file(path, KIND, array("I", [2] * 5000), {})
    new = stored(path)
    path.unlink()
    assert (set(old), set(new)) == ({1}, {2})
    assert list(tmp_path.iterdir()) == []
