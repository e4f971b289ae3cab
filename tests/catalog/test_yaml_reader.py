"""YAML: every scalar is text at its place, and nothing else is let in (semantics 45)."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sanku.catalog import YamlList, YamlMap, YamlNode, YamlText, read_yaml


def plain(node: YamlNode) -> object:
    match node:
        case YamlText():
            return node.text
        case YamlList():
            return [plain(item) for item in node.items]
        case YamlMap():
            return {key.text: plain(value) for key, value in node.pairs()}


def codes(text: str | bytes) -> list[tuple[str, int, int]]:
    data = text.encode() if isinstance(text, str) else text
    _, found = read_yaml(data, "f.yaml")
    return [(each.code, each.span.line, each.span.column) for each in found]


def test_semantics_45_every_scalar_is_text() -> None:
    text = "{a: 001102000040000, b: 38.10, c: 00.0100, d: no, e: 1153.00, f: 2020-01-01, g: 1e3, h: 0x1F, i: 12:30}"
    node, found = read_yaml(text.encode())
    assert found == ()
    assert plain(node) == {
        "a": "001102000040000",
        "b": "38.10",
        "c": "00.0100",
        "d": "no",
        "e": "1153.00",
        "f": "2020-01-01",
        "g": "1e3",
        "h": "0x1F",
        "i": "12:30",
    }


@pytest.mark.parametrize(
    ("text", "is_none", "is_blank"),
    [
        ("~", True, True),
        ("null", True, True),
        ("", True, True),
        ('""', False, True),
        ("'null'", False, False),
        ("no", False, False),
    ],
)
def test_what_is_none(text: str, is_none: bool, is_blank: bool) -> None:
    node, _ = read_yaml(f"a: {text}\n".encode())
    value = node.get("a")
    assert (value.is_none, value.is_blank) == (is_none, is_blank)


def test_places_count_characters_from_one() -> None:
    node, _ = read_yaml("名称: 药品\nrows:\n  - {a: 值}\n".encode(), "f.yaml")
    assert str(node.get("名称").span) == "f.yaml:1:5"
    row = node.get("rows").items[0]
    assert (row.span.line, row.span.column, row.span.end_column) == (3, 5, 11)
    assert str(row.get("a").span) == "f.yaml:3:9"


TREE = st.recursive(
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc甲乙", min_size=1, max_size=4), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(TREE, st.booleans())
def test_reads_what_yaml_wrote(tree: object, flow: bool) -> None:
    text = yaml.safe_dump(tree, allow_unicode=True, default_flow_style=flow)
    node, found = read_yaml(text.encode())
    assert found == ()
    assert plain(node) == tree


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x 1\nb: *x\n", [("yaml-anchor", 1, 4), ("yaml-alias", 2, 4)]),
        ("a: !!python/object:os.system ls\n", [("yaml-tag", 1, 4)]),
        ("a: ! 1\n", [("yaml-tag", 1, 4)]),
        ("a: 1\nb: 2\na: 3\n", [("duplicate-key", 3, 1)]),
        ("a: {b: 1, b: 2}\nc: {d: 1, d: 2}\n", [("duplicate-key", 1, 11), ("duplicate-key", 2, 11)]),
        ("a: 1\n---\nb: 2\n", [("second-document", 2, 1)]),
        ("%YAML 1.1\n---\na: 1\n", [("yaml-directive", 1, 1)]),
        ("? [a, b]\n: 1\n", [("yaml-key", 1, 3)]),
        ("a:\n\t- b\n", [("tab", 2, 1)]),
        ('a: "text\nb: 2\n', [("unterminated-string", 1, 4)]),
        ("a: b: c\n", [("yaml-syntax", 1, 5)]),
        ("a: [1, 2\nb: 3\n", [("yaml-syntax", 2, 2)]),
        ("a: @b\n", [("yaml-syntax", 1, 4)]),
        ("a: 1\n  b: 2\n", [("yaml-syntax", 2, 4)]),
        ("", [("empty-file", 1, 1)]),
        (" \n\n", [("empty-file", 1, 1)]),
        ("# only a comment\n", [("empty-file", 1, 1)]),
        ("a: \x00\n", [("control-character", 1, 4)]),
        ("a: \u202eb\n", [("control-character", 1, 4)]),
    ],
)  # fmt: skip
def test_refuses(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        ("名称: 药品\n".encode("gbk"), "wrong-encoding", "GBK"),
        ("a: 1\n".encode("utf-16"), "wrong-encoding", "UTF-16"),
        ("a: 1\n".encode("utf-16-le"), "wrong-encoding", "UTF-16"),
        ("a: 1\n".encode("utf-32"), "wrong-encoding", "UTF-32"),
        (b"a: \xff\xfe\n", "wrong-encoding", "`ff`"),
    ],
)
def test_names_a_wrong_encoding(data: bytes, code: str, says: str) -> None:
    _, (found,) = read_yaml(data, "f.yaml")
    assert (found.code, says in found.message, "UTF-8" in found.help) == (code, True, True)


def test_skips_a_byte_order_mark_and_reads_windows_line_ends() -> None:
    node, found = read_yaml(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert (plain(node), found) == ({"a": "1", "b": "2"}, ())
    assert node.get("b").span.line == 2


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "- " * 5_000])
def test_depth_is_bounded(text: str) -> None:
    node, found = read_yaml(text.encode(), "f.yaml")
    assert (node, [each.code for each in found]) == (None, ["yaml-too-deep"])


def test_a_missing_file_is_named(tmp_path) -> None:
    node, (found,) = read_yaml(tmp_path / "none.yaml", "none.yaml")
    assert (node, found.code, found.span.file) == (None, "unreadable-file", "none.yaml")
