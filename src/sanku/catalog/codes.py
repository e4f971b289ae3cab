"""A code in a source: normalised, an alias resolved, on a level boundary of its system (semantics 29, 31)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sanku.catalog.cell_problem import CellProblem
from sanku.core.code import Code, System, normalise_code, parts_of
from sanku.core.text import nearest

MOST_LENGTH = 64

# What our own notation uses (`;` lists, `@` sets, `:` systems, `|` citations) and blanks cannot stand in a code.
_REFUSED = re.compile(r"[\s;@:|,，；：]")


def read_code(systems: tuple[str, ...], text: str, declared: Mapping[str, System]) -> str | CellProblem:
    """Return ``system:CODE`` of the one system that ``text`` is a code of, or why there is none."""
    named, colon, rest = text.partition(":")
    if colon and named in systems:
        systems, text = (named,), rest.strip()
    if len(systems) == 1:
        found = code_text(declared[systems[0]], text)
        return found if isinstance(found, CellProblem) else f"{systems[0]}:{found}"
    fitting = [name for name in systems if _is_recognised(declared[name], text)]
    if len(fitting) == 1:
        return read_code((fitting[0],), text, declared)
    listed = " or ".join(f"`{name}:{text}`" for name in fitting or systems)
    return CellProblem("ambiguous-code", f"`{text}` does not say which code system it is of", f"write {listed}")


def code_text(system: System, text: str) -> str | CellProblem:
    """Return the code that ``text`` writes in ``system``, or why a source may not write it."""
    code = normalise_code(system.aliases.get(text, text))
    if not code or len(code) > MOST_LENGTH or _REFUSED.search(code):
        near = nearest(text, system.aliases)
        return CellProblem(
            "bad-code", f"`{text}` is no code of `{system.name}`", f"did you mean `{near}`?" if near else ""
        )
    for part in parts_of(code):
        if not system.is_boundary(part):
            return CellProblem(
                "code-not-on-level", f"`{text}` ends on no level of `{system.name}`", _levels_help(system, part)
            )
    return code


def code_value(text: str) -> Code:
    """Return the code of ``system:CODE``."""
    system, _, code = text.partition(":")
    return Code(system, code)


def _is_recognised(system: System, text: str) -> bool:
    """Tell whether the system claims ``text``: an alias, or on a level that its patterns give to such codes."""
    if text in system.aliases:
        return True
    code = normalise_code(text)
    return any(re.fullmatch(level.pattern, code) and len(code) in level.at for level in system.levels)


def _levels_help(system: System, part: str) -> str:
    for level in system.levels:
        if re.fullmatch(level.pattern, part):
            at = [str(length) for length in level.at]
            lengths = " or ".join((", ".join(at[:-1]), at[-1])) if len(at) > 1 else at[0]
            shorter = max((length for length in level.at if length < len(part)), default=0)
            return f"its codes end after {lengths} characters" + (f": `{part[:shorter]}`" if shorter else "")
    return ""
