"""Productions of the grammar to clauses, items and the file, one function for each; called as the parser reduces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sanku.syntax.build_expressions import Builder, Parts, has, listed, name_of, span_of
from sanku.syntax.lexemes import Kind
from sanku.syntax.nodes import (
    Accept,
    Amend,
    Amount,
    Bears,
    Cap,
    Cites,
    Clause,
    Control,
    DatedBy,
    Define,
    Effective,
    Exempt,
    For,
    ForPair,
    Item,
    Justify,
    Let,
    Match,
    Name,
    Node,
    Parameter,
    Path,
    Published,
    QuantityLiteral,
    RegionClause,
    Rule,
    Say,
    SeverityClause,
    Status,
    TypeName,
    UnknownClause,
    Unless,
    Use,
    When,
    Withdraw,
)


@dataclass(frozen=True, slots=True)
class Preamble:
    """The module line and the uses."""

    module: Path
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class WithdrawClauses(Node):
    """A ``withdraw`` with whatever clauses follow it; only ``cites`` may."""

    name: Path
    withdraw: Withdraw
    clauses: tuple[Clause, ...]


def _file(parts: Parts) -> tuple[Preamble, tuple[Item, ...]]:
    uses = tuple(part for part in parts[1:] if isinstance(part, Use))
    return Preamble(parts[0], uses), tuple(part for part in parts[1:] if not isinstance(part, Use))


def _preamble(parts: Parts) -> Preamble:
    return Preamble(parts[0], tuple(parts[1:]))


def _module(parts: Parts) -> Path:
    path: Path = parts[1]
    return path


def _use(parts: Parts) -> Use:
    return Use(parts[1], name_of(parts[3]) if parts[3] is not None else None, span=span_of(parts))


def _rule(parts: Parts) -> Rule:
    return Rule(name_of(parts[1]), parts[2].lexeme.text, listed(parts[3:]), span=span_of(parts))


def _define(parts: Parts) -> Define:
    parameters = tuple(part for part in parts if isinstance(part, Parameter))
    cites = next((part for part in parts if isinstance(part, Cites)), None)
    return Define(name_of(parts[1]), parameters, cites, parts[-1], span=span_of(parts))


def _parameter(parts: Parts) -> Parameter:
    return Parameter(name_of(parts[0]), parts[2], span=span_of(parts))


def _type(parts: Parts) -> TypeName:
    leaves = [part for part in parts if part is not None]
    argument = "".join(leaf.lexeme.text for leaf in leaves[2:-1])
    return TypeName(leaves[0].lexeme.text, argument, span=span_of(parts))


def _exempt(parts: Parts) -> Exempt:
    title = next(i for i, part in enumerate(parts) if getattr(part, "type", "") == "STRING")
    head = parts[4:title]
    rows = tuple(part for part in head if isinstance(part, Name))
    phases = tuple(
        part.type.lower() for part in head if any(has(part, phase) for phase in ("order", "settle", "audit"))
    )
    clauses = listed(parts[title + 1 :])
    return Exempt(parts[1], name_of(parts[3]), rows, phases, parts[title].lexeme.text, clauses, span=span_of(parts))


def _row_id(parts: Parts) -> Name:
    return name_of(parts[0])


def _withdraw(parts: Parts) -> WithdrawClauses:
    clauses, span = listed(parts[4:]), span_of(parts)
    cites = tuple(clause for clause in clauses if isinstance(clause, Cites))
    item = Withdraw(parts[1], parts[3].lexeme.day, cites, span=span)
    return WithdrawClauses(parts[1], item, clauses, span=span)


def _amend(parts: Parts) -> Amend:
    return Amend(parts[1], parts[2].lexeme.text, listed(parts[3:]), span=span_of(parts))


def _cites(parts: Parts) -> Cites:
    return Cites(parts[1], parts[2].lexeme.text, span=span_of(parts))


def _effective(parts: Parts) -> Effective:
    end = parts[3].lexeme.day if parts[3] is not None else None
    return Effective(parts[1].lexeme.day, end, span=span_of(parts))


def _effective_until(parts: Parts) -> Effective:
    return Effective(None, parts[2].lexeme.day, span=span_of(parts))


def _published(parts: Parts) -> Published:
    return Published(parts[1].lexeme.day, span=span_of(parts))


def _region(parts: Parts) -> RegionClause:
    return RegionClause(parts[1].type.lower(), span=span_of(parts))


def _for_each(parts: Parts) -> For:
    binder, collection, where, grouping = parts[1], parts[3], parts[5], parts[6:]
    return For(name_of(binder), collection, where, listed(grouping), span=span_of(parts))


def _for_pair(parts: Parts) -> ForPair:
    _, first, _, second, _, collection, _, where = parts
    return ForPair(name_of(first), name_of(second), collection, where, span=span_of(parts))


def _dated(parts: Parts) -> DatedBy:
    return DatedBy(parts[2], span=span_of(parts))


def _match(parts: Parts) -> Match:
    gathered = has(parts[0], "gather")
    return Match(name_of(parts[1]), parts[3], listed(parts[5:]), gathered, span=span_of(parts))


def _let(parts: Parts) -> Let:
    return Let(name_of(parts[1]), parts[3], span=span_of(parts))


def _when(parts: Parts) -> When:
    return When(parts[1], span=span_of(parts))


def _cap(parts: Parts) -> Cap:
    return Cap(parts[1], parts[4], span=span_of(parts))


def _unless(parts: Parts) -> Unless:
    return Unless(parts[1], span=span_of(parts))


def _control(parts: Parts) -> Control:
    phase, effect, *rest = (part for part in parts if part is not None)
    suffix = "_if_unjustified" if rest else ""
    return Control(phase.type.lower(), effect.type.lower() + suffix, span=span_of(parts))


def _amount(parts: Parts) -> Amount:
    return Amount(parts[1], span=span_of(parts))


def _severity(parts: Parts) -> SeverityClause:
    return SeverityClause(parts[1], span=span_of(parts))


def _bears(parts: Parts) -> Bears:
    return Bears(name_of(parts[1]), span=span_of(parts))


def _accept(parts: Parts) -> Accept:
    return Accept(tuple(name_of(part) for part in parts[1::2]), span=span_of(parts))


def _justify(parts: Parts) -> Justify:
    leaf = parts[2]
    lexeme = leaf.lexeme
    length = QuantityLiteral(lexeme.number, lexeme.text, lexeme.unit, lexeme.written, span=leaf.span)
    return Justify(length, span=span_of(parts))


def _unknown(parts: Parts) -> UnknownClause:
    return UnknownClause(parts[1].type.lower(), span=span_of(parts))


def _status(parts: Parts) -> Status:
    return Status(parts[1].type.lower(), span=span_of(parts))


def _say(parts: Parts) -> Say:
    _, language, text = parts
    assert text.lexeme.kind is Kind.STRING
    return Say(language.type.lower() if language else "zh", text.lexeme.text, text.span, span=span_of(parts))


CLAUSES_AND_ITEMS: Mapping[str, Builder] = MappingProxyType({
    "accept": _accept, "amend": _amend, "amount": _amount, "bears": _bears, "cap": _cap, "cites": _cites,
    "clauses": tuple, "control": _control, "dated": _dated, "define": _define, "effective": _effective,
    "effective_until": _effective_until, "exempt": _exempt, "file": _file, "for_each": _for_each,
    "for_pair": _for_pair, "items": tuple, "justify": _justify, "let": _let, "match": _match, "module": _module,
    "parameter": _parameter, "preamble": _preamble, "published": _published, "region": _region, "row_id": _row_id,
    "rule": _rule, "say": _say, "severity": _severity, "status": _status, "type": _type, "unknown": _unknown,
    "unless": _unless, "use": _use, "when": _when, "withdraw": _withdraw,
})  # fmt: skip
