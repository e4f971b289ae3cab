"""``sources/*.yaml`` and ``senders/*.yaml``: cited documents, and how an institution's messages are read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from sanku.catalog.fields import Fields, text_map
from sanku.catalog.nodes import SenderProfile, SourceDocument
from sanku.catalog.problems import Problems
from sanku.catalog.yaml_nodes import YamlMap, YamlNode, YamlText
from sanku.core.text import nearest

STATES = ("absent", "partial", "complete")


def read_sources(node: YamlNode, file: str, problems: Problems) -> Iterator[SourceDocument]:
    """Read a source file: one document named by the file, or ``sources: {id: {…}}``."""
    if isinstance(node, YamlMap) and node.first == "sources":
        fields = Fields(node, "the file", problems)
        inner = fields.map("sources")
        fields.done()
        for key, value in () if inner is None else inner.pairs():
            yield from _source(key.text, value, problems)
    elif isinstance(node, YamlMap) and nearest(node.first, ("sources",)):
        key, _ = node.entries[node.first]
        message = f"`{node.first}` is no key of a file of sources"
        problems.error("unknown-key", message, key.span, help="did you mean `sources`?")
    else:
        yield from _source(PurePath(file).stem, node, problems)


def _source(name: str, node: YamlNode, problems: Problems) -> Iterator[SourceDocument]:
    if not isinstance(node, YamlMap):
        problems.error("wrong-shape", f"source `{name}` is not a map", node.span, help="start it with `title: …`")
        return
    fields = Fields(node, f"source `{name}`", problems)
    yield SourceDocument(
        name,
        fields.required("title", "title: 国家医保局关于…的通知"),
        fields.text("issuer"),
        fields.text("number"),
        fields.date("issued"),
        fields.text("kind"),
        fields.text("link"),
        fields.text("superseded_by"),
        fields.text("file"),
        fields.text("sha256"),
        node.span,
    )
    fields.done()


def read_sender(node: YamlNode, file: str, problems: Problems) -> SenderProfile | None:
    """Read a sender's profile, named by its file."""
    name = PurePath(file).stem
    if not isinstance(node, YamlMap):
        problems.error("wrong-shape", f"sender `{name}` is not a map", node.span, help="start it with `dictionaries:`")
        return None
    fields = Fields(node, f"sender `{name}`", problems)
    profile = SenderProfile(
        name,
        _dictionaries(fields),
        tuple(text.text for text in fields.texts("none_values")),
        tuple(text.text for text in fields.texts("null_is_none")),
        fields.flag("midnight_is_time", default=True),
        _supplies(fields),
        *_codes(fields),
        node.span,
    )
    fields.done(("id",))
    return profile


def _dictionaries(fields: Fields) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    node = fields.map("dictionaries")
    for key, value in () if node is None else node.pairs():
        if isinstance(value, YamlMap):
            found[key.text] = text_map(value, fields.problems)
        else:
            fields.problems.error(
                "wrong-shape",
                f"dictionary `{key.text}` is not a map",
                value.span,
                help='write `{"1": male, "2": female}`',
            )
    return found


def _codes(fields: Fields) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Return local codes with what they stand for: in any field, and by the field whose table a map is."""
    anywhere: dict[str, str] = {}
    tables: dict[str, dict[str, str]] = {}
    node = fields.map("code_maps")
    for key, value in () if node is None else node.pairs():
        if isinstance(value, YamlMap):
            tables[key.text] = text_map(value, fields.problems)
        elif isinstance(value, YamlText):
            anywhere[key.text] = value.text
        else:
            fields.problems.error(
                "wrong-shape",
                f"`{key.text}` is neither a code nor a table of codes",
                value.span,
                help='write `{dise_codg: {"XYZD018987": M10.900}}`',
            )
    return anywhere, tables


def _supplies(fields: Fields) -> dict[str, str]:
    node = fields.map("supplies")
    if node is None:
        return {}
    inner = Fields(node, "`supplies`", fields.problems)
    return {name: inner.choice(name, STATES, "partial") for name in node.entries}
