"""A knowledge base written into a directory of its own, and loaded."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from sanku.catalog import load_catalog
from sanku.catalog.nodes import Catalog
from sanku.core.types import EnumType
from sanku.diagnostics.message import Diagnostic

ENUMS = {
    "sex": EnumType("sex", ("male", "female"), ("男", "女")),
    "facility.level": EnumType(
        "facility.level", ("none", "primary", "secondary", "tertiary"), ("无", "一级", "二级", "三级"), ordered=True
    ),
}

BASE = """\
name: test base
bases: {drugs: [], clinical: [drugs], policy: [drugs, clinical]}
systems:
  nhsa_drug: {levels: [{pattern: "X.*", at: [6, 10, 14, 23]}, {pattern: "Z.*", at: [6, 11, 20]}]}
  nhsa_service: {levels: [15]}
  icd10: {levels: [3, 5, 7, 11]}
  lab: {levels: [], aliases: {serum_albumin: 1751-7}}
region: {default: insured, policy.charging: care}
regions: regions
"""
SOURCES = "sources:\n  label: {title: 说明书}\n  law: {title: 办法}\n  notice: {title: 通知}\n"

Loaded = tuple[Catalog, tuple[Diagnostic, ...]]
Load = Callable[..., Loaded]


@pytest.fixture
def enums() -> dict[str, EnumType]:
    """Enumerations that columns may name."""
    return ENUMS


@pytest.fixture
def base_text() -> str:
    """The ``kb.yaml`` that is written unless a test gives its own."""
    return BASE


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Path]:
    """Return a function that writes files under a fresh root, with ``kb.yaml`` and sources unless given."""

    def write_files(files: Mapping[str, str | bytes]) -> Path:
        for name, content in {"kb.yaml": BASE, "sources/all.yaml": SOURCES, **files}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return write_files


@pytest.fixture
def load(write: Callable[[Mapping[str, str | bytes]], Path]) -> Load:
    """Return a function that writes files and loads them: catalog and diagnostics."""

    def load_files(files: Mapping[str, str | bytes]) -> Loaded:
        catalog, diagnostics = load_catalog(write(files), ENUMS)
        assert catalog is not None, diagnostics
        return catalog, diagnostics

    return load_files


@pytest.fixture
def clean(load: Load) -> Callable[[Mapping[str, str | bytes]], Catalog]:
    """Return a function that loads files which must have no problem at all."""

    def load_clean(files: Mapping[str, str | bytes]) -> Catalog:
        catalog, diagnostics = load(files)
        assert diagnostics == ()
        return catalog

    return load_clean


@pytest.fixture
def faults(load: Load) -> Callable[[Mapping[str, str | bytes]], list[tuple[str, str]]]:
    """Return a function that loads files and gives code and ``file:line:column`` of each problem."""

    def load_faults(files: Mapping[str, str | bytes]) -> list[tuple[str, str]]:
        catalog, diagnostics = load(files)
        return [(found.code, str(found.span).removeprefix(f"{catalog.root}/")) for found in diagnostics]

    return load_faults
