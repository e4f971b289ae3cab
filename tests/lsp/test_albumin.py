"""An author's path: an empty rule file in a new base, two mistakes explained and mended, formatted, read back, run."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from lsprotocol import types as lsp
from pytest_lsp import LanguageClient

from sanku.cli.main import group
from tests.lsp.talk import changed, diagnostics, document, opened, place, write

pytestmark = pytest.mark.asyncio(loop_scope="session")

FACTS = {
    "sources/nrdl.yaml": "title: 国家药品目录\n",
    "drugs/albumin.yaml": "codes: drugs.albumin\nsystem: nhsa_drug\ninclude: [XB05AAR021]\ncites: [nrdl, 西药]\n",
    "policy/albumin_start.yaml": "parameter: policy.albumin_start\ntype: quantity[g/L]\nvalues:\n"
    "  - {from: 2025-01-01, value: 30 g/L, cites: [nrdl, 备注]}\n",
    "policy/albumin.kb": "",
    "policy/albumin.test.yaml": """- case: 白蛋白不低，提醒
  event:
    phase: order
    lines: [{id: 1, code: XB05AAR021B002010178702, at: 2025-06-14, quantity: 1, amount: 400.00}]
    observations: [{id: o, code: 1751-7, at: 2025-06-13, value: 35 g/L}]
  expect:
    findings: [{rule: level}]
""",
}
TYPED = """module policy.albumin
use drugs

rule level "人血白蛋白：检验依据"
  cites nrdl "备注"
  for line in lines where line.coed in drugs.albumin
  let albumin = latest(o.value for o in record.observations where (o.code = serum_albumin) by o.at)
  when albumin >= policy.albumin_strat
  order remind
  severity low
  unknown remind
  say "最近一次白蛋白{albumin}，须低于{policy.albumin_start}"
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    root = tmp_path / "base"
    made = CliRunner().invoke(group, ["new", "base", str(root), "--title", "试用"])
    assert made.exit_code == 0, made.output
    for name, text in FACTS.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, text)
    settings = (root / "kb.yaml").read_text(encoding="utf-8")
    lab = "  lab: {levels: [], aliases: {serum_albumin: 1751-7}}\n"
    write(root / "kb.yaml", settings.replace("systems:\n", f"systems:\n{lab}"))
    return root


async def errors(client: LanguageClient, uri: str, count: int) -> list[lsp.Diagnostic]:
    while True:
        found = [one for one in await diagnostics(client, uri) if one.severity is lsp.DiagnosticSeverity.Error]
        if len(found) == count:
            return found


def applied(text: str, edits: list[lsp.TextEdit]) -> str:
    """Return a text of the basic plane with edits done, last first."""
    lines = text.splitlines(keepends=True)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]
    for edit in sorted(edits, key=lambda one: (one.range.start.line, one.range.start.character), reverse=True):
        first, last = (starts[one.line] + one.character for one in (edit.range.start, edit.range.end))
        text = text[:first] + edit.new_text + text[last:]
    return text


async def test_the_albumin_rule_from_an_empty_file(client: LanguageClient, base: Path) -> None:
    path = base / "policy" / "albumin.kb"
    uri, text = opened(client, path), TYPED
    changed(client, uri, text)

    found = await errors(client, uri, 2)
    assert [(one.range.start, one.message.split("\n")[0]) for one in found] == [
        (place(text, "line.coed", len("line.")), "a member of `lines` has no field `coed`"),
        (place(text, "policy.albumin_strat"), "nothing is called `policy.albumin_strat`"),
    ]
    for one in found:
        context = lsp.CodeActionContext([one])
        actions = await client.text_document_code_action_async(lsp.CodeActionParams(document(uri), one.range, context))
        action = next(each for each in actions or () if isinstance(each, lsp.CodeAction))
        assert action.edit is not None
        text = applied(text, list((action.edit.changes or {})[uri]))
    assert text == TYPED.replace("coed", "code").replace("strat", "start")
    changed(client, uri, text)
    await errors(client, uri, 0)

    form = lsp.DocumentFormattingParams(document(uri), lsp.FormattingOptions(tab_size=2, insert_spaces=True))
    edits = await client.text_document_formatting_async(form)
    text = applied(text, list(edits or ()))
    assert '  cites    nrdl "备注"\n  for      line in lines' in text
    write(path, text)
    assert CliRunner().invoke(group, ["fmt", "--check", str(path)]).exit_code == 0
    changed(client, uri, text)
    assert await client.text_document_formatting_async(form) is None

    hover = await client.text_document_hover_async(lsp.HoverParams(document(uri), place(text, "检验依据")))
    assert hover is not None
    assert isinstance(hover.contents, lsp.MarkupContent)
    assert "对每条本次明细，凡国家编码属于" in hover.contents.value
    assert "For each of this encounter's lines" in hover.contents.value

    cases = opened(client, base / "policy" / "albumin.test.yaml")
    lenses = await client.text_document_code_lens_async(lsp.CodeLensParams(document(cases)))
    command = (lenses or ())[0].command
    assert command is not None
    ran = await client.workspace_execute_command_async(lsp.ExecuteCommandParams(command.command, command.arguments))
    assert ran == "通过：白蛋白不低，提醒"


async def test_a_broken_file_is_not_formatted_and_says_why(client: LanguageClient, base: Path) -> None:
    form = lsp.FormattingOptions(tab_size=2, insert_spaces=True)
    for name, text in (
        ("policy/albumin.kb", "module policy.albumin\nrule x\n"),
        ("policy/albumin_start.yaml", "a: [b\n"),
    ):
        uri, before = opened(client, base / name, text), len(client.messages)
        params = lsp.DocumentFormattingParams(document(uri), form)
        assert await client.text_document_formatting_async(params) is None
        assert "没有排版" in client.messages[before].message


async def test_a_fact_file_is_formatted_by_its_lines(client: LanguageClient, base: Path) -> None:
    text = FACTS["drugs/albumin.yaml"].replace("system: ", "system:   ")
    uri = opened(client, base / "drugs" / "albumin.yaml", text)
    params = lsp.DocumentFormattingParams(document(uri), lsp.FormattingOptions(tab_size=2, insert_spaces=True))
    edits = list(await client.text_document_formatting_async(params) or ())
    assert applied(text, edits) == FACTS["drugs/albumin.yaml"]
    assert [one.range.start.line for one in edits] == [1]


async def test_from_a_row_in_yaml_to_its_code_set_and_back(client: LanguageClient, base: Path) -> None:
    path = base / "policy" / "limits.yaml"
    text = 'table: policy.limits\ncolumns: {code: "code[nhsa_drug]"}\nkey: code\nfrom: 2025-01-01\ncites: [nrdl, 备注]\nrows:\n  - {id: a, code: drugs.albumin}\n'
    write(path, text)
    uri = opened(client, path)
    client.text_document_did_save(lsp.DidSaveTextDocumentParams(document(uri)))
    found = await client.text_document_definition_async(
        lsp.DefinitionParams(document(uri), place(text, "drugs.albumin"))
    )
    assert isinstance(found, lsp.Location)
    assert found.uri == (base / "drugs" / "albumin.yaml").as_uri()
    typed = f"{text}  - {{id: b, code: drugs"
    changed(client, uri, typed)
    end = lsp.Position(typed.count("\n"), len("  - {id: b, code: drugs"))
    offered = await client.text_document_completion_async(lsp.CompletionParams(document(uri), end))
    assert isinstance(offered, lsp.CompletionList)
    edits = [one.text_edit for one in offered.items if one.label == "drugs.albumin"]
    assert [applied(typed, [edit]) for edit in edits if isinstance(edit, lsp.TextEdit)] == [
        f"{text}  - {{id: b, code: drugs.albumin"
    ]
