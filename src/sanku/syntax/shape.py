"""Which clauses an item may and must have: an item to diagnostics (semantics 43).

Conditions on values, such as ``unknown`` beside a control that moves money, are checks of a later stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic, Label
from sanku.syntax.bindings import bound_in_definition, bound_twice, excess_without_cap
from sanku.syntax.depth import too_deep
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
    Published,
    RegionClause,
    Rule,
    Say,
    SeverityClause,
    Status,
    UnknownClause,
    Unless,
    When,
    Withdraw,
)

WORDS: Mapping[type[Clause], str] = MappingProxyType({
    Cites: "cites", Effective: "effective", Published: "published", RegionClause: "region", For: "for",
    ForPair: "for", DatedBy: "dated by", Match: "match", Let: "let", When: "when", Cap: "cap", Unless: "unless",
    Amount: "amount", SeverityClause: "severity", Bears: "bears", Accept: "accept", Justify: "justify within",
    UnknownClause: "unknown", Status: "status", Say: "say", Control: "order",
})  # fmt: skip
_MANY = (Cites, For, ForPair, Match, Let)
_OF_EXEMPT = (Cites, Effective, Published, When)
_OF_AMEND = (Cites, Effective, Published, Control, SeverityClause, Bears, Accept, Justify, UnknownClause, Status, Say)
_EFFECTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "order": ("remind", "self_pay", "block"),
        "settle": ("remind", "self_pay", "block"),
        "audit": ("query", "deny", "deny_if_unjustified"),
    }
)
_EXAMPLES: Mapping[str, str] = MappingProxyType({
    "cites": 'cites SOURCE "place"', "for": "for line in lines", "when": "when CONDITION",
    "order": "order remind", "say": 'say "…"',
})  # fmt: skip


def clause_word(clause: Clause) -> str:
    """Return the words that start a clause, as authors know it."""
    if isinstance(clause, Control):
        return clause.phase
    if isinstance(clause, Match) and clause.gathered:
        return "gather"
    return WORDS[type(clause)]


def check_item(item: Item, beside: tuple[Clause, ...]) -> Iterator[Diagnostic]:
    """Yield what is wrong with the clauses of a whole item.

    Args:
        item: The item.
        beside: The clauses written after a ``withdraw``, which keeps only its ``cites``.
    """
    deep = tuple(too_deep(item))
    if deep:
        yield from deep
        return
    match item:
        case Rule():
            yield from check_clauses(item.clauses)
            yield from excess_without_cap(item.clauses)
            yield from _missing_from_rule(item)
        case Define():
            yield from bound_in_definition(item)
        case Exempt():
            yield from check_clauses(item.clauses)
            yield from _misplaced("exempt", item.clauses, _OF_EXEMPT)
            if not any(isinstance(clause, Cites) for clause in item.clauses):
                yield _missing(f"exemption `{item.name.text}`", ("cites",), item.name.span)
        case Amend():
            yield from check_clauses(item.clauses)
            yield from _misplaced("amend", item.clauses, _OF_AMEND)
            if all(isinstance(clause, Cites) for clause in item.clauses):
                yield Diagnostic(
                    code="missing-clause",
                    message=f"amendment of `{item.rule.text}` changes nothing",
                    span=item.rule.span,
                    help="write what it sets, such as `settle remind`",
                )
        case Withdraw():
            yield from _misplaced("withdraw", beside, (Cites,))


def check_clauses(clauses: tuple[Clause, ...]) -> Iterator[Diagnostic]:
    """Yield what is wrong among clauses, whether or not they are all of their item."""
    seen: dict[str, Clause] = {}
    for clause in clauses:
        if isinstance(clause, Control) and clause.effect not in _EFFECTS[clause.phase]:
            yield _wrong_control(clause)
        if isinstance(clause, _MANY):
            continue
        key = f"{clause_word(clause)} {clause.language}" if isinstance(clause, Say) else clause_word(clause)
        first = seen.setdefault(key, clause)
        if first is not clause:
            yield _repeated(clause, first)
    if "when" in seen and "cap" in seen:
        yield _when_and_cap(*sorted((seen["when"], seen["cap"]), key=lambda clause: clause.span))
    yield from bound_twice(clauses)


def _misplaced(item: str, clauses: Iterable[Clause], allowed: tuple[type[Clause], ...]) -> Iterator[Diagnostic]:
    words = tuple(dict.fromkeys(WORDS[kind] for kind in allowed if kind is not Control))
    known = ", ".join(f"`{word}`" for word in words) + (", controls" if Control in allowed else "")
    for clause in clauses:
        if not isinstance(clause, allowed):
            yield Diagnostic(
                code="misplaced-clause",
                message=f"`{clause_word(clause)}` cannot stand in `{item}`",
                span=clause.span,
                help=f"`{item}` takes {known}",
            )


def _missing_from_rule(rule: Rule) -> Iterator[Diagnostic]:
    kinds = {type(clause) for clause in rule.clauses}
    wanted = (("cites", {Cites}), ("for", {For, ForPair}), ("when", {When, Cap}), ("order", {Control}), ("say", {Say}))
    missing = tuple(word for word, any_of in wanted if not kinds & any_of)
    if missing:
        yield _missing(f"rule `{rule.name.text}`", missing, rule.name.span)


def _missing(what: str, words: tuple[str, ...], span: Span) -> Diagnostic:
    shown = {"when": "`when` or `cap`", "order": "control (`order`, `settle` or `audit`)"}
    lacking = ", no ".join(shown.get(word, f"`{word}`") for word in words)
    advice = ", ".join(f"`{_EXAMPLES[word]}`" for word in words)
    return Diagnostic(code="missing-clause", message=f"{what} has no {lacking}", span=span, help=f"write {advice}")


def _repeated(clause: Clause, first: Clause) -> Diagnostic:
    word = clause_word(clause)
    label = Label(first.span, "the first one stands here")
    match clause:
        case Control():
            message, advice = f"a second control for `{word}`", "keep one control for each phase"
        case Say():
            message, advice = f"a second `say` in language `{clause.language}`", "keep one message for each language"
        case When() | Unless():
            joined = "and" if isinstance(clause, When) else "or"
            message, advice = f"a second `{word}`", f"join the conditions with `{joined}`"
        case _:
            message, advice = f"a second `{word}`", "keep one of them"
    return Diagnostic(code="repeated-clause", message=message, span=clause.span, labels=(label,), help=advice)


def _wrong_control(clause: Control) -> Diagnostic:
    effects = [f"`{effect.replace('_if_', ' if ')}`" for effect in _EFFECTS[clause.phase]]
    effect = clause.effect.replace("_if_", " if ")
    return Diagnostic(
        code="control-phase",
        message=f"`{clause.phase}` cannot `{effect}`",
        span=clause.span,
        help=f"`{clause.phase}` takes {', '.join(effects[:-1])} or {effects[-1]}",
    )


def _when_and_cap(first: Clause, second: Clause) -> Diagnostic:
    return Diagnostic(
        code="when-and-cap",
        message="a rule has either `when` or `cap`, not both",
        span=second.span,
        labels=(Label(first.span, "the other one stands here"),),
        help="put the further condition of a capped rule into `for … where`",
    )
