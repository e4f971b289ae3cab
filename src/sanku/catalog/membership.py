"""Whether a code is in a code set or a cell's code list, on a day, in a layer chain (semantics 29).

A code matches an entry if it, or an ancestor of it at a level boundary, is the entry or lies in its range.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from sanku.catalog.dated import in_force
from sanku.catalog.nodes import Catalog, CodeRange, CodeSet, CodeSetLayer
from sanku.core.code import Code, System, parts_of
from sanku.core.value import CodeList


def set_layer(code_set: CodeSet, chain: tuple[str, ...], day: date | None = None) -> CodeSetLayer | None:
    """Return the deepest layer of the chain that defines the set, and holds on ``day`` if one is given."""
    for code in reversed(chain):
        for layer in code_set.layers:
            if layer.layer == code and (day is None or in_force(layer.start, layer.end, day)):
                return layer
    return None


def contains(catalog: Catalog, set_name: str, chain: tuple[str, ...], day: date, code_text: str) -> bool:
    """Tell whether a code is in a set.

    Args:
        catalog: The facts.
        set_name: Qualified name of the set.
        chain: Layers, nation first; sets that this one includes are resolved in the same chain.
        day: The governing date.
        code_text: A normalised code of the set's system; a combined code is in if either part is.
    """
    return set_length(catalog, set_name, chain, day, code_text) is not None


def set_length(catalog: Catalog, set_name: str, chain: tuple[str, ...], day: date, code_text: str) -> int | None:
    """Return how long the longest entry is by which a code is in a set, ``None`` if it is not."""
    code_set = catalog.code_sets.get(set_name)
    if code_set is None:
        return None
    system = catalog.systems.get(code_set.system, System(code_set.system))
    lengths = [_atom_length(catalog.code_sets, code_set, chain, day, atom) for atom in atoms(system, code_text)]
    return max((length for length in lengths if length is not None), default=None)


def list_contains(catalog: Catalog, code_list: CodeList, chain: tuple[str, ...], day: date, code: Code) -> bool:
    """Tell whether a code is in a cell's list: below one of its codes, or in one of its sets."""
    return matched_length(catalog, code_list, chain, day, code) is not None


def matched_length(catalog: Catalog, code_list: CodeList, chain: tuple[str, ...], day: date, code: Code) -> int | None:
    """Return the length of the longest member of the list that matches: its specificity (semantics 28)."""
    system = catalog.systems.get(code.system, System(code.system))
    # As `code_matches` for each item, but the code is taken apart once: a cell may list hundreds.
    stands_for = {text for atom in atoms(system, code.text) for text in atom.texts}
    lengths = [len(item.text) for item in code_list.codes if item.system == code.system and item.text in stands_for]
    for name in code_list.sets:
        code_set = catalog.code_sets.get(name)
        if code_set is not None and code_set.system == code.system:
            length = set_length(catalog, name, chain, day, code.text)
            lengths.extend(() if length is None else (length,))
    return max(lengths, default=None)


def code_matches(system: System, item: str | CodeRange, code_text: str) -> bool:
    """Tell whether a code is an entry of a source or lies below it; dates are not looked at."""
    first, last = (item, item) if isinstance(item, str) else (item.first, item.last)
    return any(atom.matches(first, last) for atom in atoms(system, code_text))


class Atom(msgspec.Struct, frozen=True):
    """One thing that a code stands for.

    Args:
        texts: Itself and its ancestors, longest first.
        whole: The code that it is a part of, or its own.
    """

    texts: tuple[str, ...]
    whole: str

    def matches(self, first: str, last: str) -> bool:
        """Tell whether it is in ``first..last`` or below."""
        return any(len(text) == len(first) and first <= text <= last for text in self.texts)


def atoms(system: System, code_text: str) -> Iterator[Atom]:
    """Yield what a code stands for: itself and its ancestors; a combined code also each part with its ancestors."""
    parts = parts_of(code_text)
    if parts == (code_text,):
        yield Atom(tuple(system.ancestors(code_text)), code_text)
        return
    yield Atom((code_text,), code_text)
    for part in parts:
        yield Atom(tuple(system.ancestors(part)), code_text)


def _atom_length(
    sets: Mapping[str, CodeSet], code_set: CodeSet, chain: tuple[str, ...], day: date, atom: Atom
) -> int | None:
    """Return the longest entry of a set that an atom matches, exclusions taken off; sets do not include themselves."""
    layer = set_layer(code_set, chain, day)
    if layer is None:
        return None
    for item in layer.exclude:
        # A combined code that is excluded by its whole text is out, though one of its parts may be in.
        if in_force(item.start, item.end, day) and (atom.matches(item.first, item.last) or item.first == atom.whole):
            return None
    lengths = [
        len(item.first)
        for item in layer.include
        if in_force(item.start, item.end, day) and atom.matches(item.first, item.last)
    ]
    for name in layer.includes_sets:
        length = _atom_length(sets, sets[name], chain, day, atom) if name in sets else None
        lengths.extend(() if length is None else (length,))
    return max(lengths, default=None)
