"""The bases that are served: loaded once, exchanged whole, the old one kept when the new one has errors."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sanku.catalog.nodes import SenderProfile
from sanku.kb import KnowledgeBase, KnowledgeError, load

ANYWHERE = ""
"""The region of the base that serves whoever has no base of their own."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What became of an attempt to take new editions: ``refused`` says why the old ones were kept, or is empty."""

    editions: Mapping[str, str]
    refused: str = ""


class Editions:
    """Bases side by side, by insured region.

    Args:
        places: Region (six digits, or ``ANYWHERE``) to a directory or a built edition.

    Raises:
        KnowledgeError: One of them has errors. Later exchanges never raise.
    """

    def __init__(self, places: Mapping[str, Path]) -> None:
        self.places = dict(places)
        self._one_at_a_time = threading.Lock()
        self._bases: Mapping[str, KnowledgeBase] = {region: load(place) for region, place in self.places.items()}
        self.last = Exchange(self.named)

    def of(self, region: str) -> KnowledgeBase | None:
        """Return the base of an insured region: its own, its province's, or the one for anywhere."""
        bases = self._bases
        for wanted in (region, f"{region[:2]}0000", ANYWHERE):
            if wanted in bases:
                return bases[wanted]
        return None

    @property
    def senders(self) -> Mapping[str, SenderProfile]:
        """The profiles of all bases; where two know a sender, that of the base for anywhere holds."""
        found: dict[str, SenderProfile] = {}
        for region in sorted(self._bases, reverse=True):
            found |= self._bases[region].model.catalog.senders
        return found

    @property
    def named(self) -> Mapping[str, str]:
        """Region to edition, as served now."""
        return {region or "anywhere": base.edition for region, base in self._bases.items()}

    def exchange(self) -> Exchange:
        """Load all places again and serve what they hold, all at once; keep everything if one has errors."""
        with self._one_at_a_time:
            try:
                fresh = {region: load(place) for region, place in self.places.items()}
            except (KnowledgeError, OSError) as error:
                self.last = Exchange(self.named, str(error))
            else:
                self._bases = fresh
                self.last = Exchange(self.named)
            return self.last
