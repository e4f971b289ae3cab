"""Tokens that were used: kept until they would be refused anyway."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "tokens"
down_revision = "records"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "token",
        sa.Column("mark", sa.String(64), primary_key=True),
        sa.Column("until", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_token_until", "token", ["until"])
