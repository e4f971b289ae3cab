"""``kb.yaml``: bases and who may use whom, code systems, reasons, regions, declared event fields."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from sanku.catalog.column_types import TypeProblem, parse_type
from sanku.catalog.fields import Fields, is_name, is_qualified
from sanku.catalog.nodes import CheckSetting, ExtraField
from sanku.catalog.problems import Problems
from sanku.catalog.systems import read_system
from sanku.catalog.yaml_nodes import YamlMap, YamlNode, YamlText
from sanku.core.code import System
from sanku.core.span import Span
from sanku.core.text import nearest
from sanku.core.types import EnumType

REGIONS = "regions"
FILE = "kb.yaml"
SEVERITIES = ("clear", "high", "low")
CHECK_SEVERITIES = ("error", "warning", "off")
_KINDS = ("insured", "care")


class BaseFile(msgspec.Struct, frozen=True):
    """What ``kb.yaml`` says."""

    name: str = ""
    bases: dict[str, tuple[str, ...]] = {}
    systems: dict[str, System] = {}
    reasons: dict[str, str] = {}
    region_defaults: dict[str, str] = {}
    regions_folder: str = REGIONS
    extra_fields: tuple[ExtraField, ...] = ()
    severities: dict[str, str] = {}
    terms: dict[str, str] = {}
    term_spans: dict[str, Span] = {}
    regions_span: Span | None = None
    checks: dict[str, CheckSetting] = {}


def read_base_file(node: YamlNode, enums: Mapping[str, EnumType], problems: Problems) -> BaseFile:
    """Read ``kb.yaml``."""
    if not isinstance(node, YamlMap):
        problems.error("wrong-shape", "kb.yaml is not a map", node.span, help="start it with `name: my knowledge base`")
        return BaseFile()
    fields = Fields(node, "kb.yaml", problems)
    systems = _systems(fields.map("systems"), problems)
    terms = fields.map("terms")
    found = BaseFile(
        fields.required("name", "name: my knowledge base"),
        _bases(fields),
        systems,
        fields.text_map("reasons"),
        _region_defaults(fields),
        _regions_folder(fields),
        _extra_fields(fields.map("event"), systems, enums, problems),
        _severities(fields),
        {} if terms is None else fields.text_map("terms"),
        {} if terms is None else {name: key.span for name, (key, _) in terms.entries.items()},
        fields.place("regions") if "regions" in node.entries else None,
        _checks(fields),
    )
    fields.done()
    return found


def _bases(fields: Fields) -> dict[str, tuple[str, ...]]:
    node = fields.map("bases")
    if node is None:
        fields.missing("bases", "bases: {drugs: [], clinical: [drugs], policy: [drugs, clinical]}")
        return {}
    inner = Fields(node, "`bases`", fields.problems)
    found: dict[str, tuple[str, ...]] = {}
    for name, (key, _) in node.entries.items():
        if not is_name(name):
            fields.problems.error(
                "bad-name", f"`{name}` is no name of a base", key.span, help="write letters, digits and `_`"
            )
        found[name] = tuple(text.text for text in inner.texts(name))
        for text in inner.texts(name):
            if text.text not in node.entries or text.text == name:
                near = nearest(text.text, set(node.entries) - {name})
                message = f"base `{name}` uses `{text.text}`, which is no other base"
                fields.problems.error(
                    "unknown-base",
                    message,
                    text.span,
                    help=f"did you mean `{near}`?" if near else "declare it here too",
                )
    _report_circle(found, node, fields.problems)
    return found


def _report_circle(bases: Mapping[str, tuple[str, ...]], node: YamlMap, problems: Problems) -> None:
    reached: dict[str, set[str]] = {name: set(used) for name, used in bases.items()}
    for _ in bases:
        for used in reached.values():
            used.update(*(reached.get(name, set()) for name in tuple(used)))
    for name, (key, _) in node.entries.items():
        if name in reached[name]:
            message = f"base `{name}` uses itself, through {', '.join(f'`{one}`' for one in bases[name])}"
            problems.error("base-cycle", message, key.span, help="let only one of them use the other")
            return


def _systems(node: YamlMap | None, problems: Problems) -> dict[str, System]:
    if node is None:
        return {}
    found: dict[str, System] = {}
    for key, value in node.pairs():
        if not is_name(key.text):
            problems.error(
                "bad-name", f"`{key.text}` is no name of a code system", key.span, help="write letters, digits and `_`"
            )
        found[key.text] = read_system(key.text, value, problems)
    return found


def _regions_folder(fields: Fields) -> str:
    """Return the folder of the overlays: a name right under the root, never a path out of it."""
    folder = fields.text("regions", REGIONS)
    if is_name(folder):
        return folder
    message = f"`{folder}` is no folder right under the knowledge directory"
    fields.problems.error("bad-name", message, fields.place("regions"), help="write `regions: regions`")
    return REGIONS


def _region_defaults(fields: Fields) -> dict[str, str]:
    node = fields.node_of("region")
    if isinstance(node, YamlText):
        return {"default": fields.choice("region", _KINDS, "insured")}
    found = fields.map("region")
    if found is None:
        return {"default": "insured"}
    inner = Fields(found, "`region`", fields.problems)
    return {name: inner.choice(name, _KINDS, "insured") for name in found.entries}


def _severities(fields: Fields) -> dict[str, str]:
    node = fields.map("severities")
    found = {} if node is None else fields.text_map("severities")
    for name in found:
        if name not in SEVERITIES:
            fields.problems.error(
                "not-a-member", f"`{name}` is no severity", fields.place("severities"), help="write clear, high or low"
            )
    return found


def _checks(fields: Fields) -> dict[str, CheckSetting]:
    """Return what is said of checks; whether there are such checks is not known here."""
    node = fields.map("checks")
    found: dict[str, CheckSetting] = {}
    for key, value in () if node is None else node.pairs():
        if isinstance(value, YamlText) and value.text in CHECK_SEVERITIES:
            found[key.text] = CheckSetting(value.text, key.span)
            continue
        said = f"`{value.text}`" if isinstance(value, YamlText) else "a map or list"
        message = f"{said} is no severity of a check"
        fields.problems.error("not-a-member", message, value.span, help="write `error`, `warning` or `off`")
    return found


def _extra_fields(
    node: YamlMap | None, systems: Mapping[str, System], enums: Mapping[str, EnumType], problems: Problems
) -> tuple[ExtraField, ...]:
    found: list[ExtraField] = []
    for key, value in () if node is None else node.pairs():
        record, _, name = key.text.rpartition(".")
        if not is_qualified(key.text):
            problems.error(
                "bad-name",
                f"`{key.text}` is no event field",
                key.span,
                help="write `line.my_field: {type: money, title: …}`",
            )
            continue
        if not isinstance(value, YamlMap):
            problems.error(
                "wrong-shape", f"`{key.text}` is not a map", value.span, help="write `{type: money, title: …}`"
            )
            continue
        fields = Fields(value, f"field `{key.text}`", problems)
        type_ = parse_type(fields.required("type", "type: money"), systems, enums)
        title = fields.text("title")
        fields.done()
        if isinstance(type_, TypeProblem):
            problems.error(type_.code, type_.message, fields.place("type"), help=type_.help)
        else:
            found.append(ExtraField(record, name, type_, title, key.span))
    return tuple(found)
