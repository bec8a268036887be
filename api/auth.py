"""Who calls: a token's principal, or the tenant a header names where tokens are not demanded."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from structlog.contextvars import bind_contextvars

from api.context import verifier_of
from api.problem import Forbidden, TenantMismatch, Unauthorized
from api.secret import signing_secret
from api.settings import TENANT_PATTERN, Settings
from api.tokens import TokenVerifier
from runs.model import Principal

_bearer = HTTPBearer(
    auto_error=False,
    bearerFormat="JWT",
    description="A token from `parley token --tenant T --user U`, or from your identity provider.",
)
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
TenantHeader = Annotated[
    str | None,
    Header(alias="X-Tenant-ID", pattern=TENANT_PATTERN, examples=["acme-corp"]),
]
TenantQuery = Annotated[
    str | None,
    Query(alias="tenant_id", pattern=TENANT_PATTERN, examples=["acme-corp"]),
]


def token_verifier(settings: Settings) -> TokenVerifier:
    """The verifier the settings ask for. Raises SettingsInvalid for an unusable JWKS file."""
    from api.jwks import JwksFile

    return TokenVerifier(
        secret=signing_secret(settings),
        jwks=JwksFile(settings.jwks_file) if settings.jwks_file else None,
        issuer=settings.jwt_issuer,
        audience=settings.jwt_audience,
    )


async def token_principal(
    request: Request, credentials: Credentials, query: TenantQuery = None
) -> Principal:
    """The caller of a face that always asks for a token; a tenant named beside it must agree."""
    if credentials is None:
        raise Unauthorized("This needs a token: send `Authorization: Bearer <token>`.")
    principal = verifier_of(request).verify(credentials.credentials)
    same_tenant(principal, query)
    return _known(principal)


async def tenant_principal(
    request: Request,
    credentials: Credentials,
    header: TenantHeader = None,
    query: TenantQuery = None,
) -> Principal:
    """The caller of a face that a tenant's header is enough for, unless tokens are demanded.

    A token that is sent counts in any case, and whatever else names a tenant must agree.
    """
    settings: Settings = request.app.state.settings
    if credentials is not None or settings.require_auth:
        principal = await token_principal(request, credentials)
    else:
        principal = _known(Principal(header or query or settings.default_tenant))
    for named in (header, query):
        same_tenant(principal, named)
    return principal


def same_user(principal: Principal, user_id: str | None) -> str | None:
    """The user a request speaks of. Raises Forbidden when a token speaks for another."""
    if principal.user_id is None:
        return user_id
    if user_id is not None and user_id != principal.user_id:
        raise Forbidden("The request names another user than the token's.")
    return principal.user_id


def same_tenant(principal: Principal, tenant_id: str | None) -> None:
    """Raises TenantMismatch when a request speaks of another tenant."""
    if tenant_id is not None and tenant_id != principal.tenant_id:
        raise TenantMismatch("The request names another tenant than the caller's.")


def _known(principal: Principal) -> Principal:
    bind_contextvars(tenant=principal.tenant_id)
    return principal


TokenPrincipal = Annotated[Principal, Depends(token_principal)]
TenantPrincipal = Annotated[Principal, Depends(tenant_principal)]
