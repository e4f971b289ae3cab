"""A resolved expression to a phrase of Chinese or English, as a pharmacist would say it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sanku.builtins.registry import BUILTINS
from sanku.claim.show import join
from sanku.core.types import ListType, MemberType, RowType
from sanku.explain.reading.kinds import comparison_kind, is_said_by
from sanku.explain.reading.names import Names, merged
from sanku.explain.reading.nouns import plural
from sanku.explain.reading.templates import COMPARISONS, PERIODS
from sanku.semantics import nodes
from sanku.semantics.nodes import Expr

_AGES = frozenset(("age_years",))
_LONG = 16
"""Characters from which the parts of a condition in brackets have commas between them."""


@dataclass(frozen=True, slots=True)
class Reader(Names):
    """Says conditions and values with the names of one place of a rule."""

    def condition(self, expr: Expr, *, is_part: bool = False) -> str:
        """Return a condition; one made of several is in brackets where it is a part of another."""
        match expr:
            case nodes.And(items=items) | nodes.Or(items=items):
                word = "and" if isinstance(expr, nodes.And) else "or"
                shown = [item for item in items if not is_said_by(item, items)]
                parts = [self.condition(item, is_part=True) + self._if_supplied(item, items) for item in shown]
                if len(parts) == 1:
                    return parts[0]
                is_long = not is_part or sum(map(len, parts)) > _LONG * (1 if self.language == "zh" else 3)
                text = f"{self.either('，', ',') if is_long else ''}{self.say(word)}".join(parts)
                return self.bracketed(text) if is_part else text
            case nodes.Not(item=item):
                return self._negated(item, is_part=is_part)
            case nodes.Exists(source=source):
                return self._exists(source, "exists")
            case nodes.ForAll(source=source, condition=condition):
                return self._all(source, condition)
            case nodes.DefinitionCall(name=name, arguments=()):
                return self.say("definition", name=name)
            case _:
                return self._atom(expr)

    def where(self, expr: Expr) -> str:
        """Return a condition of several parts so that one sees where it ends."""
        if isinstance(expr, nodes.And | nodes.Or):
            key = "meets all" if isinstance(expr, nodes.And) else "meets one"
            return self.say(key, condition=self.condition(expr, is_part=True))
        return self.condition(expr)

    def _if_supplied(self, item: Expr, items: tuple[Expr, ...]) -> str:
        """Return what ``x is known`` beside ``x = …`` adds to it."""
        if not isinstance(item, nodes.Compare):
            return ""
        is_guarded = any(isinstance(one, nodes.Is) and one.what == "known" and one.item == item.left for one in items)
        return self.say("if supplied") if is_guarded else ""

    def _negated(self, item: Expr, *, is_part: bool) -> str:
        match item:
            case nodes.Not(item=inner):
                return self.condition(inner, is_part=is_part)
            case nodes.Exists(source=source):
                return self._exists(source, "exists not")
            case nodes.Truth(item=inner):
                return self.say("not", item=self.bracketed(self.say("true", item=self.value(inner))))
            case nodes.Is(item=inner, what="none"):
                return self.say("is not none", item=self.value(inner))
            case nodes.Is(item=inner, what="unknown"):
                return self.say("is known", item=self.value(inner))
            case _:
                return self.say("not", item=self.bracketed(self.condition(item)))

    def _atom(self, expr: Expr) -> str:
        match expr:
            case nodes.Truth(item=item):
                return self.say("true", item=self.value(item))
            case nodes.Compare():
                return self._compare(expr)
            case nodes.Contains():
                return self._contains(expr)
            case nodes.Between(item=item, low=low, high=high, negated=negated):
                aged = self.is_age(item)
                parts = {"low": self.value(low, aged=aged), "high": self.value(high, aged=aged)}
                return self.say("not between" if negated else "between", item=self.value(item), **parts)
            case nodes.Is(item=item, what=what):
                return self.say(f"is {what}", item=self.value(item))
            case nodes.Within(item=item, length=length, strictly=strictly, relation=relation, anchor=anchor):
                excluded = self.say("strictly") if strictly else ""
                parts = {"length": self.value(length), "anchor": self.value(anchor), "strictly": excluded}
                return self.say(f"within {relation}", item=self.value(item), **parts)
            case nodes.Overlaps(left=left, right=right):
                return self.say("overlaps", left=self.value(left), right=self.value(right))
            case nodes.SamePeriod(left=left, period=period, right=right):
                twin = self._twin(left, right)
                sides = {"left": self.value(left), "right": self.value(right) if twin is None else twin[1]}
                if isinstance(period, str):
                    return self.say("same period", period=self.pair(PERIODS[period]), **sides)
                return self.say("same window", period=self.value(period), **sides)
            case nodes.UpTo(item=item, limit=limit):
                return self.say("up to", item=self.value(item), limit=self.value(limit))
            case _:
                return self.value(expr)

    def _compare(self, expr: nodes.Compare) -> str:
        left, right = expr.left, expr.right
        if (twin := self._twin(left, right)) is not None and expr.op in {"=", "!="}:
            title, owner = twin
            if isinstance(left, nodes.Field) and left.name == "id":
                return self.say("itself" if expr.op == "=" else "not itself", owner=owner)
            return self.say("alike" if expr.op == "=" else "unlike", title=title, owner=owner)
        if isinstance(right, nodes.Literal) and isinstance(right.value, bool):
            is_true = right.value is (expr.op == "=")
            return self.say("true" if is_true else "false", item=self.value(left))
        aged = self.is_age(left) or self.is_age(right)
        kind = comparison_kind(left, right)
        word = self.pair(COMPARISONS[kind][expr.op])
        shown = self.value(right, aged=aged)
        first = self.value(left, aged=aged)
        if "{right}" in word:
            return first + word.format(right=shown)
        return f"{first}{word}{shown}" if self.language == "zh" else f"{first} {word} {shown}"

    def _twin(self, left: Expr, right: Expr) -> tuple[str, str] | None:
        """Return the title and the other owner, if one field of the innermost member and of another is compared."""
        match left, right:
            case nodes.Field(base=nodes.Local(name=mine), name=name), nodes.Field(
                base=nodes.Local() as other, name=same
            ):
                if mine == self.inner and name == same and left.type == right.type:
                    return self.title(name, self.facts.field(left)), self.value(other)
            case _:
                pass
        return None

    def _contains(self, expr: nodes.Contains) -> str:
        item, container = self.value(expr.item), expr.container
        match container:
            case nodes.SetLiteral():
                key = "none of" if expr.negated else "one of"
            case nodes.Cell() if isinstance(container.type, ListType):
                key = "not listed" if expr.negated else "listed"
            case _:
                key = "not in" if expr.negated else "in"
        return self.say(key, item=item, container=self.value(container))

    def is_age(self, expr: Expr) -> bool:
        """Return whether an expression is an age, whose years Chinese counts in a word of its own."""
        if isinstance(expr, nodes.Local):
            return expr.name in self.ages
        return isinstance(expr, nodes.BuiltinCall) and expr.name in _AGES

    # ------------------------------------------------------------------ values

    def value(self, expr: Expr, *, aged: bool = False) -> str:
        """Return a value as a phrase; ``aged`` years are years of age."""
        match expr:
            case nodes.Literal(value=value, type=type_):
                return self.literal(value, type_, aged=aged)
            case nodes.SetLiteral(items=items):
                return join([self.value(item) for item in items], self.language)
            case nodes.Local(name="excess"):
                return self.say("excess")
            case nodes.Local(name=name) if name == self.inner and isinstance(expr.type, MemberType):
                return self.either("其", "it")
            case nodes.Local(name=name):
                return self.labels.get(name) or self.names.get(name, name)
            case nodes.Single(name=name):
                noun = self.noun(name)
                return self.say("event", noun=noun) if name == "encounter" else noun
            case nodes.Field():
                return self._field(expr)
            case nodes.Deref(reference=reference, collection=collection):
                return self.say("deref", reference=self.value(reference), noun=self.noun(self.facts.record(collection)))
            case nodes.Cell(row=row, table=table, column=column):
                title = self.facts.column(table, column, self.language)
                if self.one_row or row == self.inner:
                    return self.say("cell", column=title)
                return self.say("cell of", row=self.names.get(row, row), column=title)
            case nodes.ParameterValue(name=name):
                value = self.facts.parameter(name, self.language)
                called = self.facts.term(name, self.language)
                return self.say("parameter" if value else "parameter alone", name=called, value=value)
            case nodes.CodeSetValue(name=name):
                called = self.facts.term(name, self.language)
                return self.say("code set", name=called, content=self.facts.content(name, self.language))
            case nodes.IfElse(condition=condition, then=then, otherwise=otherwise):
                parts = {"then": self.value(then, aged=aged), "otherwise": self.value(otherwise, aged=aged)}
                return self.say("if", condition=self.condition(condition), **parts)
            case nodes.Arithmetic(op=op, left=left, right=right):
                return self.say(op, left=self._operand(left, op), right=self._operand(right, op, is_right=True))
            case nodes.Negative(item=item):
                return self.say("negative", item=self._operand(item, "*"))
            case nodes.BuiltinCall(name=name, arguments=arguments):
                return self._builtin(name, arguments)
            case nodes.DefinitionCall(name=name, arguments=arguments):
                given = join([self.value(argument) for argument in arguments], self.language)
                return self.say("definition of", name=name, arguments=given)
            case nodes.Aggregate() | nodes.Pick() | nodes.Rank():
                return self._over(expr)
            case _:
                return self.condition(expr, is_part=True)

    def bare(self, expr: Expr) -> str:
        """Return a value that every member of a source has, without a word for the member."""
        return self.value(expr).removeprefix("its ")

    def _operand(self, expr: Expr, op: str, *, is_right: bool = False) -> str:
        text = self.value(expr)
        if not isinstance(expr, nodes.Arithmetic):
            return text
        looser = expr.op in "+-" and op in "*/"
        return self.bracketed(text) if looser or (is_right and op in "-/") else text

    def _field(self, expr: nodes.Field) -> str:
        spec = self.facts.field(expr)
        title = self.title(expr.name, spec)
        base = expr.base
        if isinstance(base, nodes.Local) and base.name == self.inner:
            return self.say("its", field=title)
        if isinstance(base, nodes.Single) and base.name == "patient":
            return self.say("of patient", field=title)
        owner = self.value(base)
        one = merged(owner, title)
        return one if len(one) < len(owner) + len(title) else self.say("of record", owner=owner, field=title)

    def _builtin(self, name: str, arguments: tuple[Expr, ...]) -> str:
        builtin = BUILTINS[name]
        said = builtin.said_zh if self.language == "zh" else builtin.said_en
        shown = [self.value(argument) for argument in arguments]
        return said.format(*shown, all=join(shown, self.language))

    # ------------------------------------------------------------------ sources

    def within(self, source: nodes.Source) -> Reader:
        """Return the reader inside a source: its member needs no owner, the one around it is the aforesaid."""
        names = dict(self.names)
        member = source.member
        if self.inner:
            names[self.inner] = self.say("aforesaid", noun=names[self.inner])
        record = member.record if isinstance(member, MemberType) else ""
        names[source.binder] = self.noun(record) if record else source.binder
        return replace(self, names=names, inner=source.binder)

    def source(self, source: nodes.Source) -> str:
        """Return what a source is taken from."""
        if source.kind == "rows":
            return self.say("rows")
        if source.kind == "table":
            keys = join([self.value(key) for key in source.keys], self.language)
            return self.say(
                "table on" if keys else "table", name=self.facts.term(source.over, self.language), keys=keys
            )
        return self.collection(source.over)

    def _exists(self, source: nodes.Source, key: str) -> str:
        over = self.source(source)
        is_row = isinstance(source.member, RowType)
        if source.where is None:
            return self.say(f"{key} row" if is_row else f"{key} any", source=over)
        inside = self.within(source)
        if is_row:
            return self.say(f"{key} row where", source=over, where=inside.condition(source.where, is_part=True))
        where = inside.where(source.where)
        return self.say(key, source=over, where=where, noun=self.member(source))

    def _all(self, source: nodes.Source, condition: Expr) -> str:
        inside = self.within(source)
        parts = {"source": self.source(source), "noun": self.member(source), "condition": inside.condition(condition)}
        if source.where is None:
            return self.say("all", **parts)
        return self.say("all where", where=inside.where(source.where), **parts)

    def _over(self, expr: nodes.Aggregate | nodes.Pick | nodes.Rank) -> str:
        source = expr.source
        inside = self.within(source)
        parts = {"source": self.source(source)}
        of = (
            self.say("of where", where=inside.where(source.where), **parts)
            if source.where is not None
            else self.say("of", **parts)
        )
        match expr:
            case nodes.Aggregate(function=function, distinct=distinct, item=item):
                key = f"{function} distinct" if distinct else function
                noun = self.member(source)
                return self.say(key, of=of, noun=noun, nouns=plural(noun), item=inside.bare(item))
            case nodes.Pick(function=function, item=item, key=by):
                is_dated = isinstance(by, nodes.Field) and by.name == self.facts.dated(by)
                shown = inside.bare(item)
                return self.say(function if is_dated else f"{function} by", of=of, item=shown, key=inside.bare(by))
            case nodes.Rank(subject=subject, key=by, descending=descending):
                named = self.names.get(subject, subject)
                parts = {"of": of, "noun": self.member(source), "key": inside.value(by), "subject": named}
                return self.say("rank desc" if descending else "rank", **parts)
