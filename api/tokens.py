"""Bearer tokens: JWTs signed with the local secret (HS256) or by a JWKS file's key (RS256).

The key decides the algorithm, never the token: a token's `alg` only picks between the two
keys, so a public key can not be used as an HMAC secret, and `none` names no key at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from api.jwks import JwksFile
from api.problem import TokenExpired, Unauthorized
from api.settings import TENANT_PATTERN
from api.token_claims import claims_of
from runs.model import Principal

LEEWAY_S = 30
MAX_TOKEN_LENGTH = 8192
USER_PATTERN = r"^[^\x00-\x1f\x7f]{1,256}$"

_TENANT = re.compile(TENANT_PATTERN)
_USER = re.compile(USER_PATTERN)
# RFC 7515, 7.1, to the letter: the library below also reads padded and stray characters.
_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_INVALID = "The token is not valid."


@dataclass(frozen=True, slots=True)
class TokenVerifier:
    """Checks tokens by what was configured; a part that is None is not accepted or not asked."""

    secret: bytes | None = None
    jwks: JwksFile | None = None
    issuer: str | None = None
    audience: str | None = None

    def verify(self, token: str) -> Principal:
        """Who the token speaks for. Raises TokenExpired, or Unauthorized for any other fault.

        A token must have `exp`, `tenant_id`, and `user_id` or `sub`; `nbf` and `iat` hold
        where given.
        """
        if len(token) > MAX_TOKEN_LENGTH or not _COMPACT.fullmatch(token):
            raise Unauthorized(_INVALID)
        try:
            return _principal_of(self._claims(token))
        except jwt.ExpiredSignatureError:
            raise TokenExpired("The token has expired.") from None
        except (jwt.PyJWTError, ValueError, TypeError):
            raise Unauthorized(_INVALID) from None

    def _claims(self, token: str) -> dict[str, Any]:
        header = jwt.get_unverified_header(token)
        algorithm = header.get("alg")
        key: bytes | jwt.PyJWK | None = None
        if algorithm == "HS256":
            key = self.secret
        elif algorithm == "RS256" and self.jwks is not None:
            key = self.jwks.key(header.get("kid"))
        if key is None:
            raise jwt.InvalidKeyError("no key for this token")
        return jwt.decode(
            token,
            key,
            algorithms=["RS256" if isinstance(key, jwt.PyJWK) else "HS256"],
            issuer=self.issuer,
            audience=self.audience,
            leeway=LEEWAY_S,
            options={"require": ["exp"], "verify_aud": self.audience is not None},
        )


def is_tenant(name: str) -> bool:
    return _TENANT.fullmatch(name) is not None


def is_user(name: str) -> bool:
    return _USER.fullmatch(name) is not None


def issue_token(
    secret: bytes,
    *,
    tenant_id: str,
    user_id: str,
    ttl: timedelta,
    roles: tuple[str, ...] = (),
    further: Mapping[str, Any] | None = None,
    issuer: str | None = None,
    audience: str | None = None,
) -> str:
    """A token of our own, signed with the local secret; `further` are claims of any name."""
    now = datetime.now(UTC)
    claims: dict[str, Any] = {
        **(further or {}),
        "tenant_id": tenant_id,
        "user_id": user_id,
        "sub": user_id,
        "iat": now,
        "exp": now + ttl,
    }
    optional = {"roles": list(roles), "iss": issuer, "aud": audience}
    claims |= {name: value for name, value in optional.items() if value}
    return jwt.encode(claims, secret, algorithm="HS256")


def _principal_of(claims: dict[str, Any]) -> Principal:
    tenant_id = claims.get("tenant_id")
    user_id = claims.get("user_id") or claims.get("sub")
    roles = claims.get("roles") or ()
    if not isinstance(tenant_id, str) or not is_tenant(tenant_id):
        raise ValueError("tenant_id")
    if not isinstance(user_id, str) or not is_user(user_id):
        raise ValueError("user_id")
    if not isinstance(roles, list | tuple) or not all(isinstance(role, str) for role in roles):
        raise ValueError("roles")
    return Principal(tenant_id, user_id, tuple(roles), claims_of(claims))
