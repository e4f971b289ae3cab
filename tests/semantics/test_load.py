"""A directory to its model, broken or whole."""

from pathlib import Path

import pytest

from sanku.claim.schema import base_schema
from sanku.semantics import build_model, load_model, read_base, resolve_model
from sanku.syntax import parse_text
from tests.fixtures.pages import BASE, Part, write_page


def test_a_clean_base_is_a_model() -> None:
    model, diagnostics = load_model(BASE)
    assert diagnostics == ()
    assert model is not None
    assert model.rules == {}


def test_a_directory_without_kb_yaml_is_one_error(tmp_path: Path) -> None:
    loaded = read_base(tmp_path)
    assert loaded.model is None
    assert loaded.has_errors
    assert [found.code for found in loaded.diagnostics] == ["no-kb-yaml"]
    assert load_model(tmp_path) == (None, loaded.diagnostics)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("规则".encode("gbk"), "wrong-encoding"),
        (b"", None),
        (b"\xef\xbb\xbfmodule policy.case\n", None),
    ],
)
def test_files_that_are_no_text(data: bytes, code: str | None, tmp_path: Path) -> None:
    write_page(tmp_path, ())
    (tmp_path / "case.kb").write_bytes(data)
    loaded = read_base(tmp_path)
    assert loaded.model is not None
    codes = [found.code for found in loaded.diagnostics]
    assert codes == [code] if code else len(codes) <= 1


def test_a_file_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    write_page(tmp_path, ())
    (tmp_path / "case.kb").mkdir()
    assert [found.code for found in read_base(tmp_path).diagnostics] in ([], ["unreadable-file"])


def test_lines_are_those_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_page(tmp_path, (Part("kb", "case.kb", "module policy.case\n\nrule r\n", 0, 0),))
    for root in (tmp_path, Path()):
        monkeypatch.chdir(tmp_path)
        loaded = read_base(root)
        place = loaded.diagnostics[0].span
        assert loaded.lines(place.file)[place.line - 1] == "rule r"
    assert loaded.lines("nowhere.kb") == ()


def test_a_broken_rule_leaves_the_others() -> None:
    model, _ = load_model(BASE)
    assert model is not None
    rule = 'rule {} "题"\n  cites a "一"\n  for line in lines\n  when {}\n  order remind\n  severity low\n  say "x"\n'
    text = "module policy.case\n" + rule.format("good", "line.days > 7 days") + rule.format("bad", "line.dayz > 7 days")
    file, problems = parse_text(text, "case.kb")
    assert file is not None
    assert problems == ()
    partial, found = resolve_model(model.catalog, [("000000", file)], base_schema())
    assert list(partial.rules) == ["policy.case.good"]
    assert [one.code for one in found] == ["unknown-field"]
    assert build_model(model.catalog, [("000000", file)], base_schema()) == (None, found)
