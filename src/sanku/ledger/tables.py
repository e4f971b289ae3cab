"""The two tables of the ledger, and one of used tokens. Made by ``migrations``; a test holds the two to each other."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

records = Table(
    "record",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("key", String(64), nullable=False, unique=True),
    Column("at", String(32), nullable=False),
    Column("body", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

words = Table(
    "word",
    metadata,
    Column("number", Integer, ForeignKey("record.number"), primary_key=True),
    Column("role", String(16), primary_key=True),
    Column("value", Text, primary_key=True),
    Index("word_by_value", "role", "value", "number"),
)
"""By what a record is found; part of what its hash is over."""

by_time = Index("record_by_time", records.c.at)

tokens = Table(
    "token",
    metadata,
    Column("mark", String(64), primary_key=True),
    Column("until", BigInteger, nullable=False, index=True),
)
"""Tokens that may be used once: what names each, and the second since 1970 after which it is forgotten. Not part of
the chain."""
