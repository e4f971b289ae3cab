"""Rules and expressions from the few words that a test is about."""

from collections.abc import Callable

import pytest

from sanku.diagnostics.message import Diagnostic
from sanku.syntax import parse_expr, parse_text
from sanku.syntax.nodes import Clause, Expr, File, Rule

REST = {
    "cites": 'cites s "p"',
    "for": "for x in lines",
    "when": "when x.a",
    "order": "order remind",
    "say": 'say "m"',
}


def parsed(text: str) -> File:
    """Return the tree of a text that must be whole."""
    file, diagnostics = parse_text(text, "t.kb")
    assert [(str(found.span), found.message) for found in diagnostics] == []
    assert file is not None
    return file


@pytest.fixture
def tree() -> Callable[[str], File]:
    """The tree of a whole file."""
    return parsed


@pytest.fixture
def clauses() -> Callable[[str], tuple[Clause, ...]]:
    """The clauses that a text writes, in a rule whose other clauses are added where they are missing."""

    def read(text: str) -> tuple[Clause, ...]:
        words = {line.split()[0] for line in text.splitlines() if line.strip()}
        words |= {"when"} & {"when" if "cap" in words else ""}
        rest = "\n".join(f"  {line}" for word, line in REST.items() if word not in words)
        rule = parsed(f'module m\nrule r "t"\n{text}\n{rest}\n').items[0]
        assert isinstance(rule, Rule)
        return rule.clauses

    return read


@pytest.fixture
def expr() -> Callable[[str], Expr]:
    """The expression that a text writes."""

    def read(text: str) -> Expr:
        found, diagnostics = parse_expr(text)
        assert [one.message for one in diagnostics] == []
        assert found is not None
        return found

    return read


@pytest.fixture
def refused() -> Callable[[str], tuple[Diagnostic, ...]]:
    """The diagnostics of an expression that must be refused."""

    def read(text: str) -> tuple[Diagnostic, ...]:
        found, diagnostics = parse_expr(text)
        assert found is None
        assert diagnostics
        return diagnostics

    return read
