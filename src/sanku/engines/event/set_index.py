"""From a code to the code sets that may hold it on some day: so that only those are asked on the day itself."""

from __future__ import annotations

from collections.abc import Mapping

from sanku.catalog.membership import atoms
from sanku.catalog.nodes import Catalog, CodeSetLayer
from sanku.core.code import Code, System

_MOST_CODES = 65536


class SetIndex:
    """The code sets of a catalogue in two chains, by the codes and ranges that any of their layers includes."""

    __slots__ = ("_catalog", "_including", "_known", "_ranges", "_single")

    def __init__(self, catalog: Catalog, chains: Mapping[str, tuple[str, ...]]) -> None:
        self._catalog = catalog
        self._known: dict[tuple[str, str], frozenset[str]] = {}
        self._single: dict[tuple[str, str], list[str]] = {}
        self._ranges: dict[str, list[tuple[str, str, str]]] = {}
        self._including: dict[str, list[str]] = {}
        for name, code_set in catalog.code_sets.items():
            # A set that another one includes is resolved in the other's chain: take every layer of both.
            layers = {layer for chain in chains.values() for layer in chain}
            for layer in code_set.layers:
                if layer.layer in layers:
                    self._add(name, code_set.system, layer)

    def _add(self, name: str, system: str, layer: CodeSetLayer) -> None:
        for item in layer.include:
            if item.first == item.last:
                self._single.setdefault((system, item.first), []).append(name)
            else:
                self._ranges.setdefault(system, []).append((item.first, item.last, name))
        for other in layer.includes_sets:
            self._including.setdefault(other, []).append(name)

    def may_hold(self, code: Code) -> frozenset[str]:
        """Return the sets that hold ``code`` on some day, and perhaps more."""
        key = (code.system, code.text)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _MOST_CODES:
                self._known.clear()
            found = self._known[key] = frozenset(self._looked_up(code))
        return found

    def _looked_up(self, code: Code) -> set[str]:
        system = self._catalog.systems.get(code.system, System(code.system))
        texts = {text for atom in atoms(system, code.text) for text in atom.texts}
        waiting = [name for text in texts for name in self._single.get((code.system, text), ())]
        for first, last, name in self._ranges.get(code.system, ()):
            if any(len(text) == len(first) and first <= text <= last for text in texts):
                waiting.append(name)
        found: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(self._including.get(name, ()))
        return found
