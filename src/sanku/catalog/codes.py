"""A code in a source: normalised, an alias resolved, on a level boundary of its system (semantics 29, 31)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sanku.catalog.cell_problem import CellProblem
from sanku.catalog.meant import code_help
from sanku.core.code import Code, System, normalise_code, parts_of
from sanku.core.text import nearest

MOST_LENGTH = 64

# What our own notation uses (`;` lists, `@` sets, `:` systems, `|` citations) and blanks cannot stand in a code.
_EXPONENT = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]+", re.ASCII)
_PLAIN = "write its letters, digits and points, nothing else"
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
        advice = f"did you mean `{near}`?" if near else code_help(text) or _set_help(text) or _PLAIN
        return CellProblem("bad-code", f"`{text}` is no code of `{system.name}`", advice)
    for part in parts_of(code):
        if system.levels and not any(re.fullmatch(level.pattern, part) for level in system.levels):
            advice = _range_help(text) or code_help(text) or _looks_help(system)
            return CellProblem("bad-code", f"`{text}` looks like no code of `{system.name}`", advice)
        if not system.is_boundary(part):
            advice = _spreadsheet_help(system, text) or code_help(text) or _levels_help(system, part)
            return CellProblem("code-not-on-level", f"`{text}` ends on no level of `{system.name}`", advice)
    return code


def _set_help(text: str) -> str:
    return f"name a code set without `@`: `{text[1:]}`" if text.startswith("@") else ""


def _range_help(text: str) -> str:
    """Return how a range or a whole branch is written, for a text that was meant as one."""
    if whole := re.fullmatch(r"(.*[^.*%])\.?[*%]+", text):
        return f"a code stands for all below it: write `{whole[1]}`"
    ends = [end for end in re.split(r"\s*(?:至|到|~|～|—|–|-|\.{3,})\s*", text) if end]
    return f"write a range as `{ends[0]}..{ends[1]}`" if len(ends) == 2 else ""


def _looks_help(system: System) -> str:
    return (
        f"its codes look like {' or '.join(f'`{level.pattern}`' for level in system.levels)}: is it of another system?"
    )


def _spreadsheet_help(system: System, text: str) -> str:
    """Return the advice for a code that a spreadsheet took for a number."""
    if _EXPONENT.fullmatch(text):
        return "a spreadsheet has cut this code: format its column as text and enter it again"
    whole = [length for level in system.levels for length in level.at if length > len(text)]
    if text.isdecimal() and whole and max(whole) - len(text) <= 3:
        return f"a spreadsheet drops leading noughts: is it `{text.zfill(max(whole))}`?"
    return ""


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
