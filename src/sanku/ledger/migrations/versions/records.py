"""Records, the words they are found by, and triggers that refuse to change or delete either."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "records"
down_revision = None

_SQLITE = (
    "CREATE TRIGGER {table}_{verb} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END"
)
_POSTGRESQL_FUNCTION = """
CREATE FUNCTION ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the ledger only grows'; END $$
"""
_POSTGRESQL = (
    "CREATE TRIGGER {table}_{verb} BEFORE {verb} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION ledger_only_grows()"
)


def upgrade() -> None:
    """Make the tables and their triggers."""
    op.create_table(
        "record",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("key", sa.String(64), nullable=False, unique=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_index("record_by_time", "record", ["at"])
    op.create_table(
        "word",
        sa.Column("number", sa.Integer, sa.ForeignKey("record.number"), primary_key=True),
        sa.Column("role", sa.String(16), primary_key=True),
        sa.Column("value", sa.Text, primary_key=True),
    )
    op.create_index("word_by_value", "word", ["role", "value", "number"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    if not sqlite:
        op.execute(_POSTGRESQL_FUNCTION)
    for table in ("record", "word"):
        for verb in ("UPDATE", "DELETE") if sqlite else ("UPDATE", "DELETE", "TRUNCATE"):
            op.execute((_SQLITE if sqlite else _POSTGRESQL).format(table=table, verb=verb))
