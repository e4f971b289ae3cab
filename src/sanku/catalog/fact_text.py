"""The text of a YAML file to its canonical text: the same facts, the same comments, one layout.

ruamel lays the document out; this module keeps every scalar as its text and then settles blanks around comments.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver

from sanku.catalog.text_file import decode, place_of
from sanku.catalog.yaml_nodes import YamlList, YamlMap, YamlNode
from sanku.catalog.yaml_reader import read_yaml
from sanku.diagnostics.columns import width
from sanku.diagnostics.message import Diagnostic

WIDTH = 120

_COMMENT = re.compile(r"#[^\n]*")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
_LONG_LIST = re.compile(r"(?P<head> *(?:- )*[^\s'\"#:\[{]+: \[)(?P<items>[^\[\]{}'\"#]*)\]")


class _Texts(VersionedResolver):
    """Takes no plain scalar for a number, a date or nothing: its spelling must survive."""

    def resolve(self, kind: type, value: object, implicit: object) -> object:
        """Return the tag of a text for every scalar."""
        return self.DEFAULT_SCALAR_TAG if kind is ScalarNode else super().resolve(kind, value, implicit)


def format_facts(data: bytes, file: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """Return the canonical text, or ``None`` and what is wrong with the file.

    Args:
        data: The bytes of a YAML file.
        file: Its path, for the spans.
    """
    node, found = read_yaml(data, file)
    text = decode(data, file)
    if node is None or found or not isinstance(text, str):
        return None, found
    text = text.replace("\r\n", "\n")
    shown = _settled(_laid_out(text))
    again, wrong = read_yaml(shown.encode(), file)
    assert again is not None, wrong
    assert _shape(again) == _shape(node), file
    lost = _lost(text, shown)
    if lost is None:
        return shown, ()
    message = "this comment stands where it cannot be kept: inside a list or map in brackets"
    return None, (Diagnostic("lost-comment", message, place_of(text, lost, file), help="put it above the line"),)


def _laid_out(text: str) -> str:
    writer = YAML(typ="rt")
    writer.Resolver = _Texts
    writer.preserve_quotes = True
    writer.width = 1 << 30
    writer.brace_single_entry_mapping_in_flow_sequence = True
    writer.indent(mapping=2, sequence=4, offset=2)
    document = writer.load(text)
    stream = io.StringIO()
    writer.dump(document, stream)
    # A list at the root comes out indented as one below a key.
    return re.sub(r"(?m)^  ", "", stream.getvalue()) if isinstance(document, list) else stream.getvalue()


def _settled(text: str) -> str:
    """Return a text with its blanks settled, outside of scalars only."""
    pieces: list[str] = []
    end = 0
    for start, after in (*_scalars(text), (len(text), len(text))):
        pieces += (_gap(text[end:start], is_first=end == 0), text[start:after])
        end = after
    lines = (_broken(line) for line in "".join(pieces).strip("\n").split("\n"))
    return "\n".join(lines) + "\n"


def _gap(gap: str, *, is_first: bool) -> str:
    kept = re.sub(r"[ \t]+(?=\n)", "", gap)
    kept = _BLANK_LINES.sub("\n\n", kept)
    lines = kept.split("\n")
    at = lines[0].find("#")
    if at >= 0 and not (is_first and not lines[0][:at].strip()):
        lines[0] = f"{lines[0][:at].rstrip()}  {lines[0][at:]}"
    return "\n".join(lines)


def _broken(line: str) -> str:
    """Return a line, a long list of plain texts in it broken into several."""
    found = _LONG_LIST.fullmatch(line)
    if found is None or width(line) <= WIDTH:
        return line
    indent = " " * (len(line) - len(line.lstrip(" -")) + 2)
    lines = [found["head"]]
    items = found["items"].split(", ")
    for at, item in enumerate(items):
        piece = f"{item}," if at < len(items) - 1 else f"{item}]"
        if width(lines[-1]) + width(piece) + 1 > WIDTH:
            lines.append(indent + piece)
        else:
            lines[-1] += piece if lines[-1].endswith("[") else f" {piece}"
    return "\n".join(lines)


def _lost(text: str, shown: str) -> int | None:
    """Return where the first comment of ``text`` stands that ``shown`` has not."""
    kept = Counter(comment for _, comment in _comments(shown))
    for at, comment in _comments(text):
        if kept[comment] == 0:
            return at
        kept[comment] -= 1
    return None


def _comments(text: str) -> Iterator[tuple[int, str]]:
    end = 0
    for start, after in (*_scalars(text), (len(text), len(text))):
        for found in _COMMENT.finditer(text, end, start):
            yield found.start(), found[0].rstrip()
        end = after


def _scalars(text: str) -> Iterator[tuple[int, int]]:
    """Yield where scalars start and end: what stands between them is marks, blanks and comments."""
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        if isinstance(token, yaml.ScalarToken):
            yield token.start_mark.index, token.end_mark.index


def _shape(node: YamlNode) -> object:
    """Return what a node says, without its places."""
    match node:
        case YamlMap():
            return {key: _shape(value) for key, (_, value) in node.entries.items()}
        case YamlList():
            return [_shape(item) for item in node.items]
        case _:
            return (node.text, node.plain)
