"""The token of a call (JWT): signed by a trusted issuer, for this very address, for some minutes, and only once."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import jwt
from jwt.exceptions import InvalidAudienceError, InvalidSignatureError, InvalidTokenError

from sanku.doors.cdshooks.issuers import Issuers

ALGORITHMS = ("RS256", "RS384", "ES256", "ES384")
MOST_LIFE = 300
"""Seconds that a token may live."""
LEEWAY = 30
"""Seconds by which two clocks may differ."""
_MOST_LENGTH = 8192
_MOST_NONCE = 256


class TokenRefused(Exception):  # noqa: N818 - an answer and no fault of ours
    """Why a token does not admit: a code, and one sentence in both languages."""

    def __init__(self, code: str, en: str, zh: str) -> None:
        super().__init__(en)
        self.code, self.en, self.zh = code, en, zh


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says that was found good.

    Args:
        issuer: Who signed it.
        institution: The institution the issuer speaks for, or ``""``.
        mark: What names the token for ever: a hash of issuer and nonce.
        until: Second since 1970 after which it is no longer good anyway.
    """

    issuer: str
    institution: str
    mark: str
    until: int


def check_token(header: str, issuers: Issuers, addresses: tuple[str, ...], now: int) -> Claims:
    """Check the ``Authorization`` header of a call. That a token comes for the first time is not seen here.

    Args:
        header: The header's value.
        issuers: Whose tokens are trusted.
        addresses: Addresses that the token may be for: that of the service that is called.
        now: Second since 1970.

    Raises:
        TokenRefused: It does not admit.
    """
    scheme, _, token = header.partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token:
        raise TokenRefused("no-token", "send `Authorization: Bearer JWT`", "缺少访问令牌")
    if len(token) > _MOST_LENGTH:
        raise TokenRefused("bad-token", "the token is too long", "令牌过长")
    try:
        unproven = jwt.decode_complete(token, options={"verify_signature": False})
    except (InvalidTokenError, ValueError, RecursionError):
        raise TokenRefused("bad-token", "this is no JWT", "令牌不是有效的JWT") from None
    head, body = unproven["header"], unproven["payload"]
    algorithm = head.get("alg")
    if algorithm not in ALGORITHMS:
        raise TokenRefused("wrong-algorithm", f"only {', '.join(ALGORITHMS)} are taken", "不接受该签名算法")
    name = body.get("iss")
    issuer = issuers.known.get(name) if isinstance(name, str) else None
    if issuer is None:
        raise TokenRefused("unknown-issuer", "the issuer is not trusted here", "签发者不受信任")
    kid = head.get("kid")
    key = issuer.keys.get(kid) if isinstance(kid, str) else None
    if key is None or algorithm not in key.algorithms:
        raise TokenRefused("unknown-key", "the issuer has no such key for this algorithm", "签发者没有该密钥")
    try:
        proven = jwt.decode(
            token,
            key.key.key,
            algorithms=[algorithm],
            audience=list(addresses),
            options={
                "require": ["iss", "aud", "exp", "iat", "jti"],
                # against the one clock, below
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )
    except InvalidSignatureError:
        raise TokenRefused("wrong-signature", "the signature does not hold", "签名无效") from None
    except InvalidAudienceError:
        raise TokenRefused("wrong-audience", f"`aud` must be {addresses[0]}", "令牌不是签发给本服务的") from None
    except (InvalidTokenError, ValueError, TypeError) as error:
        raise TokenRefused("bad-token", f"not taken: {type(error).__name__}", "令牌无效") from None
    until = _in_time(proven, now)
    nonce = proven["jti"]
    if not isinstance(nonce, str) or not 0 < len(nonce) <= _MOST_NONCE:
        raise TokenRefused("no-nonce", "`jti` must be a text of its own for each token", "缺少jti")
    mark = sha256(f"{issuer.name}\0{nonce}".encode("utf-8", "surrogatepass")).hexdigest()
    return Claims(issuer.name, issuer.institution, mark, until + LEEWAY)


def _in_time(proven: dict[str, object], now: int) -> int:
    """Return the second until which a token is good."""
    start, end, before = (proven.get(name) for name in ("iat", "exp", "nbf"))
    if not all(isinstance(at, int) and not isinstance(at, bool) for at in (start, end)):
        raise TokenRefused("bad-token", "`iat` and `exp` must be whole seconds since 1970", "令牌时间无效")
    assert isinstance(start, int)
    assert isinstance(end, int)
    if before is not None and (not isinstance(before, int) or before > now + LEEWAY):
        raise TokenRefused("not-yet", "the token is not good yet", "令牌尚未生效")
    if start > now + LEEWAY:
        raise TokenRefused("not-yet", "the token is from the future: compare the clocks", "令牌签发时间晚于当前时间")
    if end <= now - LEEWAY:
        raise TokenRefused("expired", "the token has expired", "令牌已过期")
    if end - start > MOST_LIFE:
        raise TokenRefused("lives-too-long", f"a token may live {MOST_LIFE} seconds", "令牌有效期过长")
    return end
