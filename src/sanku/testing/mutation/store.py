"""Verdicts kept by the content of all that went into them, so that a second run judges only what has changed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import msgspec

import sanku
from sanku.edition.digest import edition_digest
from sanku.graph import Vertex, build_graph
from sanku.semantics.nodes import Model
from sanku.testing.mutation.judge import Trial, Verdict
from sanku.testing.mutation.nodes import Mutant
from sanku.testing.mutation.plant import Unit

Kept = dict[str, list[Verdict]]


def content_of(model: Model, unit: Unit, mutants: Sequence[Mutant], trials: Sequence[Trial]) -> str:
    """Return the digest of a unit's mutants, of everything its rules read, and of the cases that judge them."""
    digest = blake2b(digest_size=16)
    for part in (
        sanku.__version__,
        edition_digest(_read_by(model, unit.rules)),
        *(f"{mutant.span} {mutant.text}" for mutant in mutants),
        *(f"{trial.case.span} {trial.digest}" for trial in trials),
    ):
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()


def _read_by(model: Model, rules: Iterable[str]) -> Model:
    """Return the model without the facts and the rules that none of some rules reads."""
    digraph = build_graph(model).digraph
    seen: set[Vertex] = set()
    waiting = [Vertex("rule", name) for name in rules]
    while waiting:
        vertex = waiting.pop()
        if vertex in seen:
            continue
        seen.add(vertex)
        waiting += digraph.successors(vertex)
        waiting += [found for found in digraph.predecessors(vertex) if found.kind in ("exemption", "amendment")]
    catalog = model.catalog
    kept = msgspec.structs.replace(
        catalog,
        tables={name: table for name, table in catalog.tables.items() if Vertex("table", name) in seen},
        parameters={name: one for name, one in catalog.parameters.items() if Vertex("parameter", name) in seen},
        code_sets={name: codes for name, codes in catalog.code_sets.items() if Vertex("code_set", name) in seen},
    )
    wanted = {vertex.name for vertex in seen if vertex.kind == "rule"}
    return replace(
        model,
        catalog=kept,
        rules={name: rule for name, rule in model.rules.items() if name in wanted},
        exemptions={name: one for name, one in model.exemptions.items() if one.rule in wanted},
        amendments=tuple(one for one in model.amendments if one.rule in wanted),
    )


def store_path() -> Path:
    """Return the file of kept verdicts, in the user's cache folder."""
    folder = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(folder) / "kb" / "mutants.json"


def read_store(path: Path) -> Kept:
    """Return the kept verdicts; a file that is missing or damaged holds none."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Kept)
    except (OSError, msgspec.DecodeError):
        return {}


def write_store(path: Path, kept: Kept) -> None:
    """Keep verdicts; a folder that cannot be written only makes the next run slower."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".mutants")
    except OSError:
        return
    with os.fdopen(handle, "wb") as file:
        file.write(msgspec.json.encode(kept))
    Path(name).replace(path)
