"""What every fact carries: its dates, when it was published, its status and its citations (semantics 8, 33)."""

from __future__ import annotations

from datetime import date

import msgspec

from sanku.catalog.fields import Fields
from sanku.catalog.nodes import Citation
from sanku.catalog.problems import Problems
from sanku.catalog.yaml_nodes import YamlList, YamlNode, YamlText

STATUSES = ("draft", "shadow", "active", "retired")
CITES_HELP = "write `cites: [source, place]`"


class Dated(msgspec.Struct, frozen=True):
    """Dates and citations of one fact, or the defaults of all facts of a file."""

    start: date | None
    end: date | None
    published: date | None
    cites: tuple[Citation, ...]


def read_dated(fields: Fields, default: Dated | None = None) -> Dated:
    """Read ``from``, ``to``, ``published`` and ``cites``; what is not written comes from ``default``."""
    start, end, published = fields.date("from"), fields.date("to"), fields.date("published")
    cites = read_cites(fields.node_of("cites"), fields.problems)
    if default is not None:
        start, end, published = start or default.start, end or default.end, published or default.published
        cites = cites or default.cites
    if start and end and end < start:
        message = f"{fields.what} ends on {end}, before it starts on {start}"
        fields.problems.error("reversed-interval", message, fields.place("to"), help="swap `from` and `to`")
    return Dated(start, end, published, cites)


def read_cites(node: YamlNode | None, problems: Problems) -> tuple[Citation, ...]:
    """Read ``[source, place]`` or a list of such."""
    match node:
        case None:
            return ()
        case YamlList(items=(YamlText() as source, YamlText() as place)):
            return (Citation(source.text.strip(), place.text.strip(), node.span),)
        case YamlList(items=items) if items and all(isinstance(item, YamlList) for item in items):
            return tuple(citation for item in items for citation in read_cites(item, problems))
    problems.error("bad-citation", "a citation is a source and the place in it", node.span, help=CITES_HELP)
    return ()


def overlaps(start: date | None, end: date | None, other_start: date | None, other_end: date | None) -> bool:
    """Tell whether two intervals, both ends included and ``None`` open, share a day."""
    first = max(start or date.min, other_start or date.min)
    return first <= min(end or date.max, other_end or date.max)


def in_force(start: date | None, end: date | None, day: date) -> bool:
    """Tell whether ``day`` lies in an interval with both ends included and ``None`` open."""
    return (start is None or start <= day) and (end is None or day <= end)


def window_text(start: date | None, end: date | None) -> str:
    """Return an interval as a diagnostic shows it: ``2020-01-01..``."""
    return f"{start or ''}..{end or ''}"
