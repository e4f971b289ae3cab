"""How names, constants and collections are said at one place of a rule: all that needs no recursion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sanku.claim.shape import FieldSpec
from sanku.claim.show import show_value
from sanku.core.code import Code
from sanku.core.quantity import Quantity
from sanku.core.types import MemberType, Type
from sanku.core.unit import YEAR
from sanku.core.value import Value
from sanku.explain.reading.facts import Facts
from sanku.explain.reading.nouns import EXTENTS, RECORDS, Pair, plural
from sanku.explain.reading.templates import SAYINGS
from sanku.semantics import nodes

_AT = {"admitted_at": "admission", "discharged_at": "discharge", "issued_at": "issue", "died_at": "death"}


@dataclass(frozen=True, slots=True)
class Names:
    """How names are said at one place of a rule.

    Args:
        facts: What the base says of the facts that are named.
        language: ``zh`` or ``en``.
        names: Bound name to its phrase: ``line`` to ``该明细``.
        labels: Let to the phrase that stands for it.
        inner: The name whose members a condition is about; its fields need no owner.
        ages: Lets that are ages.
        one_row: Whether the rule matches one table only, so that its row needs no name.
    """

    facts: Facts
    language: str
    names: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    inner: str = ""
    one_row: bool = True
    ages: frozenset[str] = frozenset()

    def say(self, key: str, /, **parts: str) -> str:
        """Return a saying with its places filled."""
        pair = SAYINGS[key]
        return (pair[0] if self.language == "zh" else pair[1]).format(**parts)

    def noun(self, record: str) -> str:
        """Return what a member of a record is called."""
        pair = RECORDS.get(record, (record, record))
        return pair[0] if self.language == "zh" else pair[1]

    def either(self, zh: str, en: str) -> str:
        """Return the one of the reader's language."""
        return zh if self.language == "zh" else en

    def bracketed(self, text: str) -> str:
        """Return a text in brackets."""
        return f"（{text}）" if self.language == "zh" else f"({text})"

    def literal(self, value: Value, type_: Type, *, aged: bool) -> str:
        """Return a constant; years that are no age have another word than those that are."""
        if isinstance(value, Quantity) and not aged and self.language == "zh" and value.unit == YEAR:
            return f"{show_value(Quantity(value.value), None, 'zh')}年"
        if isinstance(value, Code):
            return self.facts.code(value)
        return self.facts.word(value, type_, self.language)

    def title(self, name: str, spec: FieldSpec | None) -> str:
        """Return what a field is called."""
        if spec is not None and self.language == "zh":
            outer, _, inner = spec.title_zh.rpartition("·")
            return merged(outer, inner)
        if name.endswith("_at"):
            return f"{_AT.get(name, name.removesuffix('_at').replace('_', ' '))} time"
        return "time" if name == "at" else name.replace(".", " ").replace("_", " ")

    def collection(self, name: str) -> str:
        """Return the phrase for a collection of the event."""
        spec = self.facts.schema.collections.get(name)
        if spec is None:
            return name
        noun, extent = self.noun(spec.record), self.pair(EXTENTS[spec.kind])
        if spec.kind == "nested":
            owner = self.noun(name.split(".", maxsplit=1)[0])
            return f"{owner}的{noun}" if self.language == "zh" else f"the {owner}'s {plural(noun)}"
        return f"{extent}{noun}" if self.language == "zh" else f"{extent}{plural(noun)}"

    def member(self, source: nodes.Source) -> str:
        """Return what one member of a source is called."""
        if isinstance(source.member, MemberType):
            return self.noun(source.member.record)
        return "行" if self.language == "zh" else "row"

    def pair(self, pair: Pair) -> str:
        """Return the word of the reader's language."""
        return pair[0] if self.language == "zh" else pair[1]


def merged(owner: str, title: str) -> str:
    """Return two Chinese words as one where they share characters: 医疗机构 and 机构级别 are 医疗机构级别."""
    shared = next((size for size in range(len(title), 1, -1) if owner.endswith(title[:size])), 0)
    return owner + title[shared:]
