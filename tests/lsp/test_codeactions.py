"""The editor hears what `kb validate` says: allowances and severities hold, fixes are offered."""

from pathlib import Path

import pytest
from lsprotocol import types as lsp

from sanku.core.span import Span
from sanku.lsp.codeactions import actions
from sanku.lsp.desk import Desk

RULES = """\
module drugs.demo

define many(q: number) = q > 2

rule two "每日限量"
  cites    a "一"
  for      line in lines
  when     line.quantity > 2
  order    remind
  severity low
  say      "{line.nmae}超量"
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "kb.yaml").write_text("name: demo\nbases: {drugs: []}\n", encoding="utf-8")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "a.yaml").write_text("title: 甲号文件\n", encoding="utf-8")
    (tmp_path / "sources" / "b.yaml").write_text("title: 乙号文件\n", encoding="utf-8")
    (tmp_path / "demo.kb").write_text(RULES, encoding="utf-8")
    desk = Desk(tmp_path)
    desk.load()
    return desk


def range_of(file: str, span: Span) -> lsp.Range:
    return lsp.Range(lsp.Position(span.line - 1, span.column - 1), lsp.Position(span.end_line - 1, span.end_column - 1))


def codes(desk: Desk) -> list[str]:
    return sorted(one.code for found in desk.found.values() for one in found)


def offered(desk: Desk, path: str, line: int) -> list[lsp.CodeAction]:
    whole = lsp.Range(lsp.Position(line - 1, 0), lsp.Position(line - 1, 200))
    return list(actions(desk, path, whole, range_of))


def test_fixes_and_the_allowance_are_offered(desk: Desk) -> None:
    path = (desk.root / "demo.kb").as_posix()
    assert [one.title for one in offered(desk, path, 11)] == ["改为 `name`"]
    right = RULES.replace("nmae", "name")
    desk.edit(path, right)
    assert codes(desk) == ["unused-definition", "unused-source"]
    titles = [one.title for one in offered(desk, path, 3)]
    assert titles == ["删除", "就地放行 `unused-definition`（请写原因）"]
    edit = offered(desk, path, 3)[1].edit
    assert edit is not None
    ((change,),) = (edit.changes or {}).values()
    assert (change.range.start.line, change.new_text) == (2, "# allow unused-definition: \n")


def test_a_use_that_is_missing_can_be_added(desk: Desk) -> None:
    path = (desk.root / "demo.kb").as_posix()
    (desk.root / "kb.yaml").write_text("name: demo\nbases: {drugs: [], policy: [drugs]}\n", encoding="utf-8")
    most = "parameter: drugs.limits.most\ntype: number\nvalues: [{value: 2, from: 2020-01-01, cites: [b, 一]}]\n"
    (desk.root / "most.yaml").write_text(most, encoding="utf-8")
    rules = RULES.replace("module drugs.demo", "模块 policy.demo").replace(
        "> 2\n  order", "> drugs.limits.most\n  order"
    )
    (desk.root / "demo.kb").write_text(rules, encoding="utf-8")
    desk.load()
    assert [one.title for one in offered(desk, path, 8)] == ["改为 `引用 drugs`"]


def test_an_allowance_that_is_typed_holds_at_once(desk: Desk) -> None:
    path = (desk.root / "demo.kb").as_posix()
    right = RULES.replace("nmae", "name")
    desk.edit(path, right.replace("define", "# allow unused-definition: the regions call it\ndefine"))
    assert codes(desk) == ["unused-source"]
    desk.edit(path, right.replace("define", "# allow unused-definition\ndefine"))
    assert codes(desk) == ["bare-allow", "unused-definition", "unused-source"]


def test_what_is_said_of_a_fact_file_stays_when_it_is_opened(desk: Desk) -> None:
    path = (desk.root / "sources" / "b.yaml").as_posix()
    desk.edit((desk.root / "demo.kb").as_posix(), RULES.replace("nmae", "name"))
    desk.edit(path, "title: 乙号文件\n")
    assert "unused-source" in codes(desk)
    desk.edit(path, "title: [")
    assert codes(desk) == ["unused-definition", "yaml-syntax"]
