"""Editions: a knowledge base frozen, named by the digest of its meaning, loaded without parsing."""

from sanku.edition.digest import edition_digest
from sanku.edition.files import Edition, Header, read_edition, write_edition

__all__ = ["Edition", "Header", "edition_digest", "read_edition", "write_edition"]
