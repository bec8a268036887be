"""`parley token`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cli.claims import UnusableWish, claims_in
from cli.durations import duration


def print_token(
    tenant: str,
    user: str,
    ttl: str,
    roles: tuple[str, ...],
    claims: tuple[str, ...],
    flags: Mapping[str, Any],
    settings_file: Path | None,
) -> int:
    """Raises SettingsInvalid, and UnusableWish when tokens are not made here."""
    from api.secret import signing_secret
    from api.settings import load_settings
    from api.tokens import is_tenant, is_user, issue_token

    settings = load_settings(flags, settings_file)
    if not is_tenant(tenant) or not is_user(user):
        raise UnusableWish("tenant or user holds characters that a token may not carry")
    secret = signing_secret(settings)
    if secret is None:
        raise UnusableWish(
            "tokens come from your identity provider (jwks_file is set); "
            "set jwt_secret too if local ones should count"
        )
    token = issue_token(
        secret,
        tenant_id=tenant,
        user_id=user,
        ttl=duration("--ttl", ttl),
        roles=roles,
        further=claims_in(claims),
        issuer=settings.jwt_issuer,
        audience=settings.jwt_audience,
    )
    print(token)
    return 0
