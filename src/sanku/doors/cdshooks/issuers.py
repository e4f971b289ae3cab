"""Whose tokens are trusted: a file of issuers, each with its public keys in a file beside it. No network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
import yaml
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWK
from jwt.exceptions import InvalidKeyError, PyJWKError

_LEAST_RSA_BITS = 2048
_RSA = ("RS256", "RS384")
_CURVES = {"secp256r1": ("ES256",), "secp384r1": ("ES384",)}


class IssuerFileError(Exception):
    """A file of issuers that cannot be used; the message has its place."""


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    keys: str
    institution: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    audience: str
    issuers: dict[str, _Entry]
    rule_page: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """A public key and the algorithms that it may be used with."""

    key: PyJWK
    algorithms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Issuer:
    """A system that may call: its keys by id, and the institution that it speaks for."""

    name: str
    keys: Mapping[str, Key]
    institution: str


@dataclass(frozen=True, slots=True)
class Issuers:
    """Everyone who may call.

    Args:
        audience: Address of this service as its callers know it, without ``/cds-services``.
        known: Issuer to what is known of it.
        rule_page: Address of a rule's page with ``{rule}`` in it, or ``""``.
    """

    audience: str
    known: Mapping[str, Issuer]
    rule_page: str = ""


def read_issuers(path: Path) -> Issuers:
    """Read a file of issuers and the key files it names.

    Raises:
        IssuerFileError: One of them cannot be read, is of another form, or holds a key that must not be used.
    """
    given = _text(path)
    try:
        found = msgspec.convert(yaml.safe_load(given), _File)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f":{mark.line + 1}:{mark.column + 1}" if mark is not None else ""
        raise IssuerFileError(f"{path}{place}: not YAML") from None
    except msgspec.ValidationError as error:
        raise IssuerFileError(f"{path}: {str(error)[:1].lower()}{str(error)[1:]}") from None
    if not found.issuers:
        raise IssuerFileError(f"{path}: `issuers` is empty: it admits no one")
    if not found.audience.startswith(("https://", "http://")):
        raise IssuerFileError(f"{path}: `audience` is not the address of this service: `https://…`")
    known = {
        name: Issuer(name, _keys(path.parent / entry.keys), entry.institution) for name, entry in found.issuers.items()
    }
    return Issuers(found.audience.rstrip("/"), known, found.rule_page)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise IssuerFileError(f"{path}: cannot be read: {type(error).__name__}") from None


def _keys(path: Path) -> dict[str, Key]:
    try:
        given = json.loads(_text(path))
    except ValueError:
        raise IssuerFileError(f"{path}: not JSON") from None
    listed = given.get("keys") if isinstance(given, dict) else None
    if not isinstance(listed, list) or not listed:
        raise IssuerFileError(f'{path}: no set of keys: `{{"keys": […]}}` (RFC 7517)')
    found: dict[str, Key] = {}
    for number, one in enumerate(listed):
        place = f"{path}: keys[{number}]"
        if not isinstance(one, dict) or not isinstance(one.get("kid"), str) or not one["kid"]:
            raise IssuerFileError(f"{place}: has no `kid`")
        if "d" in one or "k" in one:
            raise IssuerFileError(f"{place}: is a private or a shared key; only public keys belong here")
        if one["kid"] in found:
            raise IssuerFileError(f"{place}: `kid` stands twice")
        found[one["kid"]] = _key(one, place)
    return found


def _key(given: dict[str, object], place: str) -> Key:
    kept = {name: value for name, value in given.items() if name != "alg"}
    try:
        made = PyJWK(kept, algorithm="RS256" if given.get("kty") == "RSA" else None)
    except (PyJWKError, InvalidKeyError, ValueError, TypeError) as error:
        raise IssuerFileError(f"{place}: no key that can be read: {type(error).__name__}") from None
    allowed: tuple[str, ...]
    match made.key:
        case RSAPublicKey() as key if key.key_size >= _LEAST_RSA_BITS:
            allowed = _RSA
        case EllipticCurvePublicKey() as key if key.curve.name in _CURVES:
            allowed = _CURVES[key.curve.name]
        case _:
            raise IssuerFileError(f"{place}: neither RSA of {_LEAST_RSA_BITS} bits nor a curve P-256 or P-384")
    stated = given.get("alg")
    if stated is not None and stated not in allowed:
        raise IssuerFileError(f"{place}: `alg` must be one of {', '.join(allowed)}")
    return Key(made, allowed if stated is None else (str(stated),))
