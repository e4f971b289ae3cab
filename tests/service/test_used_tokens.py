"""A token is good once, whoever shares the ledger, and is forgotten when it would be refused anyway."""

import pytest

from sanku.ledger import tokens
from sanku.ledger.database import migrate, open_ledger
from sanku.ledger.nodes import LedgerBusyError
from sanku.ledger.tokens import use_token


def test_used_tokens(ledger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = open_ledger(ledger), open_ledger(ledger)
    migrate(first)
    assert use_token(first, "a", 100, 10)
    assert not use_token(second, "a", 100, 11)
    assert use_token(second, "b", 50, 12)
    monkeypatch.setattr(tokens, "MOST_TOKENS", 2)
    with pytest.raises(LedgerBusyError):
        use_token(first, "c", 100, 13)
    # `b` is over and makes room; `a` is still known
    assert use_token(first, "c", 100, 60)
    monkeypatch.setattr(tokens, "MOST_TOKENS", 3)
    assert not use_token(first, "a", 100, 61)
    first.dispose()
    second.dispose()
