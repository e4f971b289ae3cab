"""What the site takes from the code: fields of event and decision, options of the command, golden cases of each rule.

Called by mkdocs. A page asks for a part with ``<!-- generated: NAME -->``; what the code says is not typed twice.
"""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click
import msgspec
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

import sanku
from sanku.builtins.registry import BUILTINS
from sanku.claim import decision
from sanku.claim.schema import base_schema
from sanku.cli.main import group
from sanku.core.types import CodesType, CodeType, DateType, EnumType, ListType, QuantityType, RefType, Type
from sanku.core.unit import dimension_name, find_unit, unit_names
from sanku.handbook import handbook
from sanku.syntax.forms import CLAUSE_FORMS
from sanku.syntax.keywords import CHINESE, CLAUSES, ONLY_CHINESE
from sanku.testing import read_suite
from sanku.testing.demand import FILE, read_register

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.speed import speed_part

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"
CHECKS = ROOT / "src" / "sanku" / "checks"
DECISIONS = ROOT / "docs" / "decisions"
KNOWLEDGE = ROOT / "knowledge"
PLACE = re.compile(r"<!-- generated: ([a-z]+) -->")
GRAMMAR = ROOT / "src" / "sanku" / "syntax" / "grammar.lark"
DIMENSIONS = {
    "day": "time", "month": "calendar, months: never compared with days", "year": "calendar, years: never compared with days",
    "g": "mass", "litre": "volume", "mol": "amount of substance", "IU": "activity", "CNY": "money", "number": "plain",
    "cell": "cells; with a volume `10*9/L`",
}  # fmt: skip
"""What a dimension is called, by its base unit."""
MONEY_DECIMALS = 2
HELP_WIDTH = 100
RULE = re.compile(r"^### (\d+)\. .*$", re.MULTILINE)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the golden cases, the pages of the checks, and the handbook of the knowledge base."""
    pages = {f"reference/golden/{path.stem}.md": path for path in golden_pages()}
    pages |= {f"reference/checks/{code}.md": path for code, path in check_pages().items()}
    for address, path in pages.items():
        files.append(File.generated(config, address, content=path.read_text(encoding="utf-8")))
    for name, text in handbook_pages().items():
        files.append(File.generated(config, f"handbook/{name}", content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 - mkdocs calls it so
    """Fill in the generated parts of a page."""
    markdown = PLACE.sub(lambda match: PARTS[match[1]](), markdown)
    return with_golden_links(markdown) if page.file.src_uri == "reference/semantics.md" else markdown


def handbook_pages() -> Mapping[str, str]:
    """Return the handbook of the knowledge base."""
    base = sanku.load(KNOWLEDGE)
    cases, register = read_suite(base, KNOWLEDGE), read_register(KNOWLEDGE / FILE)
    return handbook(base.model, cases, register, base.edition, KNOWLEDGE)


def golden_pages() -> list[Path]:
    """Return the golden cases that are Markdown pages, in order of name."""
    return sorted(GOLDEN.rglob("semantics-*.md"))


def check_pages() -> dict[str, Path]:
    """Return the page of each check, and of each thing that reading reports, by its code."""
    return {**_pages_in(CHECKS), **_pages_in(CHECKS / "reading")}


def _pages_in(folder: Path) -> dict[str, Path]:
    pages = sorted(path for path in folder.glob("*.md") if path.stem != "README")
    return {path.stem.replace("_", "-"): path for path in pages}


def first_paragraph(path: Path) -> str:
    """Return what a page says first below its title."""
    _, _, rest = path.read_text(encoding="utf-8").partition("\n\n")
    return rest.split("\n\n", maxsplit=1)[0]


def checks_part() -> str:
    """Return the table of checks, each with its page."""
    return _table("check", _pages_in(CHECKS))


def reading_part() -> str:
    """Return the table of what reading reports, each with its page."""
    return _table("reported", _pages_in(CHECKS / "reading"))


def _table(heading: str, pages: Mapping[str, Path]) -> str:
    rows = [f"| [{code}](checks/{code}.md) | {cell(first_paragraph(path))} |" for code, path in pages.items()]
    return "\n".join([f"| {heading} | |", "|---|---|", *rows])


def decisions_part() -> str:
    """Return the list of decisions."""
    pages = sorted(path for path in DECISIONS.glob("*.md") if path.stem != "README")
    titles = {path.name: path.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ") for path in pages}
    return "\n".join(f"- [{title}]({name})" for name, title in titles.items())


def keywords_part() -> str:
    """Return the table of keywords, in the order of the grammar's parts."""
    rows = [
        f"| {f'`{words}`' if words not in ONLY_CHINESE else ''} | `{spellings[0]}` | "
        f"{' '.join(f'`{one}`' for one in spellings[1:])} |"
        for words, spellings in CHINESE.items()
    ]
    return "\n".join(["| English | 中文 | 也可写 |", "|---|---|---|", *rows])


def with_golden_links(markdown: str) -> str:
    """Return the page of meaning with the golden cases of each rule under its heading."""
    cases: dict[int, list[Path]] = {}
    for path in golden_pages():
        if match := re.match(r"semantics-(\d+)", path.stem):
            cases.setdefault(int(match[1]), []).append(path)

    def links(match: re.Match[str]) -> str:
        found = [f"[{path.stem}](golden/{path.stem}.md)" for path in cases.get(int(match[1]), [])]
        return f"{match[0]}\n" + (f"\nGolden: {', '.join(found)}\n" if found else "")

    return RULE.sub(links, markdown)


def cell(text: str) -> str:
    """Return text that can stand in a table cell."""
    return " ".join(text.replace("``", "`").replace("|", "\\|").split())


def summary(docstring: str | None) -> str:
    """Return the part of a docstring before its sections."""
    return (docstring or "").split("Args:", maxsplit=1)[0].strip()


def field_texts(docstring: str | None) -> dict[str, str]:
    """Return what the ``Args`` section of a docstring says of each field."""
    _, _, section = (docstring or "").partition("Args:\n")
    return {
        match["name"]: match["text"]
        for match in re.finditer(r"^ {8}(?P<name>\w+): (?P<text>.*(?:\n {9,}\S.*)*)", section, re.MULTILINE)
    }


def type_text(kind: object) -> str:
    """Return a field's type as a reader of JSON would say it."""
    if isinstance(kind, type):
        return {"str": "text", "bool": "true or false", "int": "integer"}.get(kind.__name__, kind.__name__)
    return re.sub(r"\b(?:typing|sanku\.[a-z_.]+)\.", "", str(kind)).replace("str", "text")


def struct_table(struct: type[msgspec.Struct]) -> str:
    """Return a heading, what the struct is, and a table of its fields."""
    texts = field_texts(struct.__doc__)
    rows = [
        f"| `{field.encode_name}` | {cell(type_text(field.type))} | {cell(texts.get(field.name, ''))} |"
        for field in msgspec.structs.fields(struct)
    ]
    lines = [f"## {struct.__name__}", "", cell(summary(struct.__doc__)), "", "| field | type | |", "|---|---|---|"]
    return "\n".join([*lines, *rows, ""])


def decision_part() -> str:
    """Return the tables of the decision's structs, the decision itself first."""
    structs = (
        decision.Decision,
        decision.LineVerdict,
        decision.Finding,
        decision.CitationText,
        decision.Evidence,
        decision.NearMiss,
        decision.JustificationState,
        decision.Undetermined,
        decision.MissingFact,
        decision.DataNote,
        decision.RegionPair,
    )
    return "\n".join(struct_table(struct) for struct in structs)


def language_type(kind: Type) -> str:
    """Return a type of the language as an author would write it."""
    match kind:
        case QuantityType(dimension=dimension, unit=unit, decimals=decimals):
            if unit == "CNY":
                return "money" if decimals == MONEY_DECIMALS else "unit_price"
            return "quantity" if dimension is None else f"quantity[{unit}]" if unit else "number"
        case DateType(time=time):
            return "datetime" if time else "date"
        case EnumType(members=members, ordered=ordered):
            return f"{' < ' if ordered else ' '}".join(f"`{member}`" for member in members)
        case CodeType(systems=systems) | CodesType(systems=systems):
            return f"code[{', '.join(systems)}]"
        case ListType(item=item):
            return f"list of {language_type(item)}"
        case RefType(collection=collection):
            return f"id in {collection}"
        case _:
            return type(kind).__name__.removesuffix("Type").lower()


def event_part() -> str:
    """Return the collections of an event, and the fields of each record."""
    schema = base_schema()
    lines = ["## Collections", "", "| collection | members | |", "|---|---|---|"]
    words = {
        "current": "of the current encounter",
        "history": "of other encounters that began earlier",
        "record": "both",
        "nested": "inside a record",
    }
    lines += [f"| `{name}` | {spec.record} | {words[spec.kind]} |" for name, spec in schema.collections.items()]
    for name, record in schema.records.items():
        if name == "entry":
            continue
        lines += ["", f"## {name}", "", "| field | type | 中文 | 3101 | source |", "|---|---|---|---|---|"]
        for field in record.fields.values():
            key = field.keys[0] if field.keys else field.name
            written = f"`{field.name}`" if key == field.name else f"`{field.name}`, in JSON `{key}`"
            marks = f"{'●' if field.core else ''} | {cell(field.source)}{' (derived)' if field.derived else ''}"
            lines.append(f"| {written} | {cell(language_type(field.type))} | {cell(field.title_zh)} | {marks} |")
    return "\n".join(lines)


def command_part() -> str:
    """Return the help of every command, as the terminal shows it."""
    parts = []
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        assert command is not None
        context = click.Context(command, info_name=f"kb {name}", terminal_width=HELP_WIDTH)
        parts.append(f"## kb {name}\n\n```text\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def exits_part() -> str:
    """Return what each command says of its exit status in its help."""
    return "\n".join(["| command | exit status |", "|---|---|", *_exits(group, "kb")])


def _exits(commands: click.Group, called: str) -> Iterator[str]:
    context = click.Context(commands)
    for name in commands.list_commands(context):
        command = commands.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _exits(command, f"{called} {name}")
            continue
        said = re.search(r"Exit status: (.*?)(?:\n\s*\n|\Z)", (command.help if command else "") or "", re.DOTALL)
        assert said is not None, f"`{called} {name}` does not say its exit status"
        yield f"| `{called} {name}` | {cell(' '.join(said[1].split()).removesuffix('.'))} |"


def clauses_part() -> str:
    """Return the table of clauses: the form that error messages show, and the Chinese word."""
    rows = []
    for name in CLAUSES:
        chinese = next(spellings[0] for words, spellings in CHINESE.items() if words.split()[0] == name)
        rows.append(f"| [{name}](#{name}) | `{cell(CLAUSE_FORMS[name])}` | `{chinese}` |")
    return "\n".join(["| clause | form | 中文 |", "|---|---|---|", *rows])


def productions_part() -> str:
    """Return the grammar that the parser reads."""
    return f"```text\n{GRAMMAR.read_text(encoding='utf-8')}```"


def units_part() -> str:
    """Return the table of units by dimension, each with its other spellings."""
    spellings: dict[str, list[str]] = {}
    for name in unit_names():
        unit = find_unit(name)
        assert unit is not None
        spellings.setdefault(unit.name, []).append(name)
    rows: dict[str, list[str]] = {}
    for unit_name in sorted(spellings, key=list(spellings).index):
        unit = find_unit(unit_name)
        assert unit is not None
        base = dimension_name(unit.dimension)
        others = " ".join(sorted(one for one in spellings[unit_name] if one != unit_name))
        rows.setdefault(DIMENSIONS.get(base, "package and billing: each its own"), []).append(
            f"`{unit_name}`" + (f" {others}" if others else "")
        )
    lines = [f"| {words} | {', '.join(units)} |" for words, units in sorted(rows.items())]
    return "\n".join(["| dimension | units, and how else they may be written |", "|---|---|", *lines])


def functions_part() -> str:
    """Return the table of builtins: how each is called, and what it gives."""
    rows = []
    for name, builtin in BUILTINS.items():
        parameters = [parameter.name for parameter in builtin.parameters] + (["…"] if builtin.variadic else [])
        rows.append(f"| `{name}({', '.join(parameters)})` | {cell(builtin.title)} | {cell(builtin.title_zh)} |")
    return "\n".join(["| function | gives | 中文 |", "|---|---|---|", *rows])


PARTS: dict[str, Callable[[], str]] = {
    "checks": checks_part,
    "clauses": clauses_part,
    "command": command_part,
    "decision": decision_part,
    "decisions": decisions_part,
    "event": event_part,
    "exits": exits_part,
    "functions": functions_part,
    "keywords": keywords_part,
    "productions": productions_part,
    "units": units_part,
    "reading": reading_part,
    "speed": speed_part,
}
