"""Heads of files to modules: which base a file is of, what it uses, and whether its base may (language 1)."""

from __future__ import annotations

from sanku.catalog.nodes import Catalog
from sanku.claim.facts import SINGLES
from sanku.core.span import Span
from sanku.semantics.context import Module
from sanku.semantics.report import Report, listed, suggest
from sanku.syntax import nodes as syntax


def module_of(layer: str, file: syntax.File, catalog: Catalog, report: Report) -> Module:
    """Return the module that a file belongs to; uses that are not allowed are reported."""
    name = file.module.text
    base = name.split(".")[0]
    if catalog.bases and base not in catalog.bases:
        help_ = suggest(base, catalog.bases, f"the bases are {listed(catalog.bases)}")
        report.error("unknown-base", f"there is no base `{base}`", file.module.span, help_)
    aliases: dict[str, str] = {}
    used: list[str] = []
    for use in file.uses:
        used.append(use.module.text)
        may_use(base, use.module.text.split(".")[0], use.module.span, catalog, report)
        if use.alias is None:
            continue
        if use.alias.text in aliases or use.alias.text in catalog.bases or use.alias.text in SINGLES:
            report.error(
                "bound-twice", f"`{use.alias.text}` already means something", use.alias.span, "choose another name"
            )
        aliases[use.alias.text] = use.module.text
    return Module(name, base, layer, aliases, tuple(used))


def may_use(base: str, other: str, span: Span, catalog: Catalog, report: Report, what: str = "") -> bool:
    """Tell whether something of ``base`` may name something of ``other``; if not, report it."""
    if not catalog.bases or base == other or base not in catalog.bases:
        return True
    if other not in catalog.bases:
        help_ = suggest(other, catalog.bases, f"the bases are {listed(catalog.bases)}")
        report.error("unknown-base", f"there is no base `{other}`", span, help_)
        return False
    if other in catalog.bases[base]:
        return True
    message = f"{what or f'`{base}`'} may not use `{other}`"
    allowed = listed(catalog.bases[base]) if catalog.bases[base] else "nothing else"
    report.error("base-layering", message, span, f"`kb.yaml` lets `{base}` use {allowed}")
    return False
