"""``kb handbook`` as whoever puts it on a site meets it."""

from __future__ import annotations

import re
from pathlib import Path

import markdown
import pytest
from click.testing import CliRunner, Result

from sanku.cli.handbook import command
from sanku.kb import KnowledgeBase, KnowledgeError, load

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\]\(([^)#]*)(?:#([^)]+))?\)")
FILES = {
    "kb.yaml": """\
name: small <base>
bases: {drugs: [], clinical: [drugs], policy: [drugs, clinical]}
systems:
  nhsa_drug: {levels: [{pattern: "X.*", at: [10, 14, 20, 23]}], pattern: "[XZ][A-Z0-9]{9,22}"}
reasons: {text: 其他说明}
region: {default: insured}
terms: {drugs.sex_limits: 限性别药品, sex: 所限性别}
""",
    "sources/label.yaml": "title: 说明书\nissuer: 药品监督管理部门\n",
    "drugs/sex_limits.yaml": """\
table: drugs.sex_limits
columns: {code: "code[nhsa_drug]", name: text, sex: sex}
key: code
rows:
  - {id: ius, code: XG02BAZ061, name: "<b>左炔诺孕酮</b>|宫内[系统](x)", sex: female, from: 2020-01-01, cites: [label, 适应症]}
""",
    "clinical/use.kb": """\
module clinical.use
use drugs

rule sex "药品<script>区分性别使用"
  cites    label "适应症"
  status   draft
  for      line in lines
  match    limit in drugs.sex_limits on line.code
  when     patient.sex != limit.sex
  order    remind
  severity high
  accept   text
  unknown  remind
  say      "{line.name}限{limit.sex}使用"
""",
}


def run(*arguments: Path | str) -> Result:
    return CliRunner().invoke(command, [str(one) for one in arguments])


@pytest.fixture
def base(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("handbook") / "out"
    done = run(ROOT / "knowledge", "-o", folder)
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    return load(ROOT / "knowledge")


def test_every_rule_has_a_page_with_its_sentence_and_its_drawing(book: Path, knowledge: KnowledgeBase) -> None:
    for rule in knowledge.model.rules.values():
        page = (book / "rules" / f"{rule.name}.md").read_text(encoding="utf-8")
        assert page.startswith("# ")
        assert "\n> " in page, rule.name
        for heading in ("处理（环节与地区）", "依据", "沿革", "依赖图"):
            assert f"## {heading}" in page, (rule.name, heading)
        assert (book / "rules" / f"{rule.name}.svg").read_text(encoding="utf-8").startswith("<svg")


def test_every_drug_of_a_table_is_found_by_its_code(book: Path, knowledge: KnowledgeBase) -> None:
    page = (book / "drugs.md").read_text(encoding="utf-8")
    table = knowledge.model.catalog.tables["policy.eye_limits"]
    at = table.index("code")
    codes = {code.text for layer in table.layers for row in layer.rows for code in row.cells[at].codes}
    assert codes
    assert {code for code in codes if f"`{code}`" not in page} == set()


def test_every_clause_and_document_is_listed(book: Path, knowledge: KnowledgeBase) -> None:
    clauses = (book / "clauses.md").read_text(encoding="utf-8")
    assert len(set(re.findall(r'id="cl\d+"', clauses))) == 177
    documents = (book / "documents.md").read_text(encoding="utf-8")
    assert {name for name in knowledge.model.catalog.sources if name not in documents} == set()


def test_links_lead_somewhere(book: Path) -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in book.rglob("*.md")}
    broken = []
    for path, text in pages.items():
        for target, anchor in LINK.findall(text):
            there = path if not target else (path.parent / target).resolve()
            if not there.is_file() or (anchor and there in pages and anchor not in pages[there]):
                broken.append(f"{path.name}: {target}#{anchor}")
    assert broken == []


def test_no_page_names_a_folder_of_this_machine(book: Path) -> None:
    assert [path.name for path in book.rglob("*.md") if str(ROOT) in path.read_text(encoding="utf-8")] == []


def test_terms_and_status_are_shown_and_markup_of_the_base_is_not(base: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(base, "-o", out).exit_code == 0
    page = (out / "rules" / "clinical.use.sex.md").read_text(encoding="utf-8")
    assert "限性别药品" in page
    assert "所限性别" in page
    assert "草案" in page
    html = "".join(
        markdown.markdown(path.read_text(encoding="utf-8"), extensions=["tables"]) for path in out.rglob("*.md")
    )
    for markup in ("<script", "<b>", 'href="x"', "<base>"):
        assert markup not in html, markup
    assert "左炔诺孕酮&lt;/b&gt;|宫内[系统](x)" in html


def test_a_folder_of_someone_else_is_left_alone(base: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine"
    out.mkdir()
    (out / "notes.md").write_text("mine", encoding="utf-8")
    done = run(base, "-o", out)
    assert done.exit_code == 2
    assert "was not written by `kb handbook`" in done.output
    assert [path.name for path in out.iterdir()] == ["notes.md"]


def test_a_new_edition_replaces_the_old_one_whole(base: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(base, "-o", out).exit_code == 0
    text = (base / "clinical/use.kb").read_text(encoding="utf-8")
    (base / "clinical/use.kb").write_text(text.replace("rule sex ", "rule gender "), encoding="utf-8")
    assert run(base, "-o", out).exit_code == 0
    assert {path.stem for path in (out / "rules").glob("*.md")} == {"clinical.use.gender"}


def test_a_base_with_errors_writes_nothing(base: Path, tmp_path: Path) -> None:
    with (base / "kb.yaml").open("a", encoding="utf-8") as file:
        file.write("terms: {drugs.sex_limit: 限性别}\n".replace("terms", "owners"))
    out = tmp_path / "out"
    assert run(base, "-o", out).exit_code == 1
    assert not out.exists()


def test_a_term_for_nothing_is_an_error_with_the_name_that_was_meant(base: Path) -> None:
    text = (base / "kb.yaml").read_text(encoding="utf-8")
    (base / "kb.yaml").write_text(
        text.replace("terms: {drugs.sex_limits:", "terms: {drugs.sex_limit:"), encoding="utf-8"
    )
    with pytest.raises(KnowledgeError) as error:
        load(base)
    (found,) = error.value.diagnostics
    assert (found.code, found.span.line) == ("unknown-name", 7)
    assert "did you mean `drugs.sex_limits`?" in f"{found.message} {found.help}"
