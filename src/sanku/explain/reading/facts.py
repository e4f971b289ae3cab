"""What the base says of the facts that a sentence names: titles of columns, values of parameters, codes of sets."""

from __future__ import annotations

from dataclasses import dataclass

from sanku.catalog.nodes import NATION
from sanku.claim.schema import Schema
from sanku.claim.shape import FieldSpec
from sanku.claim.show import join, show_value
from sanku.core.code import Code
from sanku.core.types import CodesType, CodeType, EnumType, MemberType, Type
from sanku.core.value import Value
from sanku.semantics import nodes
from sanku.semantics.nodes import Model

_MOST = 4
"""Most ranges of a code set that a sentence lists."""


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """The model, asked for words."""

    model: Model

    @property
    def schema(self) -> Schema:
        """The fields of the event."""
        return self.model.schema

    def record(self, collection: str) -> str:
        """Return the record of a collection's members."""
        spec = self.schema.collections.get(collection)
        return spec.record if spec is not None else collection

    def field(self, expr: nodes.Field) -> FieldSpec | None:
        """Return the field that an expression reads."""
        type_ = expr.base.type
        if not isinstance(type_, MemberType):
            return None
        record = self.schema.records.get(type_.record)
        return None if record is None else record.fields.get(expr.name)

    def dated(self, expr: nodes.Field) -> str:
        """Return the dated field of the record that an expression reads."""
        type_ = expr.base.type
        record = self.schema.records.get(type_.record) if isinstance(type_, MemberType) else None
        return "" if record is None else record.dated

    def column(self, table: str, column: str, language: str) -> str:
        """Return a column's title: that of the event's field of the same list or name, else its name."""
        if language != "zh":
            return column.replace("_", " ")
        found = self.model.catalog.tables.get(table)
        type_: Type | None = None if found is None else found.columns[found.index(column)].type
        return self.model.catalog.terms.get(column) or self._title(column, type_) or f"“{column}”"

    def term(self, name: str, language: str) -> str:
        """Return what a table, a parameter or a code set is called: its term in Chinese, else its name."""
        return self.model.catalog.terms.get(name, name) if language == "zh" else name

    def word(self, value: Value, type_: Type, language: str) -> str:
        """Return a value as text; a member of an enumeration of the base by its term."""
        if language == "zh" and isinstance(type_, EnumType) and not type_.labels and isinstance(value, str):
            return self.model.catalog.terms.get(value) or show_value(value, type_, language)
        return show_value(value, type_, language)

    def _title(self, name: str, type_: Type | None) -> str:
        """Return the title that the event's fields have for a list, or for a field of this name and type."""
        if isinstance(type_, EnumType):
            fields = [found for record in self.schema.records.values() for found in record.fields.values()]
            titles = {found.title_zh for found in fields if found.type == type_}
            return min(titles, key=lambda title: (len(title), title), default="")
        line = self.schema.records["line"].fields.get(name)
        is_code = isinstance(type_, CodeType | CodesType)
        return line.title_zh if line is not None and is_code and name == "code" else ""

    def parameter(self, name: str, language: str) -> str:
        """Return the latest value of a parameter that holds for the whole country, else of a region; ``""`` if none."""
        values = self.model.catalog.parameters[name].values
        nation = [value for value in values if value.layer == NATION] or list(values)
        if not nation:
            return ""
        latest = max(nation, key=lambda value: (value.start is not None, value.start))
        return show_value(latest.value, self.model.catalog.parameters[name].type, language)

    def content(self, name: str, language: str) -> str:
        """Return the codes of a small set in brackets, ``""`` for a large one."""
        layers = self.model.catalog.code_sets[name].layers
        nation = next((layer for layer in layers if layer.layer == NATION), None)
        if nation is None or nation.exclude or nation.includes_sets or not 0 < len(nation.include) <= _MOST:
            return ""
        codes = [one.first if one.first == one.last else f"{one.first}–{one.last}" for one in nation.include]
        listed = join(codes, language)
        return f"（{listed}）" if language == "zh" else f" ({listed})"

    def code(self, code: Code) -> str:
        """Return a code with the name by which the base calls it."""
        system = self.model.catalog.systems.get(code.system)
        aliases = {value: key for key, value in system.aliases.items()} if system is not None else {}
        alias = aliases.get(code.text, "")
        name = alias.replace("_", " ")
        if not alias:
            return code.text
        return name if alias.upper() == code.text.upper() else f"{name} ({code.text})"
