"""Tokens that may be used once, over all processes and machines that share the ledger's database."""

from __future__ import annotations

from sqlalchemy import Engine, delete, func, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from sanku.ledger.database import unavailable
from sanku.ledger.nodes import LedgerBusyError
from sanku.ledger.tables import tokens

MOST_TOKENS = 200_000
"""Tokens that are remembered at once; a call beyond them must wait."""


def use_token(engine: Engine, mark: str, until: int, now: int) -> bool:
    """Use a token; return whether this was the first time. Those that are over are forgotten on the way.

    Args:
        engine: The ledger.
        mark: What names the token.
        until: Second since 1970 after which it need not be remembered.
        now: Second since 1970.

    Raises:
        LedgerBusyError: Too many are remembered.
        LedgerUnavailableError: The database does not answer.
    """
    try:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            connection.execute(delete(tokens).where(tokens.c.until < now))
            if connection.execute(select(func.count()).select_from(tokens)).scalar_one() >= MOST_TOKENS:
                raise LedgerBusyError("too many tokens are remembered")
            connection.execute(insert(tokens).values(mark=mark, until=until))
    except IntegrityError:
        return False
    except DBAPIError as error:
        raise unavailable(error) from None
    return True
