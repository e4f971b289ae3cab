"""One fact file before its kind is read, and how the files of one definition in different layers come together."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from sanku.catalog.nodes import NATION
from sanku.catalog.problems import Problems
from sanku.catalog.yaml_nodes import YamlMap
from sanku.core.span import Span
from sanku.diagnostics.message import Label


class FactFile(msgspec.Struct, frozen=True):
    """A file that holds a table, a parameter or a code set.

    Args:
        kind: ``table``, ``parameter`` or ``codes``: its first key.
        name: Qualified name of what it defines or overlays.
        layer: ``NATION`` or a region code.
        path: The file.
        node: What it says.
        span: Where the name stands.
    """

    kind: str
    name: str
    layer: str
    path: Path
    node: YamlMap
    span: Span

    @property
    def what(self) -> str:
        """What diagnostics call the definition."""
        return f"{'code set' if self.kind == 'codes' else self.kind} `{self.name}`"


class Definition(msgspec.Struct, frozen=True):
    """The files of one name: the one that gives the shape, and all layers, shallowest first."""

    shape: FactFile
    layers: tuple[FactFile, ...]


SHAPE_KEYS = {"table": "columns", "parameter": "type", "codes": "system"}


def definitions(files: Iterable[FactFile], kind: str, problems: Problems) -> dict[str, Definition]:
    """Return the definitions of a kind by name; of two files of one layer the second is reported and left out."""
    named: dict[str, list[FactFile]] = {}
    for file in sorted(files, key=lambda file: (file.layer != NATION, file.layer, file.span)):
        if file.kind == kind:
            named.setdefault(file.name, []).append(file)
    found: dict[str, Definition] = {}
    for name, group in sorted(named.items()):
        layers: dict[str, FactFile] = {}
        for file in group:
            first = layers.setdefault(file.layer, file)
            if first is not file:
                problems.error(
                    "duplicate-definition", f"{file.what} is defined twice", file.span,
                    help="merge the two files", labels=(Label(first.span, "first here"),),
                )  # fmt: skip
        shape = layers.get(NATION) or next((file for file in group if SHAPE_KEYS[kind] in file.node.entries), None)
        if shape is None:
            _report_without_shape(group[0], set(named), problems)
        else:
            found[name] = Definition(shape, tuple(layers.values()))
    return found


def _report_without_shape(file: FactFile, known: set[str], problems: Problems) -> None:
    key = SHAPE_KEYS[file.kind]
    others = ", ".join(f"`{name}`" for name in sorted(known - {file.name})[:5])
    problems.error(
        f"unknown-{'code-set' if file.kind == 'codes' else file.kind}",
        f"{file.what} is overlaid in region {file.layer} but defined nowhere",
        file.span,
        help=f"correct the name{f' (there are {others})' if others else ''}, or give `{key}:` here",
    )
