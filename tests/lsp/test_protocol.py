"""The server over standard input and output, as an editor speaks to it."""

from pathlib import Path

import pytest
from lsprotocol import types as lsp
from pytest_lsp import LanguageClient

from sanku.kb import load
from tests.lsp.talk import changed, diagnostics, document, opened, place, read, write

pytestmark = pytest.mark.asyncio(loop_scope="session")

RULES = """module policy.demo
use drugs

rule slices "饮片只付一剂🌿"
  cites    law "第一条"
  for      line in lines where line.kind = drug
  match    r in policy.slices on line.code
  let      limit = policy.limits.most
  when     line.days > limit
  settle   self_pay
  unknown  remind
  say      "{line.name}超量"

exempt slices as rescue "抢救"
  cites    law "第二条"
  when     encounter.kind = emergency
"""
FILES = {
    "kb.yaml": "name: demo\nbases: {drugs: [], policy: [drugs]}\nsystems:\n  nhsa_drug: {pattern: 'X.*', levels: [1]}\n"
    "reasons: {text: 其他说明}\nregion: {default: insured}\n",
    "sources/law.yaml": "title: 规定\n",
    "policy/slices.yaml": 'table: policy.slices\ncolumns: {code: "code[nhsa_drug]"}\nkey: code\nfrom: 2020-01-01\n'
    "cites: [law, 第一条]\nrows:\n  - {id: a, code: X}\n",
    "policy/most.yaml": "parameter: policy.limits.most\ntype: quantity[day]\nvalues:\n"
    "  - {from: 2020-01-01, value: 7 day, cites: [law, 第三条]}\n",
    "policy/demo.kb": RULES,
    "policy/demo.test.yaml": "- case: 超量\n  event:\n    phase: settle\n    encounter: {kind: outpatient}\n"
    "    lines: [{id: 1, at: 2025-01-02, kind: drug, code: X, days: 8, amount: 10}]\n"
    "  expect: {findings: [{rule: slices}]}\n",
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "base" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "base"


async def test_a_clean_file_has_no_errors(client: LanguageClient, base: Path) -> None:
    uri = opened(client, base / "policy" / "demo.kb")
    await client.text_document_document_symbol_async(lsp.DocumentSymbolParams(document(uri)))
    assert [
        one.message for one in client.diagnostics.get(uri, ()) if one.severity is lsp.DiagnosticSeverity.Error
    ] == []


async def test_typing_shows_the_mistake_at_its_place_behind_an_emoji(client: LanguageClient, base: Path) -> None:
    uri = opened(client, base / "policy" / "demo.kb")
    text = RULES.replace('say      "{line.name}超量"', 'say      "🌿🌿超量{line.nam}"')
    changed(client, uri, text)
    await client.text_document_document_symbol_async(lsp.DocumentSymbolParams(document(uri)))
    found: list[lsp.Diagnostic] = []
    while not found:
        found = [one for one in await diagnostics(client, uri) if one.severity is lsp.DiagnosticSeverity.Error]
    assert found[0].range.start == place(text, "line.nam}", len("line."))
    assert "`nam`" in found[0].message
    context = lsp.CodeActionContext([found[0]])
    actions = await client.text_document_code_action_async(lsp.CodeActionParams(document(uri), found[0].range, context))
    assert [action.title for action in actions or ()] == ["改为 `name`"]


async def test_hover_says_what_a_name_is(client: LanguageClient, base: Path) -> None:
    uri = opened(client, base / "policy" / "demo.kb")
    for word, shift, wanted in (
        ("slices", 0, "饮片只付一剂🌿"),
        ("policy.limits.most", 15, "7"),
        ("line.days", 6, "用药天数"),
        ("law", 0, "《规定》"),
        ("饮片只付", 1, "对每条本次明细，凡类别为西药中成药的"),
        ("饮片只付", 1, "For each of this encounter's lines"),
        ("抢救", 1, "在以下情形不适用"),
        ("policy.slices", 8, "匹配键：code"),
    ):
        shown = await client.text_document_hover_async(lsp.HoverParams(document(uri), place(RULES, word, shift)))
        assert shown is not None, word
        assert isinstance(shown.contents, lsp.MarkupContent)
        assert wanted in shown.contents.value


async def test_completion_follows_the_context(client: LanguageClient, base: Path) -> None:
    uri = opened(client, base / "policy" / "demo.kb")
    for typed, wanted, unwanted in (
        ("  when     line.", "days", "remind"),
        ("  when     r.", "code", "days"),
        ("  when     encounter.kind = ", "outpatient", "days"),
        ("  cites    ", "law", "days"),
        ("  when     line.days > policy.limits.", "most", "days"),
        ("  se", "settle", "law"),
    ):
        text = RULES.replace("  settle   self_pay", typed)
        changed(client, uri, text)
        params = lsp.CompletionParams(document(uri), place(text, typed, len(typed)))
        found = await client.text_document_completion_async(params)
        assert isinstance(found, lsp.CompletionList)
        labels = {item.label for item in found.items}
        assert wanted in labels, typed
        assert unwanted not in labels, typed


async def test_definition_leads_into_the_fact_file(client: LanguageClient, base: Path) -> None:
    uri = opened(client, base / "policy" / "demo.kb")
    params = lsp.DefinitionParams(document(uri), place(RULES, "policy.limits.most", 15))
    found = await client.text_document_definition_async(params)
    assert isinstance(found, lsp.Location)
    assert found.uri == (base / "policy" / "most.yaml").as_uri()
    assert found.range.start.line == 0


async def test_definition_of_a_local_is_its_binding(client: LanguageClient, base: Path) -> None:
    uri = opened(client, base / "policy" / "demo.kb")
    params = lsp.DefinitionParams(document(uri), place(RULES, "> limit", 3))
    found = await client.text_document_definition_async(params)
    assert isinstance(found, lsp.Location)
    assert found.range.start == place(RULES, "limit =")


async def test_references_reach_rules_facts_and_cases(client: LanguageClient, base: Path) -> None:
    uri = opened(client, base / "policy" / "demo.kb")
    params = lsp.ReferenceParams(lsp.ReferenceContext(True), document(uri), place(RULES, "slices"))
    found = await client.text_document_references_async(params)
    assert sorted(Path(one.uri).name for one in found or ()) == ["demo.kb", "demo.kb", "demo.test.yaml"]
    law = lsp.ReferenceParams(lsp.ReferenceContext(True), document(uri), place(RULES, "law"))
    cited = await client.text_document_references_async(law)
    assert {Path(one.uri).name for one in cited or ()} == {"demo.kb", "slices.yaml", "most.yaml"}


async def test_rename_changes_every_place(client: LanguageClient, base: Path) -> None:
    uri = opened(client, base / "policy" / "demo.kb")
    params = lsp.RenameParams(document(uri), place(RULES, "slices"), "饮片")
    edit = await client.text_document_rename_async(params)
    assert edit is not None
    assert {Path(name).name: len(edits) for name, edits in (edit.changes or {}).items()} == {
        "demo.kb": 2,
        "demo.test.yaml": 1,
    }
    for name, edits in (edit.changes or {}).items():
        path = Path(name.removeprefix("file://"))
        lines = read(path).split("\n")
        for one in edits:
            line = lines[one.range.start.line]
            lines[one.range.start.line] = (
                line[: one.range.start.character] + one.new_text + line[one.range.end.character :]
            )
        write(path, "\n".join(lines))
    assert list(load(base).model.rules) == ["policy.demo.饮片"]


@pytest.mark.parametrize("new", ["when", "two words", "rescue", "9a"])
async def test_a_rename_that_is_not_safe_changes_nothing(client: LanguageClient, base: Path, new: str) -> None:
    uri, before = opened(client, base / "policy" / "demo.kb"), len(client.messages)
    params = lsp.RenameParams(document(uri), place(RULES, "slices"), new)
    assert await client.text_document_rename_async(params) is None
    assert len(client.messages) == before + 1


async def test_the_outline_has_titles(client: LanguageClient, base: Path) -> None:
    uri = opened(client, base / "policy" / "demo.kb")
    found = await client.text_document_document_symbol_async(lsp.DocumentSymbolParams(document(uri)))
    assert [(one.name, one.detail) for one in found or () if isinstance(one, lsp.DocumentSymbol)] == [
        ("slices", "饮片只付一剂🌿"),
        ("rescue", "豁免 抢救"),
    ]


async def test_lenses_count_cases_and_run_one(client: LanguageClient, base: Path) -> None:
    uri = opened(client, base / "policy" / "demo.kb")
    found = await client.text_document_code_lens_async(lsp.CodeLensParams(document(uri)))
    assert [one.command.title for one in found or () if one.command] == ["用例：触发 1 · 放过 0 · 无法判定 0"]
    changed(client, uri, RULES.replace("line.days > limit", "line.days > limit + 5 days"))
    await client.text_document_document_symbol_async(lsp.DocumentSymbolParams(document(uri)))
    found = await client.text_document_code_lens_async(lsp.CodeLensParams(document(uri)))
    assert [one.command.title for one in found or () if one.command] == ["用例：触发 0 · 放过 1 · 无法判定 0"]
    changed(client, uri, RULES)
    cases = opened(client, base / "policy" / "demo.test.yaml")
    lenses = await client.text_document_code_lens_async(lsp.CodeLensParams(document(cases)))
    command = (lenses or ())[0].command
    assert command is not None
    params = lsp.ExecuteCommandParams(command.command, command.arguments)
    assert await client.workspace_execute_command_async(params) == "通过：超量"


async def test_facts_are_read_again_when_saved(client: LanguageClient, base: Path) -> None:
    path = base / "policy" / "most.yaml"
    opened(client, path)
    write(path, read(path).replace("[law,", "[lew,"))
    client.text_document_did_save(lsp.DidSaveTextDocumentParams(document(path.as_uri())))
    found: list[lsp.Diagnostic] = []
    while not found:
        found = await diagnostics(client, path.as_uri())
    assert "`lew`" in found[0].message
