"""Events from files: every form, every kind of broken file, each problem one sentence with its place."""

import io
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanku.claim.decoding import MOST_DEPTH, Decoded, Problem, decode_json, decode_text
from sanku.doors.files import read_events


def read(folder: Path, data: bytes | str, name: str = "e.json") -> list[tuple[str, object]]:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return [(place.removeprefix(f"{folder.as_posix()}/"), found) for place, found in read_events(path)]


def test_one_object(tmp_path: Path) -> None:
    assert read(tmp_path, '{"id": "E1",\n "amount": 0.10}') == [("e.json", {"id": "E1", "amount": Decimal("0.10")})]


def test_a_list(tmp_path: Path) -> None:
    assert read(tmp_path, '[{"id": 1}, {"id": 2}]') == [("e.json[0]", {"id": 1}), ("e.json[1]", {"id": 2})]


@pytest.mark.parametrize("name", ["e.jsonl", "e.json"])
def test_one_object_a_line(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, '{"id": 1}\r\n\n{"id": 2}\n', name) == [(f"{name}:1", {"id": 1}), (f"{name}:3", {"id": 2})]


def test_a_broken_line_is_a_problem_and_the_others_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, '{"id": 1}\n{"id": \n17\n{"id": 4}\n', "e.jsonl")
    assert [place for place, _ in found] == ["e.jsonl:1", "e.jsonl:2:8", "e.jsonl:3", "e.jsonl:4"]
    assert [one.code for _, one in found if isinstance(one, Problem)] == ["not-json", "not-an-event"]


def test_a_first_line_that_is_cut_off_hides_nothing(tmp_path: Path) -> None:
    assert [place for place, _ in read(tmp_path, '{"id": \n{"id": 2}\n')] == ["e.json:1:8", "e.json:2"]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"id": 1}')))
    assert list(read_events("-")) == [("<stdin>", {"id": 1})]


@pytest.mark.parametrize(
    ("data", "place", "code", "words"),
    [
        (b"", "e.json", "empty-file", "the file is empty"),
        (b" \n\n", "e.json", "empty-file", "the file is empty"),
        (b"[]", "e.json", "empty-file", "the list of events is empty"),
        (b"\xef\xbb\xbf", "e.json", "empty-file", "the file is empty"),
        (b'{"id": ', "e.json:1:8", "not-json", "the JSON ends too early"),
        (b'{"id":\n "a\\ud83d"}', "e.json:2:4", "not-json", "not JSON: `\\ud83d` is half a character"),
        (b'{\n "id" 3}', "e.json:2:7", "not-json", "not JSON: expecting ':' delimiter before `3}`"),
        (b'{"name": "\xb2\xe2\xca\xd4"}', "e.json:1:11", "wrong-encoding", "looks like GBK; save it as UTF-8"),
        (b"\xff\xfe{\x00}\x00", "e.json:1:1", "wrong-encoding", "the file is UTF-16"),
        (b"17", "e.json", "not-an-event", "an event is a JSON object"),
        (b"[" * 100_000, f"e.json:1:{MOST_DEPTH + 1}", "too-deep", f"nested more than {MOST_DEPTH} deep"),
        (b'{"a":' * 1000 + b"1" + b"}" * 1000, f"e.json:1:{5 * MOST_DEPTH + 1}", "too-deep", "nested more"),
    ],
)
def test_problems(tmp_path: Path, data: bytes, place: str, code: str, words: str) -> None:
    ((where, problem),) = read(tmp_path, data)
    assert isinstance(problem, Problem)
    assert (where, problem.code) == (place, code)
    assert words in problem.message
    assert problem.message_zh


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    ((place, problem),) = read_events(tmp_path / "no.json")
    assert isinstance(problem, Problem)
    assert (place, problem.code) == ((tmp_path / "no.json").as_posix(), "unreadable-file")
    ((_, problem),) = read_events(tmp_path)
    assert isinstance(problem, Problem)


def test_a_byte_order_mark_is_skipped(tmp_path: Path) -> None:
    assert read(tmp_path, b'\xef\xbb\xbf{"id": 1}') == [("e.json", {"id": 1})]


def test_a_key_that_stands_twice_is_noted(tmp_path: Path) -> None:
    ((_, event),) = read(tmp_path, '{"id": 1, "patient": {"sex": "male", "sex": "female"}}')
    assert isinstance(event, dict)
    assert event["patient"] == {"sex": "female"}
    assert [(note["code"], note["path"]) for note in event["notes"]] == [("duplicate-key", "sex")]


def test_numbers_no_decimal_can_hold_stay_text() -> None:
    found = decode_json(f"[NaN, Infinity, 1e99999999999999999999, {'1' * 5000}, 1e400]")
    assert isinstance(found, Decoded)
    assert isinstance(found.value, list)
    assert [type(one) for one in found.value] == [str, str, str, str, Decimal]


@given(st.binary(max_size=60))
def test_any_bytes_are_text_or_a_problem(data: bytes) -> None:
    text = decode_text(data)
    if isinstance(text, str):
        assert isinstance(decode_json(text), Decoded | Problem)
    else:
        assert text.code == "wrong-encoding"


@given(st.text(alphabet='{}[]":,\\ a1-.e\n', max_size=40))
def test_any_text_is_json_or_a_problem(text: str) -> None:
    assert isinstance(decode_json(text), Decoded | Problem)
