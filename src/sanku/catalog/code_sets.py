"""Code set files to ``CodeSet``: codes, prefixes, ranges, exclusions and other sets, dated (semantics 29)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from sanku.catalog.cell_problem import CellProblem
from sanku.catalog.codes import code_text
from sanku.catalog.dated import Dated, read_dated
from sanku.catalog.fact_file import Definition, FactFile
from sanku.catalog.fields import Fields, is_qualified
from sanku.catalog.loading import Loading
from sanku.catalog.nodes import CodeRange, CodeSet, CodeSetLayer
from sanku.catalog.problems import Problems
from sanku.catalog.table_shape import REGION_KINDS
from sanku.catalog.yaml_nodes import YamlMap, YamlText, shape_name
from sanku.core.code import System
from sanku.core.span import Span
from sanku.core.text import nearest
from sanku.diagnostics.message import Label

_NO_DATES = Dated(None, None, None, ())


def set_systems(files: Mapping[str, Definition]) -> dict[str, str]:
    """Return the system that each code set says its codes are of."""
    found: dict[str, str] = {}
    for name, definition in files.items():
        node = definition.shape.node.get("system")
        found[name] = node.text.strip() if isinstance(node, YamlText) else ""
    return found


def read_code_set(definition: Definition, loading: Loading) -> CodeSet | None:
    """Read a code set with all its layers; one of no system is none, as reported."""
    shape, systems = definition.shape, loading.catalog.systems
    fields = Fields(shape.node, shape.what, loading.problems)
    name = fields.required("system", "system: icd10")
    if name and name not in systems:
        near = nearest(name, systems)
        advice = f"did you mean `{near}`?" if near else "declare it in kb.yaml under `systems:`"
        fields.problems.error(
            "unknown-code-system", f"there is no code system `{name}`", fields.place("system"), help=advice
        )
    system = systems.get(name)
    if system is None:
        return None
    region = fields.choice("region", REGION_KINDS, loading.catalog.region_kind(shape.name))
    layers = tuple(_layer(file, system, loading, is_shape=file is shape) for file in definition.layers)
    return CodeSet(shape.name, shape.name.split(".", 1)[0], name, region, layers, shape.span)


def _layer(file: FactFile, system: System, loading: Loading, *, is_shape: bool) -> CodeSetLayer:
    fields = Fields(file.node, file.what, loading.problems)
    fields.text("codes")
    dated = read_dated(fields)
    loading.report_unknown_sources(dated.cites)
    sets = loading.cells.sets
    include = tuple(_ranges(fields, "include", system, sets))
    exclude = tuple(_ranges(fields, "exclude", system, sets))
    others = tuple(_other_sets(fields, file, system, sets))
    if not include and not others and "include" not in file.node.entries:
        fields.missing("include", "include: [I10, I11..I13]")
    fields.done(("system", "region", "title") if is_shape else ("title",))
    return CodeSetLayer(
        file.layer, include, exclude, others, dated.start, dated.end, dated.cites, file.node.span
    )  # fmt: skip


def _ranges(fields: Fields, name: str, system: System, sets: Mapping[str, str]) -> Iterator[CodeRange]:
    for node in fields.items(name):
        written, dated = node, _NO_DATES
        if isinstance(node, YamlMap):
            inner = Fields(node, f"an entry of `{name}`", fields.problems)
            dated = read_dated(inner)
            found = inner.node_of("code")
            inner.done()
            if found is None:
                inner.missing("code", "{code: I10, from: 2024-01-01}")
                continue
            written = found
        if not isinstance(written, YamlText):
            message = f"an entry of `{name}` is {shape_name(written)}, not a code"
            fields.problems.error(
                "wrong-shape", message, written.span, help="write `I10` or `{code: I10, from: 2024-01-01}`"
            )
        elif written.text.strip() in sets:
            _report_set(written, name, fields)
        else:
            yield from _range(written, dated, system, fields)


def _report_set(written: YamlText, name: str, fields: Fields) -> None:
    text = written.text.strip()
    advice = f"write `sets: [{text}]`" if name == "include" else "list the codes: exclusions take no sets"
    fields.problems.error("set-among-codes", f"`{text}` is a code set, not a code", written.span, help=advice)


def _range(written: YamlText, dated: Dated, system: System, fields: Fields) -> Iterator[CodeRange]:
    text = written.text.strip()
    first, dots, last = (part.strip() for part in text.partition(".."))
    ends = [code_text(system, end) for end in ((first, last) if dots else (first,))]
    for end in ends:
        if isinstance(end, CellProblem):
            fields.problems.error(end.code, end.message, written.span, help=end.help, topic=fields.what)
            return
    low, high = str(ends[0]), str(ends[-1])
    if _report_range(low, high, system, written.span, fields):
        yield CodeRange(low, high, dated.start, dated.end, written.span)


def _report_range(low: str, high: str, system: System, span: Span, fields: Fields) -> bool:
    """Tell whether both ends are on the same level and in order; report if not."""
    if len(low) != len(high) or system.boundaries(low) != system.boundaries(high):
        message = f"`{low}` and `{high}` are not on the same level of `{system.name}`"
        fields.problems.error("range-across-levels", message, span, help="write two ranges, or shorten the longer code")
    elif low > high:
        fields.problems.error("reversed-interval", f"`{low}` comes after `{high}`", span, help=f"write `{high}..{low}`")
    elif "+" in low + high and low != high:
        fields.problems.error("range-across-levels", "a combined code cannot end a range", span, help="list it alone")
    else:
        return True
    return False


def _other_sets(fields: Fields, file: FactFile, system: System, sets: Mapping[str, str]) -> Iterator[str]:
    for text in (*fields.texts("sets"), *fields.texts("includes")):
        name = text.text.strip()
        if name not in sets:
            near = nearest(name, set(sets) - {file.name})
            help_text = (
                f"did you mean `{near}`?" if near else ("write `include` for codes" if not is_qualified(name) else "")
            )
            fields.problems.error("unknown-code-set", f"there is no code set `{name}`", text.span, help=help_text)
        elif sets[name] != system.name:
            message = f"`{name}` holds codes of `{sets[name]}`, {file.what} of `{system.name}`"
            fields.problems.error("code-system-mismatch", message, text.span, help="name a set of the same system")
        else:
            yield name


def without_cycles(sets: Mapping[str, CodeSet], problems: Problems) -> dict[str, CodeSet]:
    """Return the sets with every circle of inclusions cut; each circle is reported once, with its path."""
    uses = {
        name: sorted({other for layer in found.layers for other in layer.includes_sets}) for name, found in sets.items()
    }
    done: set[str] = set()
    cut = dict(sets)
    for start in sorted(uses):
        path: list[str] = []
        pending: list[tuple[str, bool]] = [(start, False)]
        while pending:
            name, leaves = pending.pop()
            if leaves:
                done.add(path.pop())
            elif name in path:
                circle = [*path[path.index(name) :], name]
                shown = " → ".join(f"`{each}`" for each in circle)
                labels = tuple(Label(sets[each].span, f"`{each}`") for each in circle[1:-1])
                message = f"code sets include each other: {shown}"
                problems.error("code-set-cycle", message, sets[name].span, labels=labels, help="take one out")
                cut[path[-1]] = _without_sets(cut[path[-1]])
            elif name not in done:
                path.append(name)
                pending.append((name, True))
                pending.extend((other, False) for other in uses[name])
    return cut


def _without_sets(code_set: CodeSet) -> CodeSet:
    layers = tuple(msgspec.structs.replace(layer, includes_sets=()) for layer in code_set.layers)
    return msgspec.structs.replace(code_set, layers=layers)
