"""CDS Hooks 2.0 over FHIR R4: hook calls become events, decisions become cards. Needs the extra ``serve``."""

from sanku.doors.cdshooks.cards import Shelf, cards_of, finding_of
from sanku.doors.cdshooks.event import HookRefused, read_call
from sanku.doors.cdshooks.feedback import Feedback, answer_of
from sanku.doors.cdshooks.issuers import IssuerFileError, Issuers, read_issuers
from sanku.doors.cdshooks.jwts import Claims, TokenRefused, check_token
from sanku.doors.cdshooks.services import SERVICES, HookCall, discovery

__all__ = [
    "SERVICES",
    "Claims",
    "Feedback",
    "HookCall",
    "HookRefused",
    "IssuerFileError",
    "Issuers",
    "Shelf",
    "TokenRefused",
    "answer_of",
    "cards_of",
    "check_token",
    "discovery",
    "finding_of",
    "read_call",
    "read_issuers",
]
