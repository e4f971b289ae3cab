"""A knowledge directory to its ``Catalog``: every fact read and checked, every problem of every file in one run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from sanku.catalog.base_file import FILE, REGIONS, BaseFile, read_base_file
from sanku.catalog.cells import CellContext
from sanku.catalog.code_sets import read_code_set, set_systems, without_cycles
from sanku.catalog.documents import read_sender, read_sources
from sanku.catalog.fact_file import FactFile, definitions
from sanku.catalog.fields import is_qualified, plain_name
from sanku.catalog.loading import Loading
from sanku.catalog.nodes import NATION, Catalog, Region, RuleFile, SenderProfile, SourceDocument, Table
from sanku.catalog.parameters import read_parameter
from sanku.catalog.problems import Problems
from sanku.catalog.stored import said
from sanku.catalog.table_checks import report_faults
from sanku.catalog.tables import read_table
from sanku.catalog.walk import Found, walk
from sanku.catalog.yaml_nodes import YamlList, YamlMap, YamlNode, YamlText
from sanku.catalog.yaml_reader import read_yaml
from sanku.core.span import Span
from sanku.core.text import nearest
from sanku.core.types import EnumType
from sanku.diagnostics.message import Diagnostic, Label
from sanku.storage import NO_CACHE, Cache

_KINDS = {"table": "table", "parameter": "parameter", "codes": "codes"}


def load_catalog(
    root: Path, enums: Mapping[str, EnumType], cache: Cache = NO_CACHE
) -> tuple[Catalog | None, tuple[Diagnostic, ...]]:
    """Load the facts of a knowledge directory.

    Args:
        root: The directory that holds ``kb.yaml``.
        enums: Enumerations of the event schema, which columns may name as types.
        cache: Where rows that were read before are kept, and taken from; the result is the same without.

    Returns:
        The catalog and everything that is wrong with its files. With errors it holds what could be read; it is
        ``None`` only if there is no readable ``kb.yaml``.
    """
    problems = Problems()
    base = _base_file(root, enums, problems)
    if base is None:
        return None, problems.result()
    found, regions = walk(root, base.regions_folder, problems)
    if base.regions_folder != REGIONS and base.regions_span is not None and not (root / base.regions_folder).is_dir():
        message = f"there is no folder `{base.regions_folder}` for the regions"
        problems.error("missing-file", message, base.regions_span, help="name the folder, or leave `regions` out")
    catalog = _outline(root, base, found, regions, problems)
    files = tuple(_fact_files(found, catalog, problems))
    loading = Loading(catalog, CellContext({}, {}, frozenset()), enums, problems, cache)
    whole = _with_facts(loading, files, found)
    _report_terms(base, whole, problems)
    return whole, problems.result()


def _base_file(root: Path, enums: Mapping[str, EnumType], problems: Problems) -> BaseFile | None:
    path = root / FILE
    if not path.is_file():
        there = root.is_dir()
        message = f"`{root.as_posix()}` {'has no kb.yaml' if there else 'is no directory'}"
        help_text = "give the directory that holds kb.yaml (`--kb knowledge`), or start one with `name:` and `bases:`"
        problems.error("no-kb-yaml", message, Span(root.as_posix(), 1, 1, 1, 1), help=help_text)
        return None
    node = _read(path, path.as_posix(), problems)
    return None if node is None else read_base_file(node, enums, problems)


def _report_terms(base: BaseFile, catalog: Catalog, problems: Problems) -> None:
    """Report terms for what the base does not have, unless a file that may have it could not be read."""
    columns = [column for table in catalog.tables.values() for column in table.columns]
    members = {member for one in columns if isinstance(one.type, EnumType) for member in one.type.members}
    known = {*catalog.tables, *catalog.parameters, *catalog.code_sets, *(one.name for one in columns), *members}
    for name in base.terms if not problems.has_errors else ():
        if name not in known:
            near = nearest(name, known)
            message = f"there is no table, column, parameter or code set `{name}`"
            cure = f"did you mean `{near}`?" if near else "delete the term"
            problems.error("unknown-name", message, base.term_spans[name], help=cure)


def _read(path: Path, name: str, problems: Problems) -> YamlNode | None:
    node, found = read_yaml(path, name)
    for diagnostic in found:
        problems.add(diagnostic)
    return node


def _outline(
    root: Path, base: BaseFile, found: Iterable[Found], regions: tuple[str, ...], problems: Problems
) -> Catalog:
    """Return the catalog without its facts."""
    return Catalog(
        root.as_posix(),
        base.name,
        base.bases,
        base.systems,
        base.reasons,
        base.region_defaults,
        {code: Region(code, _parent(code, regions)) for code in regions},
        _sources(found, problems),
        {},
        {},
        {},
        base.extra_fields,
        _senders(found, problems),
        tuple(RuleFile(file.name, file.layer) for file in found if file.kind == "rules"),
        base.severities,
        base.terms,
    )


def _parent(code: str, regions: tuple[str, ...]) -> str:
    """Return the nearest ancestor that has a folder: city, province, nation."""
    for ancestor in (code[:4] + "00", code[:2] + "0000"):
        if ancestor != code and ancestor in regions:
            return ancestor
    return NATION


def _sources(found: Iterable[Found], problems: Problems) -> dict[str, SourceDocument]:
    sources: dict[str, SourceDocument] = {}
    for file in found:
        node = _read(file.path, file.name, problems) if file.kind == "source" else None
        for document in () if node is None else read_sources(node, file.name, problems):
            first = sources.setdefault(document.id, document)
            if first is not document:
                problems.error(
                    "duplicate-definition", f"source `{document.id}` is declared twice", document.span,
                    help="delete one", labels=(Label(first.span, "first here"),),
                )  # fmt: skip
    for document in sources.values():
        if document.superseded_by and document.superseded_by not in sources:
            near = nearest(document.superseded_by, sources.keys() - {document.id})
            message = f"source `{document.id}` is superseded by `{document.superseded_by}`, which is not declared"
            problems.error(
                "unknown-source",
                message,
                document.span,
                help=f"did you mean `{near}`?" if near else "declare it, or leave `superseded_by` out",
            )
    return sources


def _senders(found: Iterable[Found], problems: Problems) -> dict[str, SenderProfile]:
    senders: dict[str, SenderProfile] = {}
    for file in found:
        node = _read(file.path, file.name, problems) if file.kind == "sender" else None
        profile = None if node is None else read_sender(node, file.name, problems)
        if profile is not None:
            senders[profile.id] = profile
    return senders


def _fact_files(found: Iterable[Found], catalog: Catalog, problems: Problems) -> Iterable[FactFile]:
    for file in found:
        node = _read(file.path, file.name, problems) if file.kind == "facts" else None
        found_file = None if node is None else fact_file_of(file, node, catalog, problems)
        if found_file is not None:
            yield found_file


def fact_file_of(file: Found, node: YamlNode, catalog: Catalog, problems: Problems) -> FactFile | None:
    """Return a file as what it defines, ``None`` if it says neither what nor under which name."""
    kind = _KINDS.get(node.first) if isinstance(node, YamlMap) else None
    if not isinstance(node, YamlMap) or kind is None:
        help_text = "start it with `table:`, `parameter:` or `codes:`"
        if isinstance(node, YamlText) and node.text.startswith(("module ", "模块 ")):
            help_text = "rules stand in a file whose name ends in `.kb`"
        elif isinstance(node, YamlText) and "：" in node.text:
            help_text = "write a half-width `:` and a space after it"
        elif isinstance(node, YamlMap) and (near := nearest(node.first, _KINDS)):
            help_text = f"did you mean `{near}:`?"
        elif isinstance(node, YamlList) and file.name.endswith(("_test.yaml", "_cases.yaml", "tests.yaml")):
            help_text = "a file of cases is called `MODULE.test.yaml`"
        elif isinstance(node, YamlMap) and node.entries.keys() & _KINDS.keys():
            help_text = f"move `{min(node.entries.keys() & _KINDS.keys())}:` to the first line"
        problems.error("unknown-file", "this file is no table, parameter or code set", node.span, help=help_text)
        return None
    name = node.get(kind)
    if isinstance(name, YamlText):
        is_good = _is_good_name(name, catalog, problems)
        return FactFile(kind, plain_name(name.text), file.layer, file.path, node, name.span) if is_good else None
    place = node.span if name is None else name.span
    problems.error("bad-name", f"`{kind}:` takes a name", place, help=f"write `{kind}: drugs.my_name`")
    return None


def _is_good_name(written: YamlText, catalog: Catalog, problems: Problems) -> bool:
    name = plain_name(written.text)
    if not is_qualified(name):
        problems.error("bad-name", f"`{name}` is no name with its base", written.span, help="write `drugs.my_name`")
        return False
    base = name.split(".", 1)[0]
    if base not in catalog.bases:
        near = nearest(base, catalog.bases)
        help_text = f"did you mean `{near}`?" if near else "declare it in kb.yaml under `bases:`"
        problems.error("unknown-base", f"there is no base `{base}`", written.span, help=help_text)
    return True


def _with_facts(loading: Loading, files: tuple[FactFile, ...], found: Iterable[Found]) -> Catalog:
    problems = loading.problems
    set_files = definitions(files, "codes", problems)
    cells = CellContext(loading.catalog.systems, set_systems(set_files), frozenset(loading.catalog.bases))
    told = said((cells.systems, cells.sets, cells.bases, frozenset(loading.catalog.sources)))
    known = msgspec.structs.replace(loading, cells=cells, told=told)
    sets = {name: found_set for name, each in set_files.items() if (found_set := read_code_set(each, known))}
    code_sets = without_cycles(sets, problems)
    named = definitions(files, "parameter", problems)
    parameters = {name: value for name, each in named.items() if (value := read_parameter(each, known))}
    tables: dict[str, Table] = {}
    csv_files: set[Path] = set()
    for name, each in definitions(files, "table", problems).items():
        table, paths = read_table(each, known)
        csv_files |= paths
        if table is not None:
            tables[name] = table
    for file in found:
        if file.kind == "csv" and file.path.resolve() not in csv_files:
            place = Span(file.name, 1, 1, 1, 1)
            problems.warning("unused-csv", "no table reads this file", place, help="name it: `rows: …`, or delete it")
    catalog = msgspec.structs.replace(loading.catalog, tables=tables, parameters=parameters, code_sets=code_sets)
    report_faults(catalog, problems, loading.cache)
    return catalog
