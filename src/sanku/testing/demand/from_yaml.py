"""``coverage.yaml`` to a register; what it names is looked up later."""

from __future__ import annotations

from pathlib import Path

from sanku.catalog.fields import Fields
from sanku.catalog.problems import Problems
from sanku.catalog.yaml_nodes import YamlMap, YamlNode, YamlText
from sanku.catalog.yaml_reader import read_yaml
from sanku.testing.demand.nodes import HUMAN, KINDS, NEEDS, POPULATION, RULE, Entry, Reference, Register

FILE = "coverage.yaml"
SECTIONS = ("clauses", "framework")
_CURE = "answer by one of `rule: …`, `needs: …`, `human: …`, `population: …`"


def read_register(path: Path) -> Register:
    """Read a register; an entry that is not understood is reported and left out."""
    node, diagnostics = read_yaml(path)
    problems = Problems()
    for found in diagnostics:
        problems.add(found)
    sections: dict[str, tuple[Entry, ...]] = {}
    if isinstance(node, YamlMap):
        fields = Fields(node, FILE, problems)
        for name in SECTIONS:
            section = fields.map(name)
            sections[name] = () if section is None else _entries(section, problems)
        fields.done()
    elif node is not None:
        problems.error("wrong-shape", f"{FILE} is not a map", node.span, help="start it with `clauses:`")
    return Register(sections, problems.result())


def _entries(section: YamlMap, problems: Problems) -> tuple[Entry, ...]:
    found = (_entry(key, value, problems) for key, value in section.pairs())
    return tuple(entry for entry in found if entry is not None)


def _entry(key: YamlText, node: YamlNode, problems: Problems) -> Entry | None:
    if not isinstance(node, YamlMap):
        problems.error("wrong-shape", f"`{key.text}` is not a map", node.span, help=_CURE)
        return None
    kinds = [kind for kind in KINDS if node.get(kind) is not None]
    if len(kinds) != 1:
        said = "no answer" if not kinds else f"more than one answer: {', '.join(kinds)}"
        problems.error("wrong-shape", f"`{key.text}` has {said}", key.span, help=_CURE)
        return None
    fields = Fields(node, f"`{key.text}`", problems)
    (kind,) = kinds
    answer = _references(fields, kind)
    entry = Entry(
        key.text,
        kind,
        answer if kind == RULE else (),
        _references(fields, "rows") if kind == RULE else (),
        _references(fields, "fires") if kind == RULE else (),
        _references(fields, "spares") if kind == RULE else (),
        answer[0] if kind in {NEEDS, HUMAN, POPULATION} and answer else None,
        key.span,
    )
    fields.done()
    if not answer:
        problems.error("missing-key", f"`{key.text}` has an empty `{kind}`", key.span, help=_CURE)
        return None
    return entry


def _references(fields: Fields, name: str) -> tuple[Reference, ...]:
    return tuple(Reference(text.text.strip(), text.span) for text in fields.texts(name) if text.text.strip())
