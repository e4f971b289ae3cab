"""A base to a handbook that doctors and auditors read: by rule, drug, service, diagnosis, clause and document."""

from sanku.handbook.pages import handbook

__all__ = ["handbook"]
